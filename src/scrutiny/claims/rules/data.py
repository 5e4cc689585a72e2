"""Against the data: a figure of a measure, an area and a period that a workspace has a value for.

A figure is never held to figures that a person typed in from a report, least of all from the same
one: only to what is computed from published records, or read from a publisher's own tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from scrutiny.catalogue.model import Measure
from scrutiny.claims.model import Check, Fact, Paper, Severity, Unit, Verdict
from scrutiny.claims.naming import span
from scrutiny.claims.places import place_of
from scrutiny.claims.rounding import Fit, Interval, fit
from scrutiny.claims.rules.known import home_of, measure_of
from scrutiny.claims.rules.method import texts_of
from scrutiny.claims.sayings import Saying
from scrutiny.errors import ScrutinyError

if TYPE_CHECKING:
    from scrutiny.measures.read import Reader
    from scrutiny.observation import Observation
    from scrutiny.periods import Period

RULE = "data.value"
MOST = 400  # figures of one paper that are looked up
OWN = ("force-", "forcesight", "ambulance-service")
"""Sources whose values are typed in from the reports of forces and their partners."""
TYPED = "figures"  # in the name of a file that holds figures typed in by a person
_SEVERITIES: dict[Verdict, Severity] = {
    Verdict.INCONSISTENT: "error",
    Verdict.CAUTION: "warning",
    Verdict.NOT_CHECKABLE: "note",
}


def run(
    paper: Paper,
    facts: Sequence[Fact],
    sayings: Sequence[Saying],
    reader: Reader,
    area: str | None = None,
) -> list[Check]:
    """The figures of the paper that the workspace has a value for, held to it."""
    home = area or home_of(paper, reader.areas)
    if not home:
        return []
    said = texts_of(paper)
    found: list[Check] = []
    looked = 0
    for one in sayings:
        period = span(one.period)
        if one.kind != "value" or one.unit is not Unit.COUNT or period is None or looked >= MOST:
            continue
        measure = measure_of(one, reader.catalogue)
        if measure is None:
            continue
        looked += 1
        seen = _observed(reader, measure, home, period)
        if seen is not None:
            found.append(_held(paper, facts, one, seen, reader, said[one.block]))
    return found


def _observed(reader: Reader, measure: Measure, area: str, period: Period) -> Observation | None:
    """The value of the first source that no report was typed into; None when there is none."""
    for source in independent(measure, reader.sources(measure)):
        try:
            seen = reader.observe(measure, area, period, source)
        except ScrutinyError:
            continue
        if seen.value is not None and not _typed(seen):
            return seen
    return None


def independent(measure: Measure, sources: Iterable[str]) -> list[str]:
    """The sources that are not a force's own reports: those computed from records come first."""
    computed = {one.source for one in measure.computed}
    kept = [one for one in sources if not one.startswith(OWN)]
    return sorted(kept, key=lambda one: one not in computed)


def _typed(seen: Observation) -> bool:
    """Whether a value comes of a file of typed figures, and of no records."""
    files = [file for one in seen.provenance for file in one.files]
    return bool(files) and all(TYPED in file.lower() for file in files)


def _held(
    paper: Paper,
    facts: Sequence[Fact],
    one: Saying,
    seen: Observation,
    reader: Reader,
    text: str,
) -> Check:
    quantity = facts[one.index].quantity
    value = Decimal(str(seen.value))
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    source = reader.catalogue.sources.get(seen.source)
    title = source.title if source else seen.source
    released = max((p.released for p in seen.provenance), default=None)
    how = fit(value, Interval(value, value), quantity.value, quantity.step)
    name = f"{title}{f', released {released}' if released else ''}"
    if how is not Fit.NO or one.stands.low <= value <= one.stands.high:
        exact = value == quantity.value
        verdict = Verdict.CONSISTENT if exact else Verdict.WITHIN_ROUNDING
        text = f"{seen.period.name} is {value:,f} in {name}, as stated."
    else:
        named = source is not None and _names(text, source.title, source.publisher)
        verdict = Verdict.INCONSISTENT if named else Verdict.CAUTION
        gap = (quantity.value - value) / value * 100 if value else Decimal(0)
        text = (
            f"{seen.period.name} is {value:,f} in {name}; the paper says {quantity.text}"
            f" ({gap:+.1f}%)."
        )
        if not named:
            text += " The paper may use another source or another day's figures."
    return Check(
        RULE,
        verdict,
        _SEVERITIES.get(verdict, "none"),
        place_of(paper, quantity),
        quantity.text,
        f"{value:,f}",
        text,
        0.9 if verdict is not Verdict.CAUTION else 0.5,
    )


def _names(text: str, title: str, publisher: str) -> bool:
    """Whether a text names a source: by the first words of its title, or its publisher."""
    short = title.split(",")[0].lower()
    return short in text or publisher.lower() in text
