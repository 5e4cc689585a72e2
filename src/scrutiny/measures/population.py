"""The populations and households that rates are made with: which estimate fits a period."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property, lru_cache

from scrutiny.areas import Areas
from scrutiny.measures.vintage import Estimate, Vintage
from scrutiny.periods import Month, Period

KINDS = frozenset({"population", "households"})
AREAS_KEPT = 20_000
"""Areas whose choice of estimates is kept: some 200 bytes each, so 4 MB."""


class Populations:
    """The estimates of one vintage.

    `kind` is `population`, `households`, or one of `catalogue.records.RESIDENTS`.
    """

    def __init__(self, vintage: Vintage, areas: Areas) -> None:
        self.vintage, self.areas = vintage, areas
        self.choices = lru_cache(maxsize=AREAS_KEPT)(self._choices)

    def of(self, kind: str, area: str, period: Period) -> Estimate | None:
        """The latest estimate at or before the end of the period, else the earliest, else None.

        An area has its own estimates, and for other dates the sum of its districts'.
        """
        months, estimates = self.choices(kind, area)
        if not months:
            return None
        return estimates[max(0, bisect_right(months, period.last) - 1)]

    def _choices(self, kind: str, area: str) -> tuple[tuple[Month, ...], tuple[Estimate, ...]]:
        """The dates of the area's estimates, earliest first, and the estimates."""
        own = {e.month: e for e in self.vintage.estimates.get((kind, area), ())}
        found = sorted((self._district_sums(kind, area) | own).items(), key=lambda item: item[0])
        return tuple(month for month, _ in found), tuple(estimate for _, estimate in found)

    @cached_property
    def _districts(self) -> Mapping[tuple[str, Month], Mapping[str, Estimate]]:
        """(kind, date) -> district -> estimate."""
        districts = {area.code for area in self.areas if area.kind == "district"}
        found: dict[tuple[str, Month], dict[str, Estimate]] = {}
        for (kind, code), estimates in self.vintage.estimates.items():
            if code in districts:
                for estimate in estimates:
                    found.setdefault((kind, estimate.month), {})[code] = estimate
        return found

    def _district_sums(self, kind: str, area: str) -> dict[Month, Estimate]:
        """An area's estimates summed from its districts, for dates at which all of them have one.

        Districts are renamed and merged, and an estimate may be published for the districts of
        the next year: each date is tried with those of its own month, of a year later, and today's.
        """
        if self.areas.get(area).kind not in ("force", "division", "csp"):
            return {}
        found = {}
        for (of, month), known in self._districts.items():
            if of != kind:
                continue
            for edition in (month, month + 12, None):
                parts = [known.get(d) for d in self.areas.districts_of(area, edition)]
                whole = [e for e in parts if e is not None]
                if whole and len(whole) == len(parts):
                    total = sum(e.value for e in whole)
                    found[month] = Estimate(month, total, whole[0].basis, whole[0].load)
                    break
        return found
