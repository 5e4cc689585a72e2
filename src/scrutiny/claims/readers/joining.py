"""Making sentences whole that a page's end has cut, whatever the form of the paper."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from scrutiny.claims.model import Block, Grid, Marks, Passage

_SENTENCE_ENDS = (".", "!", "?", ":", ";")
A_LINE = 80  # characters
FURNITURE = 3  # times that a short line stands alike, to be a page's header rather than a title
SHORT = 80  # characters; a page's header has fewer
_PAGE_LINE = re.compile(
    r"(?:page|item|agenda item|appendix item)?\s{0,3}\d{1,4}(?:\s{0,3}(?:of|/)\s{0,3}\d{1,4})?$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?$", re.IGNORECASE)
_LEADER = re.compile(r"[.…·_ ]{4,400}\d{1,4}$")


def joined(blocks: list[Block]) -> list[Block]:
    """Sentences that a page's end has cut are whole again; the page's furniture and the table of
    contents are left out."""
    often = Counter(b.text for b in blocks if isinstance(b, Passage) and len(b.text) < SHORT)
    page, made = -1, list[Block]()
    held: list[Block] = []  # what may be furniture, until what comes after it is seen
    for block in blocks:
        if isinstance(block, Grid):
            last = _last_page(block, page) if page >= 0 or _announced(made + held) else None
            if last is not None:
                page = last
                continue
        elif _LEADER.search(block.text[-500:]) and "." * 4 in block.text.replace(" ", ""):
            continue
        elif _is_furniture(block, often[block.text]):
            held.append(block)
            continue
        before = made[-1] if made else None
        if isinstance(block, Passage) and isinstance(before, Passage) and _goes_on(before, block):
            made[-1], held = _one(before, block), []
            continue
        made += [one for one in held if not _is_page_line(one, often)]
        held = []
        made.append(block)
    return made + [one for one in held if not _is_page_line(one, often)]


def _is_furniture(block: Passage, times: int) -> bool:
    """Whether a line may be a page's header or footer rather than the paper's own text."""
    if times >= FURNITURE:
        return True
    return block.kind in ("paragraph", "heading") and bool(_PAGE_LINE.match(block.text))


def _is_page_line(block: Block, often: Counter[str]) -> bool:
    return (
        isinstance(block, Passage)
        and bool(_PAGE_LINE.match(block.text))
        and (often[block.text] >= FURNITURE or block.text[:1].lower() == "p")
    )


def _goes_on(before: Passage, after: Passage) -> bool:
    """Whether a passage is the rest of a sentence: it begins small, or with a figure after a line
    that is too long to be a label."""
    if before.kind not in ("paragraph", "item") or after.kind != "paragraph":
        return False
    if before.text.endswith(_SENTENCE_ENDS):
        return False
    return after.text[:1].islower() or (after.text[:1].isdigit() and len(before.text) > A_LINE)


def _one(before: Passage, after: Passage) -> Passage:
    marks = following(before.marks, before.text, after.marks)
    return replace(before, text=f"{before.text} {after.text}", marks=marks)


def following(one: Marks, text: str, two: Marks) -> Marks:
    """The places of a text and, after a space, of another."""
    shift = len(text) + 1
    return replace(
        one,
        starts=(*one.starts, *(at + shift for at in two.starts)),
        lines=(*one.lines, *two.lines),
        columns=(*one.columns, *two.columns),
        boxes=(*one.boxes, *two.boxes),
        pages=(*_pages(one), *_pages(two)),
    )


def _pages(marks: Marks) -> tuple[int, ...]:
    return marks.pages or (() if marks.page is None else (marks.page,) * len(marks.starts))


def _announced(blocks: list[Block]) -> bool:
    """Whether the line before is the heading `Contents`."""
    last = blocks[-1] if blocks else None
    return isinstance(last, Passage) and bool(_CONTENTS.match(last.text.strip()))


def _last_page(grid: Grid, after: int) -> int | None:
    """The last page that a table of contents names; nothing when it is not one."""
    cells = [row[-1].text.strip() for row in grid.rows if len(row) > 1 and row[-1].text.strip()]
    pages = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 5]
    if 2 * len(pages) <= len(cells) or pages != sorted(pages) or (pages and pages[0] < after):
        return None
    return pages[-1] if pages else None
