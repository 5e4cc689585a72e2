"""Reads the measures of one file: what each key of a definition means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from scrutiny.catalogue.model import (
    Better,
    Computed,
    Kind,
    Measure,
    OffenceSet,
    Ratio,
    Source,
    Target,
)
from scrutiny.catalogue.offences import expand
from scrutiny.catalogue.records import POPULATIONS, TABLES
from scrutiny.catalogue.section import Section

DEFAULTS = "defaults"  # the table of a file whose keys every measure in it starts from
TARGET_RULES = ("under", "over", "at_most", "at_least")
PER = {Kind.RATE: 1000.0, Kind.PERCENT: 100.0}
RATIO_DECIMALS = 1
_ID = re.compile(r"[a-z][a-z0-9_]*")


def read_measures(
    file: Section,
    sources: Mapping[str, Source],
    codes: Mapping[str, str],
    sets: Mapping[str, OffenceSet],
) -> Iterator[Measure]:
    """Every measure of a file, each followed by the rate and the share made of it.

    `rate_per_1000 = "population"` also defines `<id>_rate`; `share = { of = "other", title = ".."}`
    also defines `<id>_share`, a percentage of the count measure `other`.
    """
    defaults = file.section(DEFAULTS)
    for id, section in file.sections():
        if id == DEFAULTS:
            continue
        merged = Section(file.file, id, defaults.items() | section.items())
        if not _ID.fullmatch(id):
            raise section.error(None, "an id is lower-case letters, digits and underscores")
        measure = _measure(id, merged, sources, partial(expand, codes=codes, sets=sets))
        yield measure
        if merged.has("rate_per_1000"):
            yield _rate(measure, merged)
        if merged.has("share"):
            yield _share(measure, merged.section("share"))
        merged.done()


def _measure(
    id: str, section: Section, sources: Mapping[str, Source], codes: partial[tuple[str, ...]]
) -> Measure:
    source = section.text("source")
    if source not in sources:
        raise section.error("source", f"no source is called {source!r}")
    kind = section.choice("kind", Kind, Kind.COUNT)
    computed = tuple(
        _computed(table, how, codes) for table, how in section.section("computed").sections()
    )
    ratio = _ratio(section.section("ratio")) if section.has("ratio") else None
    supplied = section.texts("supplied_by")
    if ratio is None and source not in (c.source for c in computed):
        supplied = (source, *(s for s in supplied if s != source))
    known = sources[source]
    return Measure(
        id=id,
        title=section.text("title"),
        kind=kind,
        unit=section.text("unit"),
        better=section.choice("better", Better),
        priority=section.text("priority"),
        why=section.text("why"),
        owner=section.text("owner"),
        reviewed=_day(section, "reviewed"),
        source=source,
        grain=known.grain,
        lag_months=section.whole("lag_months", known.lag_months),
        decimals=section.whole("decimals", 0),
        computed=computed,
        supplied_by=supplied,
        ratio=ratio,
        per=PER.get(kind, 1.0),
        parts=section.texts("parts"),
        caveats=section.texts("caveats"),
        target=_target(section.section("target")) if section.has("target") else None,
        small_number=section.whole("small_number", 50),
        suppress_below=section.whole("suppress_below") if section.has("suppress_below") else None,
        provisional_months=section.whole("provisional_months", 0),
        scheme=section.file,
        starts=section.month("starts", ""),
        ends=section.month("ends", ""),
    )


def _computed(table: str, section: Section, codes: partial[tuple[str, ...]]) -> Computed:
    if table not in TABLES:
        raise section.error(None, f"is not a table of records; they are {', '.join(TABLES)}")
    records = TABLES[table]
    chosen: dict[str, dict[str, tuple[str | int, ...]]] = {}
    for clause in ("where", "unless"):
        part = section.section(clause)
        chosen[clause] = {}
        for column in part:
            if column not in records.columns:
                known = ", ".join(records.columns)
                raise part.error(column, f"is not a column to choose by; they are {known}")
            values = part.values(column, records.columns[column])
            if column == "offence_code":
                values = codes(values, section=part, key=column)
            chosen[clause][column] = values
    section.done()
    return Computed(table, records.source, records.sum, chosen["where"], chosen["unless"])


def _ratio(section: Section) -> Ratio:
    ratio = Ratio(section.text("numerator"), section.text("denominator"))
    section.done()
    return ratio


def _target(section: Section) -> Target:
    named = [rule for rule in TARGET_RULES if section.has(rule)]
    if len(named) != 1:
        raise section.error(None, f"must have exactly one of {', '.join(TARGET_RULES)}")
    target = Target(named[0], section.number(named[0]), section.text("text"))
    section.done()
    return target


def _rate(measure: Measure, section: Section) -> Measure:
    per = section.text("rate_per_1000")
    if per not in POPULATIONS:
        raise section.error("rate_per_1000", f"must be one of {', '.join(POPULATIONS)}")
    return replace(
        _made_of(measure),
        id=f"{measure.id}_rate",
        title=f"{measure.title}, per 1,000 {POPULATIONS[per]}",
        kind=Kind.RATE,
        unit=f"per 1,000 {POPULATIONS[per]}",
        ratio=Ratio(measure.id, per),
        per=PER[Kind.RATE],
    )


def _share(measure: Measure, section: Section) -> Measure:
    share = replace(
        _made_of(measure),
        id=f"{measure.id}_share",
        title=section.text("title"),
        kind=Kind.PERCENT,
        unit="percent",
        better=section.choice("better", Better, measure.better),
        ratio=Ratio(measure.id, section.text("of")),
        per=PER[Kind.PERCENT],
    )
    section.done()
    return share


def _made_of(measure: Measure) -> Measure:
    """The measure without what belongs to its count alone."""
    return replace(
        measure, computed=(), supplied_by=(), parts=(), target=None, decimals=RATIO_DECIMALS
    )


def _day(section: Section, key: str) -> str:
    text = section.text(key)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise section.error(key, f"must be a date written YYYY-MM-DD (got {text!r})") from None
