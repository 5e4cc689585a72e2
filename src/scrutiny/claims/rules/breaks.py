"""Changes across a known break: the series is not made after it as it was before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.catalogue.model import Break
from scrutiny.claims.model import Check, Fact, Paper, Verdict
from scrutiny.claims.naming import span
from scrutiny.claims.places import place_of
from scrutiny.claims.rules.known import home_of, measure_of
from scrutiny.claims.rules.method import near, texts_of
from scrutiny.claims.sayings import Saying
from scrutiny.claims.words import word_set


def breaks(
    paper: Paper, facts: Sequence[Fact], sayings: Sequence[Saying], area: str | None = None
) -> list[Check]:
    """One caution for each block whose changes span a break that no word near them tells."""
    changes = [one for one in sayings if one.kind in ("change", "percent") and one.period]
    if not changes:
        return []
    catalogue, areas = load_catalogue(), load_areas()
    home = area or home_of(paper, areas)
    told: dict[tuple[int, str], list[tuple[Saying, Break]]] = defaultdict(list)
    for one in changes:
        measure = measure_of(one, catalogue)
        later = span(one.period)
        if measure is None or later is None:
            continue
        earlier = span(one.before) or later.year_earlier()
        for broken in measure.breaks:
            if not broken.kind.prevents_comparison or broken.area not in (None, home):
                continue
            if broken.inside(earlier, later):
                told[one.block, broken.id].append((one, broken))
    said = texts_of(paper)
    found = []
    for (block, _), several in told.items():
        if near(said, block, word_set("method", "recording")):
            continue
        one, broken = several[0]
        quantity = facts[one.index].quantity
        rest = len(several) - 1
        more = (
            f" So do {rest} more here." if rest > 1 else " So does one more here." if rest else ""
        )
        found.append(
            Check(
                "method.break",
                Verdict.CAUTION,
                "warning",
                place_of(paper, quantity),
                quantity.text,
                "",
                f"This change spans {broken.month.name}. {broken.why.strip()}{more}",
                0.6,
            )
        )
    return found
