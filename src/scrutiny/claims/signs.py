"""The sign before a figure: plus, minus and the arrows up and down."""

from __future__ import annotations

from scrutiny.claims.figures import Figures, Sign

UP, DOWN = frozenset("↑▲⬆⇧▴"), frozenset("↓▼⬇⇩▾")
_SIGN_BEFORE = {
    "", "(", "[", ",", ";", ":", "/", "by", "was", "is", "of", "at", "to", "from", "|", "were",
    "be", "change", "and", "are", "=", "%", ")", "remains", "region", "with", "group", "reduction",
    "decrease", "increase", "fell", "rose", "a",
}  # fmt: skip


class Signs(Figures):
    """Reads the signs of figures."""

    def sign_token(self, i: int) -> bool:
        return self.row.low(i - 1) in {"+", "-", "–"} or self.row.low(i - 1) in UP | DOWN

    def sign(self, i: int) -> tuple[Sign, int]:
        """The sign before a figure, and where it begins."""
        row = self.row
        before = row.low(i - 1)
        if before in UP:
            return 1, i - 1
        if before in DOWN:
            return -1, i - 1
        if before == "minus":
            return -1, i - 1
        if before == "plus" and row.low(i - 2) in _SIGN_BEFORE:
            return 1, i - 1
        if before == "+":
            return (1, i - 1) if row.low(i - 2) != "±" else (0, i)
        if before not in {"-", "–"}:
            return 0, i
        spaced_before = i < 2 or not row.touching(i - 2)
        earlier = row[i - 2]
        if not spaced_before and earlier.low not in {"(", "[", "/", "|", ":", ",", "="}:
            return 0, i  # 10-20, a dash in a word
        touching = row.touching(i - 1)
        if touching:
            # "fell from 10 -12" is a range, "70% -5%" is not; a word before makes it a sign
            return (0, i) if earlier.plain and self.cell is None else (-1, i - 1)
        if before == "–" and earlier.low not in {"", "("}:
            return 0, i
        if earlier.kind == "number" or (earlier.low == "%" and self.cell is None):
            return 0, i
        if earlier.low in _SIGN_BEFORE or (self.cell is not None and i < 3):
            return -1, i - 1
        return 0, i
