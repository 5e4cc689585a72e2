"""Figures to put in a text, found by words, each with the reference that stands for it."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.errors import ScrutinyError
from scrutiny.governance.reporting.figures import month_of, reader_of
from scrutiny.governance.reporting.models import Part, Report
from scrutiny.measures.read import Reader
from scrutiny.reports.book import Book
from scrutiny.reports.references import Scope, resolve

MOST_OFFERED = 12
NATION = "K04000001"  # England and Wales

FIELDS = {
    "value": "The figure",
    "previous": "The figure a year earlier",
    "change": "The change in words",
    "percent": "The change in per cent",
    "sentence": "The whole comparison as a sentence",
    "verdict": "What its control chart says",
    "period": "The period in words",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure as it would be printed, and what to write for it."""

    title: str
    source: str
    reference: str
    said: str


def offer(part: Part, words: str, window: str, field: str, area: str) -> list[Offered]:
    """The figures whose measure has all the words in its title or id, the shortest titles first."""
    report = part.report
    reader = reader_of(report)
    wanted = words.casefold().replace("_", " ").split()
    found = [
        measure
        for measure in reader.catalogue.measures
        if wanted
        and all(w in f"{measure.title} {measure.id}".casefold().replace("_", " ") for w in wanted)
    ]
    found.sort(key=lambda measure: (len(measure.title), measure.title))
    place = f" of {area}" if area and area != report.force else ""
    scope = Scope(Book(reader), report.force, month_of(report))
    offered = []
    for measure in found[:MOST_OFFERED]:
        for source in reader.sources(measure):
            given = f" from {source}" if source != measure.source else ""
            reference = f"{{{{ {measure.id}.{window}.{field}{place}{given} }}}}"
            try:
                said = "".join(span.text for span in resolve(reference, scope))
            except ScrutinyError:
                continue  # this source or measure has no such figure at all
            known = reader.catalogue.sources.get(source)
            offered.append(
                Offered(measure.title, known.title if known else source, reference, said)
            )
    return offered


def places(report: Report, reader: Reader) -> list[tuple[str, str]]:
    """The areas that a report speaks of, by code: the force, what is in it, and what it is in."""
    areas, force, to = reader.areas, report.force, month_of(report)
    inside = [*areas.children(force, "division", to), *areas.districts_of(force, to)]
    region = areas.region_of(force, to)
    codes = [force, *inside, *([region] if region else []), NATION]
    return [(code, areas.get(code).name) for code in dict.fromkeys(codes)]
