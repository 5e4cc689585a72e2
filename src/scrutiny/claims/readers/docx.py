"""DOCX: paragraphs, lists, tables with merged cells, text boxes and footnotes."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from scrutiny.claims.model import Block, Grid, GridCell, Marks, Paper, Passage, PassageKind
from scrutiny.claims.readers.docx_walk import Cell, Table, Text, walk
from scrutiny.claims.readers.joining import joined
from scrutiny.errors import InputError

LARGEST_PART = 60_000_000  # bytes of text unpacked; a report of 1,000 pages has 20 million
LARGEST_WHOLE = 400_000_000  # with pictures, which are not read
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)
DOCUMENT = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"
STYLES = "word/styles.xml"
_HEADING = re.compile(r"heading\s?(\d)$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc ?\d|table of (?:contents|figures)")
_NUMBERED = re.compile(r"(?:\d{1,3}\.){1,4}(?:\d{1,3})?\s+(?=[A-Z‘“\"'])")


def read_docx(path: Path) -> Paper:
    """The paper in a Word document. Its lines are its paragraphs, and the rows of its tables."""
    document, notes, styles = _parts(path)
    made = Lined(_style_names(styles, path.name))
    for block in walk(_events(document, path.name), path.name):
        made.add(block)
    if notes:
        for block in walk(_events(notes, path.name), path.name):
            made.add(block, "note")
    return Paper(path.name, "docx", tuple(joined(made.blocks)), tuple(made.lines))


def style_names(path: Path) -> dict[str, str]:
    """What the styles of a document are called, by their ids; refuses what `read_docx` does."""
    document, _, styles = _parts(path)
    for _ in walk(_events(document, path.name), path.name):
        pass
    return _style_names(styles, path.name)


def _parts(path: Path) -> tuple[bytes, bytes, bytes]:
    """The text of a document, its footnotes and its styles, as XML."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_WHOLE:
                raise InputError(f"unpacks to more than {LARGEST_WHOLE:,} bytes", file=path.name)
            return (
                _part(packed, DOCUMENT, path.name),
                _part(packed, FOOTNOTES, path.name, needed=False),
                _part(packed, STYLES, path.name, needed=False),
            )
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ) as error:
        raise InputError("is no Word document: it cannot be unpacked", file=path.name) from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or a way to pack it
        raise InputError("is locked or packed in an unknown way", file=path.name) from error


def _part(packed: zipfile.ZipFile, name: str, file: str, needed: bool = True) -> bytes:
    try:
        about = packed.getinfo(name)
    except KeyError:
        if needed:
            raise InputError("is no Word document: it has no text", file=file) from None
        return b""
    if about.file_size > LARGEST_PART:
        raise InputError(
            f"unpacks to {about.file_size:,} bytes; a paper has {LARGEST_PART:,} at most", file=file
        )
    with packed.open(about) as part:
        held = part.read(LARGEST_PART + 1)  # a file may lie about its size
    if len(held) > LARGEST_PART:
        raise InputError(f"unpacks to more than {LARGEST_PART:,} bytes", file=file)
    if b"<!DOCTYPE" in held or b"<!ENTITY" in held:
        raise InputError(
            "defines words of its own (a DOCTYPE), as no Word document does", file=file
        )
    return held


def _events(part: bytes, file: str) -> Iterator[tuple[str, Any]]:
    try:
        for event, element in ElementTree.iterparse(BytesIO(part), events=("start", "end")):
            yield event, element
            if event == "end" and len(element):
                element.clear()  # what was read is not kept
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise InputError("is a damaged Word document", file=file) from error


def _style_names(part: bytes, file: str) -> dict[str, str]:
    """What each style is called: its id is in the language of the program that wrote it."""
    found: dict[str, str] = {}
    begun = ""
    if part:
        for event, element in _events(part, file):
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "style":
                begun = _attribute(element, "styleId")
            elif event == "end" and tag == "name" and begun:
                found.setdefault(begun, _attribute(element, "val"))
    return found


def _attribute(element: Any, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


Origin = tuple[int, Text, int]
"""A column of a line, and the paragraph and the offset in it whose text begins there."""


class Lined:
    """The paper's lines as they are made, and where in the document each is from."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.origins: list[list[Origin]] = []  # of each line

    def add(self, block: Text | Table, kind: PassageKind | None = None) -> None:
        if isinstance(block, Table):
            self._table(block)
            return
        style = self._names.get(block.style, block.style).lower()
        if _CONTENTS.match(style):
            return
        where = f"{'footnote' if kind == 'note' else 'paragraph'} {block.number}"
        heading = _HEADING.match(style)
        level = int(heading[1]) if heading else 1
        kind = kind or _kind(style, block.listed)
        start = 0
        for text in block.text.split("\n"):
            self.lines.append(text.replace("\t", " "))
            self.origins.append([(0, block, start)] if kind != "note" else [])
            number = _NUMBERED.match(text)
            cut = number.end() if number else len(text) - len(text.lstrip())
            said = self.lines[-1][cut:].rstrip()
            start += len(text) + 1
            if said:
                marks = Marks((0,), (len(self.lines),), (cut,), where)
                self.blocks.append(Passage(said, marks, kind, level if kind == "heading" else 0))

    def _table(self, table: Table) -> None:
        rows = []
        for number, row in enumerate(table.rows, 1):
            made: list[GridCell] = []
            origins: list[Origin] = []
            line, column = "", 1
            for cell in row.cells:
                line += "\t" if made else ""
                text, begins = _said(cell)
                origins += [(len(line) + at, one, cut) for at, one, cut in begins]
                where = f"table {table.number}, row {number}, column {column}"
                marks = Marks((0,), (len(self.lines) + 1,), (len(line),), where)
                made.append(GridCell(text, marks, row.header, cell.span))
                line += text
                column += cell.span
            self.lines.append(line)
            self.origins.append(origins)
            if made:
                rows.append(tuple(made))
        if rows:
            self.blocks.append(Grid(tuple(rows)))


def _kind(style: str, listed: bool) -> PassageKind:
    if _HEADING.match(style) or style in ("title", "subtitle"):
        return "heading"
    if style == "caption":
        return "caption"
    return "item" if listed or style.startswith("list") else "paragraph"


def _said(cell: Cell) -> tuple[str, list[Origin]]:
    """What a cell says, its paragraphs one after the other, and where each of them begins."""
    said, origins = "", list[Origin]()
    for one in () if cell.goes_on else cell.texts:
        text = one.text
        cut = len(text) - len(text.lstrip())
        text = text.strip().replace("\n", " ").replace("\t", " ")
        if text:
            said += " " if said else ""
            origins.append((len(said), one, cut))
            said += text
    return said, origins
