"""The file of a pack: our pages set by Typst, the papers' own pages put in by pikepdf."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

import pikepdf
import typst
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, Rectangle

from scrutiny.governance.meetings.pack import Contents, Piece
from scrutiny.reports.pictures import FONTS

ASSETS = Path(__file__).parent / "assets"
STANDARD: Final = "ua-1"
LINK = "https://pack.invalid/"  # what pack.typ leads to, until the pages are all there
POINTS_A_CM = 72 / 2.54
STAMP = (4.2 * POINTS_A_CM, 0.55 * POINTS_A_CM)  # as stamps.typ sets it
EDGE = 14.0  # points between a stamp and the corner of the page
DROPPED = ("/AA", "/B", "/Metadata", "/PieceInfo", "/StructParents", "/Thumb")
SAFE = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Made:
    """A pack as bytes, and how many pages it has."""

    data: bytes
    pages: int


@dataclass(slots=True)
class _Placed:
    """Where each piece begins in the pack, counted from 1, and how many pages it takes."""

    first: dict[str, int]
    length: dict[str, int]
    front: int

    @property
    def pages(self) -> int:
        return self.front + sum(self.length.values())

    def numbers_of(self, key: str) -> range:
        """The pages of the pack that a piece takes."""
        return range(self.first[key], self.first[key] + self.length[key])

    def numbers(self, contents: Contents) -> list[int]:
        """The page of the pack that each page of ours is."""
        described = [self.first[piece.key] for piece in contents.pieces if not piece.pages]
        return [*range(1, self.front + 1), *described]


def pack_pdf(contents: Contents) -> Made:
    """The pack: the same bytes for the same contents. Our own pages are tagged (PDF/UA-1)."""
    papers = {piece.key: _opened(piece) for piece in contents.pieces if piece.pages}
    placed, ours = _set(contents, papers)
    with Pdf.open(BytesIO(ours)) as pdf:
        if papers:
            numbers = [n for key in papers for n in placed.numbers_of(key)]
            with Pdf.open(BytesIO(_stamps(numbers, placed.pages, contents))) as stamps:
                laid = dict(zip(numbers, stamps.pages, strict=True))
                for key, paper in papers.items():
                    _put_in(pdf, paper, placed.first[key], laid)
        _lead(pdf, placed)
        _mark(pdf, contents, placed)
        if papers:  # what others made is in it as they made it
            with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
                about.pop("pdfuaid:part", None)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Made(out.getvalue(), placed.pages)


def _opened(piece: Piece) -> Pdf:
    with default_storage.open(piece.file) as file:
        return Pdf.open(BytesIO(file.read()))


def _set(contents: Contents, papers: dict[str, Pdf]) -> tuple[_Placed, bytes]:
    """Our pages. The contents' own length moves all that follows, so it is set until it agrees."""
    front = 2  # the contents and the agenda on a page each, at least
    while True:
        placed = _place(contents, papers, front)
        ours = _typeset("pack.typ", "pack", _data(contents, placed), contents)
        with Pdf.open(BytesIO(ours)) as pdf:
            found = len(pdf.pages) - sum(not piece.pages for piece in contents.pieces)
        if found == front:
            return placed, ours
        front = found


def _place(contents: Contents, papers: dict[str, Pdf], front: int) -> _Placed:
    placed = _Placed({}, {}, front)
    for piece in contents.pieces:
        placed.first[piece.key] = placed.pages + 1
        placed.length[piece.key] = len(papers[piece.key].pages) if piece.pages else 1
    return placed


def _data(contents: Contents, placed: _Placed) -> dict[str, Any]:
    def line(piece: Piece, level: int = 0) -> dict[str, Any]:
        page = placed.first[piece.key]
        return {"key": piece.key, "title": piece.title, "page": page, "level": level}

    listed = [line(paper, 1) for item in contents.items for paper in item.papers]
    return {
        "title": contents.title,
        "short": contents.short,
        "organisation": contents.organisation,
        "description": f"{contents.title}. {contents.organisation}.",
        "day": dict(zip(("year", "month", "day"), contents.day, strict=True)),
        "facts": contents.facts,
        "marked": contents.marked,
        "numbers": placed.numbers(contents),
        "pages": placed.pages,
        "contents": listed + [line(piece) for piece in contents.others],
        "items": [
            asdict(item) | {"papers": [line(paper) for paper in item.papers]}
            for item in contents.items
        ],
        "described": [_described(piece) for piece in contents.pieces if not piece.pages],
    }


def _described(piece: Piece) -> dict[str, Any]:
    return {
        "title": piece.title,
        "words": "This paper is a file of its own, which the pack cannot show. Open it beside it.",
        "facts": (
            ("File", piece.name),
            ("Size", filesizeformat(piece.size).replace("\N{NO-BREAK SPACE}", " ")),
            ("SHA-256", " ".join(wrap(piece.sha256, 16))),
        ),
    }


def _typeset(template: str, name: str, data: Any, contents: Contents) -> bytes:
    tagged = template == "pack.typ"
    made: bytes = typst.compile(
        ASSETS / template,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=[STANDARD] if tagged else None,
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
        # The meeting's day stands for the clock's.
        timestamp=int(datetime.combine(date(*contents.day), time(), UTC).timestamp()),
    )
    return made


def _stamps(numbers: list[int], pages: int, contents: Contents) -> bytes:
    """A small page for each page of a paper, by its number in the pack, to be laid on it."""
    words = [f"Pack page {number} of {pages}" for number in numbers]
    return _typeset("stamps.typ", "stamps", words, contents)


def _put_in(pdf: Pdf, paper: Pdf, first: int, stamps: dict[int, Page]) -> None:
    """The pages of a paper, where the pack has them, each with its number at its foot."""
    for number, page in enumerate(paper.pages, start=first):
        for name in DROPPED:
            if name in page.obj:
                del page.obj[name]
        page.obj[Name.Annots] = Array([a for a in page.obj.get(Name.Annots, []) if _is_link(a)])
        pdf.pages.insert(number - 1, page)
        _lay_on(pdf, pdf.pages[number - 1], stamps[number], Name(f"/PackPage{number}"))


def _lay_on(pdf: Pdf, page: Page, stamp: Page, name: Name) -> None:
    """Lay a stamp on a page. `Page.add_overlay` would name it by chance: no two packs agreed."""
    form = pdf.copy_foreign(stamp.as_form_xobject())
    page.add_resource(form, Name.XObject, name)
    drawn = page.calc_form_xobject_placement(
        form, name, _foot(page), invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    page.contents_add(b"q\n", prepend=True)  # what the page draws with stays its own
    page.contents_add(b"\nQ\n" + drawn)


def _is_link(annotation: Object) -> bool:
    """Whether it only leads to a page of the web; whatever else may do something is left out."""
    action = annotation.get(Name.A, Dictionary())
    if annotation.get(Name.Subtype) != Name.Link or action.get(Name.S) != Name.URI:
        return False
    if Name.StructParent in annotation:
        del annotation[Name.StructParent]
    return str(action.get(Name.URI, "")).lower().startswith(SAFE)


def _foot(page: Page) -> Rectangle:
    """Where the stamp lies: at the bottom right as the page is read, whichever way it is turned."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turned = int(page.obj.get(Name.Rotate, 0)) % 360
    wide, high = STAMP if turned in (0, 180) else STAMP[::-1]
    x = right - EDGE - wide if turned in (0, 90) else left + EDGE
    y = bottom + EDGE if turned in (0, 270) else top - EDGE - high
    return Rectangle(x, y, x + wide, y + high)


def _lead(pdf: Pdf, placed: _Placed) -> None:
    """Let the links of our pages lead to the pages of the papers."""
    for number in range(placed.front):
        for annotation in pdf.pages[number].obj.get(Name.Annots, []):
            address = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
            if address.startswith(LINK):
                page = pdf.pages[placed.first[address.removeprefix(LINK)] - 1]
                del annotation[Name.A]
                annotation[Name.Dest] = Array([page.obj, Name.Fit])


def _mark(pdf: Pdf, contents: Contents, placed: _Placed) -> None:
    """Bookmarks: each item under the agenda with its papers, then what belongs to no item."""

    def bookmark(piece: Piece) -> OutlineItem:
        return OutlineItem(piece.title, placed.first[piece.key] - 1)

    with pdf.open_outline() as outline:
        ours = outline.root[:2]  # the contents, and the agenda with its items
        for item, held in zip(contents.items, ours[1].children, strict=True):
            held.children.extend(bookmark(paper) for paper in item.papers)
        outline.root[:] = [*ours, *(bookmark(piece) for piece in contents.others)]
