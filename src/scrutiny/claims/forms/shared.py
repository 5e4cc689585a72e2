"""What the forms of a result share: its order, its counts and the names of its verdicts."""

from __future__ import annotations

import re

from scrutiny.claims.model import Check, Place, Result, Verdict

GRAVEST = (
    Verdict.INCONSISTENT,
    Verdict.CAUTION,
    Verdict.NOT_CHECKABLE,
    Verdict.WITHIN_ROUNDING,
    Verdict.CONSISTENT,
)
HELD = frozenset({Verdict.CONSISTENT, Verdict.WITHIN_ROUNDING, Verdict.INCONSISTENT})
"""The verdicts of a figure that was held to something."""
FINDINGS = (Verdict.INCONSISTENT, Verdict.CAUTION)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def gravest_first(checks: tuple[Check, ...]) -> list[Check]:
    """Inconsistent ones first, the surest of them first, then as they stand in the paper."""
    return sorted(
        checks,
        key=lambda one: (
            GRAVEST.index(one.verdict), -round(one.confidence, 1), one.where.line, one.where.start,
        ),
    )  # fmt: skip


def findings(result: Result) -> list[Check]:
    """The checks that somebody should look at, the gravest first."""
    return [one for one in gravest_first(result.checks) if one.verdict in FINDINGS]


def summary(result: Result) -> dict[str, int]:
    """How many figures there are, how many were checked, and how many checks came to what.

    A figure is checked when it was held to another figure or to an observation.
    """
    counts = {verdict.value: 0 for verdict in GRAVEST}
    for check in result.checks:
        counts[check.verdict.value] += 1
    return {
        "figures": len(result.figures),
        "checked": len({_figure(one) for one in result.checks if _of_a_figure(one)}),
        **counts,
        "silenced": len(result.silenced),
    }


def _of_a_figure(check: Check) -> bool:
    """Whether a figure was held to something; what is not there is no figure."""
    return check.verdict in HELD and not check.rule.startswith("completeness.")


def _figure(check: Check) -> tuple[int, ...]:
    if check.figure is not None:
        return (check.figure,)
    where = check.where
    return (-1, where.page or 0, where.line, where.start)


def words_for(place: Place) -> str:
    """Where something stands, in words: `line 12`, `page 3`, `table 1, row 2, column 4`."""
    if place.page is not None:
        return f"page {place.page}"
    return place.block or f"line {place.line}"


def tame(text: str) -> str:
    """A text without what would steer a terminal or turn the direction of writing."""
    return _CONTROL.sub(" ", text)
