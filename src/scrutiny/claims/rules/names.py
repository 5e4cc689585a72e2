"""The names of all rules, each a family and what it looks at."""

from __future__ import annotations

RULES = frozenset(
    {
        "arithmetic.percent-of-counts",
        "arithmetic.difference",
        "arithmetic.average",
        "arithmetic.share",
        "arithmetic.total",
        "arithmetic.unit",
        "arithmetic.points",
        "arithmetic.rate",
        "arithmetic.rank",
        "direction.word",
        "direction.sign",
        "direction.missing-sign",
        "consistency.said-twice",
        "consistency.sum-of-parts",
        "completeness.blank",
        "completeness.missing-figure",
        "completeness.period",
        "completeness.silencing",
        "data.value",
        "method.small-numbers",
        "method.break",
        "method.unlike",
        "method.significance",
        "method.scale",
        "method.rank",
    }
)
