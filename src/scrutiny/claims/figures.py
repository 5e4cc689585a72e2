"""The figures found in a text so far, and what each of them counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from scrutiny.claims.model import Approx, Quantity, Unit
from scrutiny.claims.tokens import Row
from scrutiny.claims.words import word_set

LONGEST_TEXT = 200_000  # characters of one passage or cell that are read
Sign = Literal[-1, 0, 1]
AFTER_PART = {
    "of", ")", "(", ",", ".", ";", ":", "less", "more", "fewer", "higher", "lower", "in", "since",
    "compared", "were", "are", "was", "is", "had", "have", "to", "from", "", "on", "said",
    "reported", "felt", "when", "over", "between", "year", "and", "that", "against",
    "during", "with", "the",
}  # fmt: skip


class Figures:
    """A text's tokens, and the figures found among them."""

    def __init__(
        self, text: str, block: int, cell: tuple[int, int] | None, unit: Unit | None
    ) -> None:
        text = text[:LONGEST_TEXT]
        self.row = Row(text)
        self.text, self.block, self.cell, self.unit = text, block, cell, unit
        self.found: list[Quantity] = []
        self.pounds = "£" in text
        self.percents = "%" in text or "cent" in text

    def add(
        self,
        value: Decimal,
        step: Decimal,
        unit: Unit,
        sign: Sign,
        approx: Approx,
        start: int,
        end: int,
        plus_minus: Decimal | None,
        per: str,
        noun: str,
    ) -> None:
        self.found.append(
            Quantity(
                value,
                step,
                unit,
                sign,
                approx,
                self.block,
                self.cell,
                start,
                end,
                self.text[start:end],
                plus_minus,
                per,
                noun,
            )
        )

    def noun(self, j: int) -> str:
        """What is counted, as the words after the figure say: ATM attacks, recorded crimes."""
        row = self.row
        j += row.low(j) == "of" and row.low(j + 1) not in {"the", "which", "these", "those"}
        words: list[str] = []
        counted = word_set("figures", "counted")
        for k in range(j, j + 4):
            token = row[k]
            if token.kind != "word" or token.low in AFTER_PART | {"a", "an", "per", "by", "for"}:
                break
            words.append(token.low)
            if token.low in counted or (token.low.endswith("s") and token.low[:-1] in counted):
                after = row.low(k + 1)
                if after in counted or (after.endswith("s") and after[:-1] in counted):
                    words.append(after)
                return " ".join(words)
        return ""
