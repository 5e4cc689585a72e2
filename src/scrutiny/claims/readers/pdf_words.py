"""The words of a PDF with their places, written as lines of JSON: run as a program of its own.

A PDF is read by a library in C, which no time limit reaches from inside and which a hostile file
may bring down. So it runs apart, with limits of its own, and only its words come back. It imports
nothing of the package: it starts in a tenth of a second.

    python pdf_words.py FILE

First line: `{"pages": 12}`, or `{"refused": "why"}`. Then one for each page: `width` and `height`
in points, `words`, each `[text, left, top, right, bottom, bold]` from the page's top left, and
`rules`, the level and the upright lines that are drawn on it, each `[left, top, right, bottom]`.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any

MOST_PAGES = 3_000
MOST_CHARACTERS = 5_000_000
MEMORY = 2 << 30  # bytes of addresses, of which a report uses a twentieth
SECONDS = 8
MOST_LINES = 30_000  # of a page's drawings
THIN = 1.5  # points
BOLD = 600  # weight
SMALL, RAISED = 0.85, 0.2  # of the height of the figure before it: the mark of a footnote
BELOW = frozenset(map(ord, "QJgjpqy(),;[]{}"))  # they reach below their line: Q3 has no mark
HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
Box = tuple[float, float, float, float]


def main(path: str) -> None:
    """Write the words of a file; what cannot be read is refused in the first line."""
    _limit()
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))
    document = pdfium.FPDF_LoadDocument(path.encode(), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        _say({"refused": "is locked with a password" if locked else "is a damaged PDF"})
        return
    count = pdfium.FPDF_GetPageCount(document)
    if not 0 < count <= MOST_PAGES:
        _say({"refused": f"has {count:,} pages; a paper has 1 to {MOST_PAGES:,}"})
        return
    _say({"pages": count})
    left = MOST_CHARACTERS
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            _say({"width": 0, "height": 0, "words": [], "rules": []})
            continue
        text = pdfium.FPDFText_LoadPage(page)
        left -= max(pdfium.FPDFText_CountChars(text), 0) if text else 0
        if left < 0:
            _say({"refused": f"has more than {MOST_CHARACTERS:,} characters"})
            return
        turned = _Turned(pdfium, page)
        words = [turned.word(*word) for word in _words(pdfium, text)] if text else []
        drawn = [turned.shown(rule) for rule in _rules(pdfium, page)]
        shown = {"width": turned.width, "height": turned.height}
        _say({**shown, "words": words, "rules": drawn})
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _limit() -> None:
    """So much memory and so much time, where the system can see to it."""
    try:
        import resource
    except ImportError:  # not on Windows, where only the time is limited, from outside
        return
    for which, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard < 0 else min(most, hard), hard))


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def _words(pdfium: Any, text: Any) -> Iterator[tuple[str, Box, bool]]:
    """The words of a page in the order of its content, in the page's own coordinates."""
    held: list[tuple[int, int]] = []  # the character and its index
    count = pdfium.FPDFText_CountChars(text)
    for at in range(count + 1):
        code = pdfium.FPDFText_GetUnicode(text, at) if at < count else 0x20
        if code > 0x20 and code != 0xA0 and code not in HYPHENS and not 0xD800 <= code < 0xE000:
            held.append((code, at))
        elif code in HYPHENS:  # at a line's end, where the library lets the next line go on at once
            yield _word(pdfium, text, [*held, (0xAD, at)])
            held = []
        elif held:
            yield _word(pdfium, text, held)
            held = []


def _word(pdfium: Any, text: Any, held: list[tuple[int, int]]) -> tuple[str, Box, bool]:
    """A word and the box around it; the small figure of a footnote's mark is no part of it."""
    while len(held) > 1 and 0x30 <= held[-1][0] <= 0x39 and _raised(pdfium, text, held):
        held = held[:-1]
    first, last = (_box(pdfium, text, at) for at in (held[0][1], held[-1][1]))
    box = (
        min(first[0], last[0]), min(first[1], last[1]),
        max(first[2], last[2]), max(first[3], last[3]),
    )  # fmt: skip
    bold = pdfium.FPDFText_GetFontWeight(text, held[0][1]) >= BOLD
    return "".join(chr(code) for code, _ in held), box, bold


def _raised(pdfium: Any, text: Any, held: list[tuple[int, int]]) -> bool:
    """Whether the last character is smaller than those before it and stands above their line."""
    if all(code in BELOW for code, _ in held[:-1]):
        return False
    edges = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
    line, tallest, low, high = -1e9, 0.0, 0.0, 0.0
    for _, at in [*held[:-1][:8], held[-1]]:
        line, tallest = max(line, low) if high else line, max(tallest, high - low)
        pdfium.FPDFText_GetCharBox(text, at, *(ctypes.byref(edge) for edge in edges))
        low, high = edges[2].value, edges[3].value
    return high - low < SMALL * tallest and low > line + RAISED * tallest


def _box(pdfium: Any, text: Any, at: int) -> Box:
    """Left, bottom, right and top of a character with the room that its font gives it."""
    found = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, at, ctypes.byref(found)):
        return 0.0, 0.0, 0.0, 0.0
    return found.left, found.bottom, found.right, found.top


def _rules(pdfium: Any, page: Any) -> Iterator[Box]:
    """The level and upright lines of a page's drawings, in the page's own coordinates."""
    left = MOST_LINES
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_LINES)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        count = pdfium.FPDFPath_CountSegments(drawn)
        left -= max(count, 1)
        if left < 0:
            return
        yield from _lines(_corners(pdfium, drawn, count))


def _corners(pdfium: Any, drawn: Any, count: int) -> Iterator[tuple[float, float, bool]]:
    """The points of a path, and whether a straight line leads to each."""
    by = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium.FPDFPageObj_GetMatrix(drawn, ctypes.byref(by))
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = (0.0, 0.0)
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, at)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = by.a * x.value + by.c * y.value + by.e, by.b * x.value + by.d * y.value + by.f
        yield (*point, kind == pdfium.FPDF_SEGMENT_LINETO)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        elif pdfium.FPDFPathSegment_GetClose(segment):
            yield (*begin, True)


def _lines(corners: Iterator[tuple[float, float, bool]]) -> Iterator[Box]:
    before = (0.0, 0.0)
    for x, y, straight in corners:
        level, upright = abs(y - before[1]) < THIN, abs(x - before[0]) < THIN
        if straight and level != upright:
            xs, ys = sorted((before[0], x)), sorted((before[1], y))
            yield xs[0], ys[0], xs[1], ys[1]
        before = (x, y)


class _Turned:
    """A page as a reader holds it: a page that is told to be shown turned is turned."""

    def __init__(self, pdfium: Any, page: Any) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
        self._left, self._bottom = box.left, box.bottom
        self._wide, self._high = box.right - box.left, box.top - box.bottom
        self._turn = pdfium.FPDFPage_GetRotation(page)
        sides = (self._wide, self._high)
        self.width, self.height = sides if self._turn % 2 == 0 else sides[::-1]

    def word(self, text: str, box: Box, bold: bool) -> list[Any]:
        """A word as it is written out."""
        return [text, *self.shown(box), int(bold)]

    def shown(self, box: Box) -> tuple[float, ...]:
        """A box from the top left of the page as it is shown: left, top, right and bottom."""
        left, right = box[0] - self._left, box[2] - self._left
        low, high = box[1] - self._bottom, box[3] - self._bottom
        wide, tall = self._wide, self._high
        found = (
            (left, tall - high, right, tall - low),
            (low, left, high, right),
            (wide - right, low, wide - left, high),
            (tall - high, wide - right, tall - low, wide - left),
        )[self._turn]
        return tuple(round(edge, 1) for edge in found)


if __name__ == "__main__":
    main(sys.argv[1])
