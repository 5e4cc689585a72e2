"""Markdown, and plain text: headings, paragraphs, lists, tables of pipes or of tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from scrutiny.claims.model import Block, Grid, GridCell, Paper, Passage, PassageKind
from scrutiny.claims.readers.aligned import table_at
from scrutiny.claims.readers.inline import BREAK, plain
from scrutiny.claims.readers.joining import joined
from scrutiny.claims.readers.traced import Traced, chained

_HEADING = re.compile(r" {0,3}(#{1,6})\s+")
_ITEM = re.compile(r"\s{0,8}(?:[-*+•·▪◦–]|\(?[a-z]\)|\(?[ivx]{1,5}\)|\d{1,2}[.)])\s+")
# 4.12 in front of a paragraph names it. A figure is not followed by a capital or a bracket's end.
_NUMBER = re.compile(r"\s{0,8}(?:\d{1,3}\.){1,4}(?:\d{1,3})?\s+(?=[A-Z‘“\"'])")
_QUOTED = re.compile(r" {0,3}(?:> ?){1,5}")
_UNDERLINE = re.compile(r" {0,3}(?:=|-){3,200}\s{0,20}$")
_TABLE_TAG = re.compile(r"\s{0,8}<table[\s>]", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_RULE = re.compile(r"\s{0,3}(?:[-*_=]\s?){3,200}$")
_DELIMITER = re.compile(r"[\s|:+-]{3,2000}$")
_BOLD = re.compile(r"\s{0,3}(?:\*\*|__|<b>)(?P<said>[^*]{1,200})(?:\*\*|__|</b>)\s{0,3}$")


def read_markdown(text: str, name: str, form: Literal["markdown", "text"] = "markdown") -> Paper:
    """The paper that a text is. Every character keeps its line and column."""
    raw = _NEWLINE.split(text)
    return Paper(name, form, tuple(joined(list(_blocks(raw, form)))), tuple(raw))


def _blocks(raw: list[str], form: str) -> Iterator[Block]:
    held: list[Traced] = []
    kind: PassageKind = "paragraph"
    number, tried = 0, 0  # up to where lines are known to be no table of spaces
    while number < len(raw):
        line = raw[number]
        table = _table_at(raw, number, form)
        if table is None and not held and number >= tried:
            spaced, tried = table_at(raw, number)
            table = ([spaced], tried) if spaced else None
        if table is not None:
            yield from _passages(held, kind)
            held, kind = [], "paragraph"
            blocks, number = table
            yield from blocks
            continue
        if form == "markdown" and len(held) == 1 and _UNDERLINE.match(line):
            yield from _passages(held, "heading", 1 if "=" in line else 2)
            held, kind, number = [], "paragraph", number + 1
            continue
        heading = _HEADING.match(line) if form == "markdown" else None
        item = _ITEM.match(line)
        if item and held and kind == "paragraph" and _runs_on(held[-1].text, item[0]):
            item = None
        alone = bool(_BOLD.match(line)) and form == "markdown"
        if not line.strip() or _RULE.match(line) or heading or item or alone:
            yield from _passages(held, kind)
            held, kind = [], "paragraph"
        if heading or alone:
            start = heading.end() if heading else 0
            yield from _passages(
                [_line(line, number, start)], "heading", len(heading[1]) if heading else 6
            )
        elif item:
            kind = "item"
            held = [_line(line, number, item.end())]
        elif line.strip() and not _RULE.match(line):
            begins = (None if held else _NUMBER.match(line)) or _QUOTED.match(line)
            held.append(_line(line, number, begins.end() if begins else 0))
            if line.endswith("  "):  # a line that ends here by its writer's will
                held.append(Traced(BREAK, [number + 1], [len(line)]))
        number += 1
    yield from _passages(held, kind)


def _table_at(raw: list[str], number: int, form: str) -> tuple[list[Block], int] | None:
    """The table that begins at a line, of pipes, tabs or tags, and the number of the line after."""
    if _begins_table(raw, number):
        end = number
        while end < len(raw) and _is_row(raw[end], raw[number]):
            end += 1
        return [_grid(raw, number, end)], end
    if form == "markdown" and _TABLE_TAG.match(raw[number]):
        return _table_of_tags(raw, number)
    return None


def _table_of_tags(raw: list[str], number: int) -> tuple[list[Block], int]:
    from scrutiny.claims.readers.html import blocks_of_html

    end = number
    while end < len(raw) and "</table" not in raw[end].lower():
        end += 1
    end = min(end + 1, len(raw))
    return blocks_of_html("\n".join(raw[number:end]), number + 1), end


def _runs_on(before: str, mark: str) -> bool:
    """Whether what looks like the mark of an item is the end of a line that its writer wrapped:
    `... rose to` and `12. In`."""
    if before.rstrip().endswith((".", ":", ";", "?", "!", BREAK)):
        return False
    return mark.strip()[:-1].isdecimal() and mark.strip()[:-1] != "1"


def _line(line: str, number: int, start: int) -> Traced:
    return plain(Traced.of_line(line[start:], number + 1, start))


def _passages(held: list[Traced], kind: PassageKind, level: int = 0) -> Iterator[Passage]:
    """What stands between two breaks is a passage of its own."""
    whole = chained([part for part in held if part.text])
    start = 0
    for end in [*(at for at, c in enumerate(whole.text) if c == BREAK), len(whole.text)]:
        part = whole.cut(start, end).stripped()
        start = end + 1
        if part.text:
            yield Passage(part.text, part.marks(), kind, level)


def _begins_table(raw: list[str], number: int) -> bool:
    """Two lines or more with tabs inside, or with pipes; one line alone is none."""
    line = raw[number]
    if number + 1 >= len(raw):
        return False
    return (_is_row(line, line) and _is_row(raw[number + 1], line)) or (
        "|" in line and "|" in raw[number + 1] and bool(_DELIMITER.match(raw[number + 1]))
    )


def _is_row(line: str, first: str) -> bool:
    if "\t" in first.strip():
        return "\t" in line.strip("\n ")
    return "|" in line and first.count("|") >= min(2, line.count("|"))


def _grid(raw: list[str], start: int, end: int) -> Grid:
    rows = []
    header_until = start
    for number in range(start, end):
        line = raw[number]
        if _DELIMITER.match(line) and (("|" in line and "-" in line) or "---" in line):
            header_until = number
            continue
        rows.append((number, _cells(line, number)))
    return Grid(
        tuple(
            tuple(replace(cell, header=number < header_until) for cell in cells)
            for number, cells in rows
        )
    )


def _cells(line: str, number: int) -> tuple[GridCell, ...]:
    by_tab = "\t" in line.strip()
    start, found = 0, []
    pieces = line.split("\t") if by_tab else _PIPE.split(line)
    for piece in pieces:
        traced = plain(Traced.of_line(piece, number + 1, start))
        start += len(piece) + 1
        text = Traced(traced.text.replace(BREAK, " "), traced.lines, traced.columns).stripped()
        found.append(GridCell(text.text, text.marks()))
    if not by_tab:  # the outer pipes close the row, and hold nothing
        found = found[1 if not pieces[0].strip() else 0 :]
        found = found[: -1 if not pieces[-1].strip() and found else None]
    return tuple(found)
