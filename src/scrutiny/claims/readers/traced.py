"""Text that remembers where each of its characters stands in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scrutiny.claims.model import Marks


@dataclass(slots=True)
class Traced:
    """Characters with the line (from 1) and the column (from 0) of each."""

    text: str = ""
    lines: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)

    @classmethod
    def of_line(cls, text: str, line: int, column: int = 0) -> Traced:
        """A stretch that stands in the file as it is."""
        return cls(text, [line] * len(text), list(range(column, column + len(text))))

    def add(self, other: Traced) -> None:
        self.text += other.text
        self.lines += other.lines
        self.columns += other.columns

    def cut(self, start: int, end: int | None = None) -> Traced:
        return Traced(self.text[start:end], self.lines[start:end], self.columns[start:end])

    def stripped(self) -> Traced:
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, len(self.text.rstrip()) if self.text.strip() else start)

    def marks(self, block: str = "", page: int | None = None) -> Marks:
        """The places as stretches: a new one wherever the file does not simply go on."""
        size = len(self.text)
        if size and self.lines.count(self.lines[0]) == size:
            first = self.columns[0]
            if self.columns == list(range(first, first + size)):  # most texts, and soon seen
                return Marks((0,), (self.lines[0],), (first,), block, page)
        starts: list[int] = []
        before = (0, -2)
        for at, here in enumerate(zip(self.lines, self.columns, strict=True)):
            if here != (before[0], before[1] + 1):
                starts.append(at)
            before = here
        starts = starts or [0]
        where = (self.lines or [1], self.columns or [0])
        return Marks(
            tuple(starts),
            tuple(where[0][at] for at in starts),
            tuple(where[1][at] for at in starts),
            block,
            page,
        )


def chained(parts: Sequence[Traced], by: str = " ") -> Traced:
    """The parts one after the other; what is put between stands where the next begins."""
    made = Traced()
    for part in parts:
        if not part.text:
            continue
        if made.text:
            made.add(Traced(by, [part.lines[0]] * len(by), [part.columns[0]] * len(by)))
        made.add(part)
    return made
