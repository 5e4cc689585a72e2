"""How an area stands among its peers: ranks, quarters, group totals and who is out of line."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Literal

from scrutiny.analysis.rounding import exact
from scrutiny.analysis.significance import Z95
from scrutiny.catalogue.model import Better, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation

Standing = Literal["among the highest", "among the lowest"]

# The share of z-scores drawn in at each end before dispersion is estimated (Spiegelhalter 2005).
WINSORISED = 0.1
# The fewest peers among whom a quarter, or a dispersion, means anything.
FEWEST_PEERS = 4

TIES = "Areas with the same value share the better rank, and the next rank is left out."


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One area among its peers.

    `rank` is None for an area without a value. `rank_before` is its rank among the same areas in
    the previous period: None when the two periods do not rank the same areas, or when a break
    makes the change not comparable.
    """

    area: str
    current: float | None
    previous: float | None
    change_percent: float | None
    comparable: bool
    rank: int | None
    rank_before: int | None
    standing: Standing | None

    @property
    def rank_text(self) -> str:
        """`23rd, down 1`; `23rd` where there is no rank before; `not ranked` without a value."""
        if self.rank is None:
            return "not ranked"
        if self.rank_before is None:
            return ordinal(self.rank)
        places = self.rank_before - self.rank
        moved = f"{'up' if places > 0 else 'down'} {abs(places)}" if places else "no change"
        return f"{ordinal(self.rank)}, {moved}"


@dataclass(frozen=True, slots=True)
class PeerComparison:
    """The peers in the order given, and what can be said of them together.

    `increases` of the `compared` areas (those with both values and a comparable change) show an
    increase. `order` says which end rank 1 is, and how ties are ranked.
    """

    rows: tuple[PeerRow, ...]
    ranked: int
    increases: int
    compared: int
    order: str

    def row(self, area: str) -> PeerRow | None:
        """The row of one area, or None if it is not among these peers."""
        return next((row for row in self.rows if row.area == area), None)


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`, `23rd`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def competition_ranks(values: Mapping[str, float | None], *, highest_first: bool) -> dict[str, int]:
    """The rank of each area that has a value; equal values share the better rank."""
    known = {area: value for area, value in values.items() if value is not None}
    sign = -1 if highest_first else 1
    ordered = sorted(sign * value for value in known.values())
    first: dict[float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {area: first[sign * value] for area, value in known.items()}


def peers(
    measure: Measure,
    current: Mapping[str, Observation],
    previous: Mapping[str, Observation],
) -> PeerComparison:
    """Compare areas with one another over one period, and over one earlier period.

    Both mappings are keyed by area code. Raises `ScrutinyError` when either holds observations of
    different periods or sources: peers are compared over the last period that all of them have.
    """
    for group in (current, previous):
        if len({(o.period, o.source) for o in group.values()}) > 1:
            raise ScrutinyError(
                f"{measure.id}: peers are compared over one period and from one source"
            )
    highest_first = measure.better is not Better.DOWN
    now = {area: o.value for area, o in current.items()}
    before = {area: previous[area].value if area in previous else None for area in current}
    ranks = competition_ranks(now, highest_first=highest_first)
    ranks_before = competition_ranks(before, highest_first=highest_first)
    same = ranks.keys() == ranks_before.keys()
    standings = _standings(now)
    rows = []
    for area in current:
        comparable = area not in previous or not any(
            b.kind.prevents_comparison
            and b.area in (None, area)
            and b.inside(previous[area].period, current[area].period)
            for b in measure.breaks
        )
        rows.append(
            PeerRow(
                area,
                now[area],
                before[area],
                _percent(measure, now[area], before[area]),
                comparable,
                ranks.get(area),
                ranks_before.get(area) if same and comparable else None,
                standings.get(area),
            )
        )
    compared = [r for r in rows if r.comparable and None not in (r.current, r.previous)]
    best = {Better.UP: "the highest, which is best", Better.DOWN: "the lowest, which is best"}
    return PeerComparison(
        tuple(rows),
        len(ranks),
        sum((r.current or 0) > (r.previous or 0) for r in compared),
        len(compared),
        f"1 is {best.get(measure.better, 'the highest')}. {TIES}",
    )


def _percent(measure: Measure, now: float | None, before: float | None) -> float | None:
    """The change in per cent; None for percentages, whose change is in points."""
    if now is None or before is None or before <= 0 or measure.unit == "percent":
        return None
    return float(100 * (exact(now) - exact(before)) / exact(before))


def _standings(values: Mapping[str, float | None]) -> dict[str, Standing]:
    """The areas in the top and the bottom quarter. A tie over the edge of a quarter is outside."""
    known = {area: value for area, value in values.items() if value is not None}
    if len(known) < FEWEST_PEERS:
        return {}
    quarter = len(known) // 4
    ordered = sorted(known.values())
    found: dict[str, Standing] = {}
    for area, value in known.items():
        if len(ordered) - bisect_left(ordered, value) <= quarter:
            found[area] = "among the highest"
        elif bisect_right(ordered, value) <= quarter:
            found[area] = "among the lowest"
    return found


@dataclass(frozen=True, slots=True)
class OutOfLine:
    """Where one area lies on the funnel of its peers: `z` is adjusted for their dispersion."""

    area: str
    z: float
    dispersion: float

    @property
    def side(self) -> Literal["above", "below"] | None:
        """The side on which the area is outside the 95 per cent limits, or None within them."""
        if abs(self.z) <= Z95:
            return None
        return "above" if self.z > 0 else "below"


def out_of_line(members: Sequence[Observation]) -> dict[str, OutOfLine]:
    """Each member of a peer group against the group's pooled rate, by area.

    A funnel plot for rates with more spread than Poisson: z = 2 (sqrt(count) - sqrt(expected)),
    divided by the square root of the dispersion, which is the mean of the squared z-scores after
    a tenth at each end is drawn in (Spiegelhalter, Quality and Safety in Health Care 14, 2005,
    347-351). Members need a numerator and a denominator; those without are left out, and fewer
    than four give nothing.
    """
    known = [
        (o.area, o.numerator, o.denominator)
        for o in members
        if o.numerator is not None and o.numerator >= 0 and o.denominator
    ]
    if len(known) < FEWEST_PEERS:
        return {}
    pooled = sum(n for _, n, _ in known) / sum(d for _, _, d in known)
    return _adjusted({a: 2 * (math.sqrt(n) - math.sqrt(pooled * d)) for a, n, d in known})


def shares_out_of_line(members: Sequence[Observation]) -> dict[str, OutOfLine]:
    """Each member against the pooled percentage, where a numerator is a part of its denominator.

    As `out_of_line`, but by chance a share varies as the binomial: z = 2 sqrt(denominator)
    (arcsin sqrt(share) - arcsin sqrt(pooled share)), the transformation that makes its variance
    the same at every share (Spiegelhalter, Statistics in Medicine 24, 2005, 1185-1202). A
    numerator above its denominator is no part of it, and gives nothing for any member.
    """
    known = [
        (o.area, o.numerator, o.denominator)
        for o in members
        if o.numerator is not None and o.numerator >= 0 and o.denominator
    ]
    if len(known) < FEWEST_PEERS or any(n > d for _, n, d in known):
        return {}
    pooled = angle(sum(n for _, n, _ in known) / sum(d for _, _, d in known))
    return _adjusted({a: 2 * math.sqrt(d) * (angle(n / d) - pooled) for a, n, d in known})


def angle(share: float) -> float:
    """The arcsine of the root of a share from 0 to 1: its variance is 1 / (4 denominator)."""
    return math.asin(math.sqrt(share))


def _adjusted(z: Mapping[str, float]) -> dict[str, OutOfLine]:
    """The z-scores divided by the root of their own dispersion, which is at least 1."""
    low, *_, high = quantiles(z.values(), n=round(1 / WINSORISED), method="inclusive")
    spread = max(1.0, sum(min(max(score, low), high) ** 2 for score in z.values()) / len(z))
    return {area: OutOfLine(area, score / math.sqrt(spread), spread) for area, score in z.items()}
