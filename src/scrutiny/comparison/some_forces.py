"""A measure that only some forces have: those that do, set against one another."""

from __future__ import annotations

from collections import Counter

from scrutiny.analysis.peers import FEWEST_PEERS, peers
from scrutiny.catalogue.model import Measure
from scrutiny.comparison.forces import AmongForces
from scrutiny.measures.read import Reader
from scrutiny.periods import Against, Month, Window


def some_forces(
    reader: Reader,
    measure: Measure,
    force: str,
    to: Month,
    window: Window = Window.YEAR,
    against: Against = Against.YEAR,
    source: str | None = None,
) -> AmongForces | None:
    """As `among_forces`, where not every force has a figure: the others have no rank.

    The period is the last that most of those with figures have, up to `to`. There are no totals,
    which would lack the same forces. None when fewer than four forces can be compared.
    """
    codes = [area.code for area in reader.areas.forces(to)]
    ends = [reader.coverage.latest(measure, code, source) for code in codes]
    known = Counter(min(to, end) for end in ends if end is not None)
    if not known:
        return None
    last = max(known, key=lambda end: (known[end], end))
    while (measure.grain == "quarter" or window is Window.QUARTER) and not last.ends_quarter:
        last -= 1
    period = window.ending(last)
    earlier = against.periods(period)[0]
    current, previous = {}, {}
    for code in codes:
        current[code], previous[code] = reader.series(measure, code, (period, earlier), source)
    if sum(o.value is not None for o in current.values()) < FEWEST_PEERS:
        return None
    group = reader.areas.most_similar_group(force, period.last)
    late = None
    if period.last < to:
        late = (
            f"The forces are compared over {period.name}, the last period that most of them have."
        )
    return AmongForces(
        measure, force, period, earlier, peers(measure, current, previous), current, previous,
        group.members if group else (), (), late,
    )  # fmt: skip
