"""The layout of a table: which columns are labels, which rows are heads, and the blocks of a table
that holds several, each under heads of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scrutiny.claims.tables.cells import Cell
from scrutiny.claims.words import word_set

RowKind = Literal["blank", "section", "head", "body"]
MOST_HEAD_ROWS = 4
MOST_LABELS = 3  # leading columns that may be labels
MOSTLY = 0.6  # of a column's cells, for it to be labels


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of figures under heads of their own.

    `heads[c]` is all that stands above column `c`; `labels[i]` is what stands before row `i`;
    `groups[i]` counts the sections and blank rows above it; `corner` heads the labels and `title`
    is the section above the heads.
    """

    heads: dict[int, str]
    rows: tuple[tuple[Cell, ...], ...]
    labels: tuple[str, ...]
    groups: tuple[int, ...]
    sections: tuple[str, ...]
    columns: tuple[int, ...]
    corner: str
    title: str
    named: tuple[tuple[Cell, ...], ...] = ()  # the cells of the labels


def parts_of(cells: Sequence[Sequence[Cell]]) -> list[Part]:
    """The parts of a table, from top to bottom."""
    if not cells or not cells[0]:
        return []
    labels = _label_columns(cells)
    data = [c for c in range(len(cells[0])) if c not in labels]
    figured = {
        c for c in data if any(row[c].kind == "figures" and not row[c].when for row in cells)
    }
    if not figured:
        return []
    kinds: list[RowKind] = []
    for row in cells:
        kinds.append(_kind(row, labels, data, figured, kinds))
    return _parts(cells, kinds, labels, data)


def _label_columns(cells: Sequence[Sequence[Cell]]) -> list[int]:
    """The leading columns that name the rows, and codes before such a column."""
    wide = len(cells[0])
    body = [
        row
        for row in cells
        if sum(c.kind == "figures" and not c.when for c in row) >= 1
        and not all(c.header for c in row if c.kind != "blank")
    ]
    last = -1
    for c in range(min(MOST_LABELS, wide - 1)):
        said = [row[c] for row in body if row[c].kind not in ("blank", "missing")]
        if not said:
            continue
        worded = sum(one.kind == "words" or one.when for one in said)
        if worded >= MOSTLY * len(said) and not _ways(said):
            last = c
        elif c > 0 and last >= 0:
            break
    found = list(range(last + 1))
    for c in list(found):
        said = [row[c] for row in body if row[c].kind == "figures" and not row[c].when]
        head = next((row[c].text.lower() for row in cells[:3] if row[c].kind == "words"), "")
        names = word_set("tables", "rank")
        if len(said) >= MOSTLY * max(len(body), 1) and any(w in names for w in head.split()):
            found.remove(c)  # a place in an order is a figure, though it stands first
    if not found and wide > 1:
        said = [row[0] for row in body if row[0].kind != "blank"]
        if said and all(one.when for one in said):
            found = [0]
    return found


def _ways(said: Sequence[Cell]) -> bool:
    return all(one.direction and len(one.text) < 24 for one in said)


def _kind(
    row: Sequence[Cell],
    labels: Sequence[int],
    data: Sequence[int],
    figured: set[int],
    before: Sequence[RowKind],
) -> RowKind:
    filled = [cell for cell in row if cell.kind != "blank"]
    if not filled:
        return "blank"
    origins = {cell.origin for cell in filled}
    if len(origins) == 1 and len(filled) > 1 and len(filled) == len(row):
        return "section"  # one cell over the whole width
    said = [row[c] for c in data if row[c].kind != "blank"]
    if not said:
        return "section"
    figures = [cell for cell in said if cell.kind == "figures" and not cell.when]
    words = [cell for cell in said if cell.kind == "words" or cell.when]
    whens = [cell for cell in said if cell.when]
    top = not before or before[-1] in ("head", "section", "blank")
    fresh = "body" not in before
    flagged = all(cell.header for cell in filled)
    if flagged and len(figures) <= len(said) / 2:
        return "head"
    if figures:
        # a head may name a limit: "< 10 secs"
        some = fresh and top and len(figures) * 3 <= len(said) and len(words) >= 2
        return "head" if some and not before.count("head") else "body"
    if not words:
        return "body"
    if len(whens) == len(said):
        if all(cell.text.strip().isdecimal() for cell in said) and not top:
            return "body"
        return "head"
    if all(cell.direction and len(cell.text) < 24 for cell in words) and not fresh:
        return "body"
    above = figured & {cell.column for cell in words}
    if len(above) * 2 >= len(figured) or (top and above and _follows(before)):
        return "head"
    if fresh and words and top:
        return "head"
    return "body"


def _follows(before: Sequence[RowKind]) -> bool:
    """Whether the row above is a head, with room for one more."""
    run = 0
    for kind in reversed(before):
        if kind != "head":
            break
        run += 1
    return 0 < run < MOST_HEAD_ROWS


def _parts(
    cells: Sequence[Sequence[Cell]],
    kinds: Sequence[RowKind],
    labels: Sequence[int],
    data: Sequence[int],
) -> list[Part]:
    parts: list[Part] = []
    at, title = 0, ""
    while at < len(cells):
        heads: list[Sequence[Cell]] = []
        sections: list[str] = []
        while at < len(cells) and kinds[at] != "body":
            if kinds[at] == "head":
                heads.append(cells[at])
            elif kinds[at] == "section":
                text = _label(cells[at], range(len(cells[at])))
                if heads:
                    sections.append(text)
                else:
                    title = text
            at += 1
        start = at
        rows: list[tuple[Cell, ...]] = []
        names: list[str] = []
        named: list[tuple[Cell, ...]] = []
        groups: list[int] = []
        over: list[str] = []
        group, section = 0, sections[-1] if sections else ""
        waiting = ""
        while at < len(cells) and kinds[at] != "head":
            row = cells[at]
            if kinds[at] == "body":
                if waiting:
                    group, section, waiting = group + 1, waiting.strip() or section, ""
                rows.append(tuple(row[c] for c in data))
                names.append(_label(row, labels))
                named.append(tuple(row[c] for c in labels))
                groups.append(group)
                over.append(section)
            elif kinds[at] == "section":
                waiting = _label(row, range(len(row)))
            else:
                waiting = waiting or " "
            at += 1
        if start == at:
            continue
        corner = " ".join(_label(row, labels) for row in heads).strip()
        if corner and all(not name for name in names):
            names = [corner] * len(names)
        above = _above(heads, data)
        parts.append(
            Part(above, tuple(rows), tuple(names), tuple(groups), tuple(over), tuple(data),
                 corner, title, tuple(named))
        )  # fmt: skip
        title = waiting.strip()
    return parts


def _label(row: Sequence[Cell], columns: Sequence[int] | range) -> str:
    """The words of the cells, each once."""
    said = [row[c].text.strip() for c in columns if row[c].kind != "blank" and row[c].origin == c]
    return " ".join(dict.fromkeys(text for text in said if text))


def _above(heads: Sequence[Sequence[Cell]], data: Sequence[int]) -> dict[int, str]:
    """What stands above each column. A head over several columns that is not said to be so stands
    in the first of them: the blanks to its right take it where a lower head stands below them."""
    found: dict[int, list[str]] = {c: [] for c in data}
    for number, row in enumerate(heads):
        lower = heads[number + 1 :]
        own = sum(row[c].kind != "blank" for c in data)
        below = max((sum(r[c].kind != "blank" for c in data) for r in lower), default=0)
        carried = ""
        for c in data:
            text = row[c].text.strip() if row[c].kind != "blank" else ""
            if text:
                carried = text
            elif lower and below > own and any(r[c].kind != "blank" for r in lower):
                text = carried
            if text and text not in found[c]:
                found[c].append(text)
    return {c: " ".join(said) for c, said in found.items()}
