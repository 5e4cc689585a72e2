"""The rules that hold between definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scrutiny.catalogue.breaks import BreakRule
from scrutiny.catalogue.model import Kind, Measure, Priority, Source
from scrutiny.catalogue.records import POPULATIONS, TABLES
from scrutiny.errors import DefinitionError


def check(
    measures: Mapping[str, Measure],
    priorities: Mapping[str, Priority],
    sources: Mapping[str, Source],
    rules: Mapping[str, BreakRule],
) -> None:
    """Raise a `DefinitionError` for the first definition that does not fit the others."""
    for measure in measures.values():
        problem = next(_problems(measure, measures, priorities, sources), None)
        if problem is not None:
            key, rule = problem
            raise DefinitionError(measure.scheme, f"{measure.id}.{key}", rule)
    for measure in measures.values():
        _no_cycle(measure, measures, ())
    for id, broken in rules.items():
        for key, named, known in (
            ("measures", broken.measures, set(measures)),
            ("except", broken.exceptions, set(measures)),
            ("sources", broken.sources, set(sources)),
            ("tables", broken.tables, set(TABLES)),
        ):
            for name in named:
                if name not in known:
                    raise DefinitionError(broken.file, f"{id}.{key}", f"{name!r} is not known")


def _problems(
    m: Measure,
    measures: Mapping[str, Measure],
    priorities: Mapping[str, Priority],
    sources: Mapping[str, Source],
) -> Iterator[tuple[str, str]]:
    """Pairs of a key and the rule that it breaks."""
    if m.priority not in priorities:
        yield "priority", f"no priority is called {m.priority!r}"
    for source in m.supplied_by:
        if source not in sources:
            yield "supplied_by", f"no source is called {source!r}"
    if m.ratio is None:
        if m.kind is Kind.RATE:
            yield "ratio", "a rate needs a numerator and a denominator"
        if m.kind is not Kind.COUNT and m.computed:
            yield "computed", f"only a count is computed from records; this is a {m.kind}"
    else:
        yield from _ratio_problems(m, measures)
    for part in m.parts:
        if part not in measures:
            yield "parts", f"no measure is called {part!r}"
        elif measures[part].kind is not Kind.COUNT:
            yield "parts", f"{part} is not a count, and only counts add up"
    if m.parts and m.kind is not Kind.COUNT:
        yield "parts", f"only a count has parts; this is a {m.kind}"
    if m.starts and m.ends and m.ends < m.starts:
        yield "ends", f"{m.ends} is before the measure starts ({m.starts})"


def _ratio_problems(m: Measure, measures: Mapping[str, Measure]) -> Iterator[tuple[str, str]]:
    assert m.ratio is not None
    if m.kind not in (Kind.RATE, Kind.PERCENT):
        yield "ratio", f"only a rate or a percent is a ratio; this is a {m.kind}"
    if m.computed:
        yield "computed", "a ratio is made of other measures, not computed from records"
    above = measures.get(m.ratio.numerator)
    if above is None:
        yield "ratio.numerator", f"no measure is called {m.ratio.numerator!r}"
    elif above.kind is not Kind.COUNT:
        yield "ratio.numerator", f"{above.id} is not a count"
    elif m.source not in (*above.sources, *m.supplied_by):
        yield "source", f"must be one of its numerator's: {', '.join(above.sources)}"
    if m.kind is Kind.RATE:
        if m.ratio.denominator not in POPULATIONS:
            yield "ratio.denominator", f"a rate is per head of {' or '.join(POPULATIONS)}"
    elif m.ratio.denominator not in measures:
        yield "ratio.denominator", f"no measure is called {m.ratio.denominator!r}"
    elif measures[m.ratio.denominator].kind is not Kind.COUNT:
        yield "ratio.denominator", f"{m.ratio.denominator} is not a count"


def _no_cycle(m: Measure, measures: Mapping[str, Measure], above: tuple[str, ...]) -> None:
    if m.id in above:
        chain = " -> ".join((*above[above.index(m.id) :], m.id))
        raise DefinitionError(m.scheme, f"{m.id}.parts", f"a measure is part of itself: {chain}")
    for part in m.parts:
        _no_cycle(measures[part], measures, (*above, m.id))
