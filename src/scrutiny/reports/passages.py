"""What a narrative holds besides Markdown: passages kept from the public, and places for blocks.

    ::: restricted REASON (review YYYY-MM-DD)
    Words that only the restricted edition has.
    :::

    {{ table: ID }}    {{ chart: ID }}

Each stands on a line of its own. ID is that of a block of the section, in its template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scrutiny.errors import DefinitionError

Refused = Callable[[int, DefinitionError], None]
"""Told of what is wrong, with its line counted from 1, where the rest is shown all the same."""

FENCE = ":::"
"""Begins and ends a passage that is kept from the public."""

_PLACE = re.compile(r"\s*\{\{\s*(?:table|chart):\s*([\w-]+)\s*\}\}\s*")
_OPEN = re.compile(
    r"\s*:::\s*restricted\s+(?P<why>\S.*?)\s*\(review\s+(?P<day>\d{4}-\d\d-\d\d)\)\s*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\{\{.*?\}\}")
_RULE = (
    "a restricted passage begins with the line `::: restricted REASON (review YYYY-MM-DD)` and "
    "ends with the line `:::`"
)


@dataclass(frozen=True, slots=True)
class Restriction:
    """Why a passage is kept from the public, and when to think again."""

    why: str
    review: date
    line: int  # counted from 1, of its first fence


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of Markdown, or the id of the block that has its place here."""

    text: str
    line: int  # counted from 1
    place: str = ""
    restriction: Restriction | None = None


def passages(text: str, where: str, refused: Refused | None = None) -> Iterator[Passage]:
    """The passages of a narrative in order; `where` names it in errors.

    A fence that is not as it must be is a `DefinitionError`, so that nothing restricted passes for
    public; or `refused` is told of it, and all that may be restricted is.
    """
    held: list[str] = []
    begins = 1
    restriction: Restriction | None = None

    def gathered() -> Iterator[Passage]:
        if any(line.strip() for line in held):
            yield Passage("\n".join(held), begins, restriction=restriction)
        held.clear()

    def wrong(number: int, got: str) -> None:
        error = DefinitionError(where, f"line {number}", f"{_RULE} (got {got!r})")
        if refused is None:
            raise error
        refused(number, error)

    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        place = _PLACE.fullmatch(line)
        if place is None and FENCE not in line:
            if not held:
                begins = number
            held.append(line)
            continue
        yield from gathered()
        if place is not None:
            yield Passage(line, number, place[1], restriction)
        elif line.strip() == FENCE and restriction is not None:
            restriction = None
        else:
            opened = _opened(line, number) if restriction is None else None
            if opened is None:
                wrong(number, line.strip())
            restriction = opened or restriction or Restriction("not said", date.max, number)
    if restriction is not None:
        wrong(len(lines), "no end")
    yield from gathered()


def _opened(line: str, number: int) -> Restriction | None:
    found = _OPEN.fullmatch(line)
    try:
        return (
            Restriction(found["why"], date.fromisoformat(found["day"]), number) if found else None
        )
    except ValueError:  # no day of the calendar
        return None


def wording(text: str, said: Mapping[str, str]) -> str:
    """A narrative line by line as its reader has it: references by what they say, no fences.

    What is not wording leaves its line empty, so that lines keep their numbers.
    """
    lines = ["" if _PLACE.fullmatch(each) or FENCE in each else each for each in text.splitlines()]
    return _REFERENCE.sub(lambda match: said.get(match[0], match[0]), "\n".join(lines))
