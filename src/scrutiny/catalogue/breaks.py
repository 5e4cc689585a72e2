"""Breaks in series: read once, then given to every measure that they touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scrutiny.areas import Areas
from scrutiny.catalogue.model import Break, BreakKind, Measure
from scrutiny.catalogue.section import Section


@dataclass(frozen=True)
class BreakRule:
    """A break and the measures it touches: all of them, or those named, those computed from a
    table of records and those whose default source is named, less the exceptions."""

    file: str
    broken: Break
    all: bool
    measures: tuple[str, ...]
    tables: tuple[str, ...]
    sources: tuple[str, ...]
    exceptions: tuple[str, ...]

    def touches(self, measure: Measure) -> bool:
        if measure.id in self.exceptions:
            return False
        return (
            self.all
            or measure.id in self.measures
            or any(c.table in self.tables for c in measure.computed)
            or measure.source in self.sources
        )


def read_break(id: str, section: Section, areas: Areas) -> BreakRule:
    """One entry of `breaks.toml`."""
    month = section.month("month")
    assert month is not None  # a month without a default is never empty
    area = section.text("area", "")
    if area and area not in areas:
        raise section.error("area", f"no area has the code {area!r}")
    until = section.month("until", "")
    if until is not None and until < month:
        raise section.error("until", f"{until} is before the break itself ({month})")
    broken = Break(
        id, month, section.choice("kind", BreakKind), section.text("why"), area or None, until
    )
    rule = BreakRule(
        section.file,
        broken,
        section.flag("all"),
        section.texts("measures"),
        section.texts("tables"),
        section.texts("sources"),
        section.texts("except"),
    )
    if not (rule.all or rule.measures or rule.tables or rule.sources):
        raise section.error(None, "touches nothing: give all, measures, tables or sources")
    section.done()
    return rule


def with_breaks(measures: Sequence[Measure], rules: Iterable[BreakRule]) -> tuple[Measure, ...]:
    """The measures with their breaks, in order of time. A ratio also has those of its two parts."""
    own = {m.id: {r.broken for r in rules if r.touches(m)} for m in measures}
    for measure in measures:
        if measure.ratio is not None:
            for part in (measure.ratio.numerator, measure.ratio.denominator):
                own[measure.id] |= own.get(part, set())
    return tuple(
        replace(m, breaks=tuple(sorted(own[m.id], key=lambda b: (b.month, b.id)))) for m in measures
    )
