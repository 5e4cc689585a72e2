"""What is loaded of a measure: its first and last months, for an area and a source."""

from __future__ import annotations

from scrutiny.areas import Areas
from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.model import Computed, Measure
from scrutiny.measures.vintage import Vintage
from scrutiny.periods import Month, Period

GROUP_KINDS = frozenset({"region", "country", "group"})
"""Areas that are made of forces: their counts are the sums of their members'."""


def computed_by(measure: Measure, source: str) -> Computed | None:
    """How the measure is computed from the records of a source, or None if it is not."""
    return next((c for c in measure.computed if c.source == source), None)


class Coverage:
    """The months for which one vintage has a measure."""

    def __init__(self, vintage: Vintage, catalogue: Catalogue, areas: Areas) -> None:
        self.vintage, self.catalogue, self.areas = vintage, catalogue, areas

    def latest(self, measure: Measure, area: str, source: str | None = None) -> Month | None:
        """The last month that the measure has anything for, in all of the area, or None."""
        return min((span.last for span in self._loaded(measure, area, source)), default=None)

    def earliest(self, measure: Measure, area: str, source: str | None = None) -> Month | None:
        """The first month that the measure has anything for, in all of the area, or None."""
        return max((span.first for span in self._loaded(measure, area, source)), default=None)

    def last_supplied(
        self, measure: Measure, area: str, source: str, period: Period
    ) -> Month | None:
        """The last month, up to the period's, of a supplied figure for as long a window."""
        windows = self.vintage.supplied.get((source, area, measure.id), {})
        ends = [p.last for p in windows if len(p) == len(period) and p.last <= period.last]
        return max(ends, default=None)

    def title_of(self, source: str) -> str:
        """What a source is called: one that the catalogue does not know, by its own name."""
        known = self.catalogue.sources.get(source)
        return known.title if known else source

    def forces_of(self, area: str, at: Month | None) -> tuple[str, ...]:
        """The forces whose loads answer for an area: its members, itself, or the one it is in."""
        kind = self.areas.get(area).kind
        if kind in GROUP_KINDS:
            return self.areas.members(area, at)
        if kind in ("force", "body"):
            return (area,)
        force = self.areas.force_of(area)
        return (force,) if force else ()

    def _loaded(self, measure: Measure, area: str, source: str | None) -> list[Period]:
        """From the first month loaded to the last, for each force that the area is made of.

        None at all if any of them has nothing.
        """
        chosen = source or measure.source
        windows = self.vintage.supplied.get((chosen, area, measure.id), {})
        if measure.ratio is not None and not windows:
            numerator = self.catalogue.measure(measure.ratio.numerator)
            own = measure.source if measure.source in numerator.sources else None
            return self._loaded(numerator, area, own)
        computed = computed_by(measure, chosen)
        if computed is None:
            if not windows:
                return []
            return [Period(min(p.first for p in windows), max(p.last for p in windows))]
        forces = self.forces_of(area, None)
        found = [self.vintage.spans.get((computed.source, force)) for force in forces]
        return [span for span in found if span is not None] if all(found) else []
