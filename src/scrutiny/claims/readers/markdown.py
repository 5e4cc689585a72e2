"""Markdown, and plain text: headings, paragraphs, lists, tables of pipes or of tabs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from scrutiny.claims.model import Block, Grid, GridCell, Paper, Passage, PassageKind
from scrutiny.claims.readers.inline import BREAK, plain
from scrutiny.claims.readers.traced import Traced, joined

_HEADING = re.compile(r" {0,3}(#{1,6})\s+")
_ITEM = re.compile(r"\s{0,8}(?:[-*+•·▪◦–]|\(?[a-z]\)|\(?[ivx]{1,5}\)|\d{1,2}[.)])\s+")
# 4.12 in front of a paragraph names it. A figure is not followed by a capital or a bracket's end.
_NUMBER = re.compile(r"\s{0,8}(?:\d{1,3}\.){1,4}(?:\d{1,3})?\s+(?=[A-Z‘“\"'])")
_RULE = re.compile(r"\s{0,3}(?:[-*_=]\s?){3,200}$")
_DELIMITER = re.compile(r"[\s|:+-]{3,2000}$")
_BOLD = re.compile(r"\s{0,3}(?:\*\*|__|<b>)(?P<said>[^*]{1,200})(?:\*\*|__|</b>)\s{0,3}$")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
A_LINE = 80  # characters
FURNITURE = 3  # times that a heading stands alike, to be a page's header rather than a section's


def read_markdown(text: str, name: str, form: Literal["markdown", "text"] = "markdown") -> Paper:
    """The paper that a text is. Every character keeps its line and column."""
    raw = text.splitlines()
    blocks = _joined(list(_blocks(raw, form)))
    return Paper(name, form, tuple(blocks), tuple(raw))


def _blocks(raw: list[str], form: str) -> Iterator[Block]:
    held: list[Traced] = []
    kind: PassageKind = "paragraph"
    number = 0
    while number < len(raw):
        line = raw[number]
        if _begins_table(raw, number):
            yield from _passages(held, kind)
            held, kind = [], "paragraph"
            end = number
            while end < len(raw) and _is_row(raw[end], raw[number]):
                end += 1
            yield _grid(raw, number, end)
            number = end
            continue
        heading = _HEADING.match(line) if form == "markdown" else None
        item = _ITEM.match(line)
        alone = bool(_BOLD.match(line)) and form == "markdown"
        if not line.strip() or _RULE.match(line) or heading or item or alone:
            yield from _passages(held, kind)
            held, kind = [], "paragraph"
        if heading or (alone and not heading):
            start = heading.end() if heading else 0
            traced = plain(Traced.of_line(line[start:], number + 1, start)).stripped()
            if traced.text:
                level = len(heading[1]) if heading else 6
                yield Passage(traced.text, traced.marks(), "heading", level)
        elif item:
            kind = "item"
            held = [_line(line, number, item.end())]
        elif line.strip() and not _RULE.match(line):
            numbered = _NUMBER.match(line) if not held else None
            held.append(_line(line, number, numbered.end() if numbered else 0))
            if line.endswith("  "):  # a line that ends here by its writer's will
                held.append(Traced(BREAK, [number + 1], [len(line)]))
        number += 1
    yield from _passages(held, kind)


def _line(line: str, number: int, start: int) -> Traced:
    return plain(Traced.of_line(line[start:], number + 1, start))


def _passages(held: list[Traced], kind: PassageKind) -> Iterator[Passage]:
    """What stands between two breaks is a passage of its own."""
    whole = joined([part for part in held if part.text])
    start = 0
    for end in [*(at for at, c in enumerate(whole.text) if c == BREAK), len(whole.text)]:
        part = whole.cut(start, end).stripped()
        start = end + 1
        if part.text:
            yield Passage(part.text, part.marks(), kind)


def _begins_table(raw: list[str], number: int) -> bool:
    """Two lines or more with tabs inside, or with pipes; one line alone is none."""
    line = raw[number]
    if not _is_row(line, line):
        return False
    return number + 1 < len(raw) and _is_row(raw[number + 1], line)


def _is_row(line: str, first: str) -> bool:
    if "\t" in first.strip():
        return "\t" in line.strip("\n ")
    return line.count("|") >= 2 if first.count("|") >= 2 else False


def _grid(raw: list[str], start: int, end: int) -> Grid:
    rows = []
    header_until = start
    for number in range(start, end):
        line = raw[number]
        if "|" in line and _DELIMITER.match(line) and "-" in line:
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
    by = "\t" if "\t" in line.strip() else "|"
    start, found = 0, []
    pieces = line.split(by)
    for piece in pieces:
        traced = plain(Traced.of_line(piece, number + 1, start))
        start += len(piece) + 1
        text = Traced(traced.text.replace(BREAK, " "), traced.lines, traced.columns).stripped()
        found.append(GridCell(text.text, text.marks()))
    if by == "|":  # the outer pipes close the row, and hold nothing
        found = found[1 if not pieces[0].strip() else 0 :]
        found = found[: -1 if not pieces[-1].strip() and found else None]
    return tuple(found)


def _joined(blocks: list[Block]) -> list[Block]:
    """Sentences that a page's end has cut are whole again; the page's furniture is left out."""
    often = Counter(b.text for b in blocks if isinstance(b, Passage) and b.kind == "heading")
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Passage):
            if block.kind == "heading" and often[block.text] >= FURNITURE:
                continue
            before = made[-1] if made else None
            if isinstance(before, Passage) and _goes_on(before, block):
                made[-1] = _one(before, block)
                continue
        made.append(block)
    return made


def _goes_on(before: Passage, after: Passage) -> bool:
    """Whether a passage is the rest of a sentence: it begins small, or with a figure after a line
    that is too long to be a label."""
    if before.kind not in ("paragraph", "item") or after.kind != "paragraph":
        return False
    if before.text.endswith(_SENTENCE_ENDS):
        return False
    return after.text[:1].islower() or (after.text[:1].isdigit() and len(before.text) > A_LINE)


def _one(before: Passage, after: Passage) -> Passage:
    shift = len(before.text) + 1
    marks = replace(
        before.marks,
        starts=(*before.marks.starts, *(at + shift for at in after.marks.starts)),
        lines=(*before.marks.lines, *after.marks.lines),
        columns=(*before.marks.columns, *after.marks.columns),
    )
    return replace(before, text=f"{before.text} {after.text}", marks=marks)
