"""A pack is one PDF of the agenda, the papers and the report, for whom it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pypdf import PdfReader
from pypdf.generic import Destination, IndirectObject
from tests.governance.meeting_year import (
    LANCASHIRE,
    RESTRICTED,
    make_area,
    make_paper,
    make_plan,
)

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.meetings import agenda
from scrutiny.governance.meetings.files import LARGEST, examine
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Pack, Paper
from scrutiny.governance.meetings.pack import build_pack, current_pack, keep_pack
from scrutiny.governance.meetings.papers import add_paper
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.reporting.models import Edition, EditionFile, Report

WIDE, HIGH = 595, 842  # A4, in points


def pdf_of(*rotations: int) -> bytes:
    """A PDF with one blank page for each way that a page may be turned."""
    with pikepdf.new() as pdf:
        for rotation in rotations:
            pdf.add_blank_page(page_size=(WIDE, HIGH)).rotate(rotation, relative=False)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.fixture
def item(meeting: Meeting, commissioner_of: Organisation) -> AgendaItem:
    """Rural crime, the second item of the agenda."""
    make_area(make_plan(commissioner_of), meeting)
    agenda.make_agenda(meeting)
    found: AgendaItem = meeting.items.get(title="Rural crime")
    return found


@pytest.fixture
def full(meeting: Meeting, item: AgendaItem) -> Meeting:
    """Two papers that are PDFs, one of them for an item, and one that is not."""
    make_paper(meeting, "Rural strategy", pdf_of(0, 0), "strategy.pdf", item)
    make_paper(meeting, "Letter from the partners", pdf_of(0), "letter.pdf")
    make_paper(meeting, "Figures by district", b"district,crimes\nBurnley,3\n", "d.csv", item)
    return meeting


def texts(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def bookmarks(data: bytes) -> list[tuple[int, str, int]]:
    """Depth, title and page, counted from 1, of each bookmark."""
    reader = PdfReader(io.BytesIO(data))
    found: list[tuple[int, str, int]] = []

    def walk(entries: list[Destination | list[object]], depth: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, depth + 1)  # type: ignore[arg-type]
            else:
                page = reader.get_destination_page_number(entry)
                assert page is not None
                found.append((depth, str(entry.title), page + 1))

    walk(reader.outline, 0)  # type: ignore[arg-type]
    return found


def test_every_page_says_which_of_all_it_is(full: Meeting) -> None:
    pages = texts(build_pack(full, public=False))
    assert len(pages) == 6  # contents, agenda, two and one pages of papers, the page of the CSV
    for number, text in enumerate(pages, start=1):
        assert f"Pack page {number} of 6" in text


def test_it_has_contents_agenda_and_papers_in_the_agendas_order(full: Meeting) -> None:
    pages = texts(build_pack(full, public=False))
    assert "Rural strategy" in pages[0]
    assert pages[1].index("Overview") < pages[1].index("Rural crime")
    assert "Burglary" in pages[1]  # the standing item of the overview
    assert "d.csv" in pages[4]
    assert bookmarks(build_pack(full, public=False)) == [
        (0, "Contents", 1),
        (0, "Agenda", 2),
        (1, "1. Overview", 2),
        (1, "2. Rural crime", 2),
        (2, "Rural strategy", 3),
        (2, "Figures by district", 5),
        (0, "Letter from the partners", 6),
    ]


def test_the_contents_lead_to_the_papers(full: Meeting) -> None:
    reader = PdfReader(io.BytesIO(build_pack(full, public=False)))
    numbers = {page.indirect_reference: n for n, page in enumerate(reader.pages, start=1)}
    led: list[int] = []
    for annotation in reader.pages[0].get("/Annots", ()):
        dest = annotation.get_object().get("/Dest")
        if dest is not None and isinstance(dest[0], IndirectObject):
            led.append(numbers[dest[0]])
    assert led[-3:] == [3, 5, 6]
    assert b"pack.invalid" not in build_pack(full, public=False)


def test_the_same_contents_give_the_same_bytes(full: Meeting) -> None:
    assert build_pack(full, public=False) == build_pack(full, public=False)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_numbered_at_its_foot_whichever_way_it_is_turned(
    turned: int, meeting: Meeting
) -> None:
    make_paper(meeting, "A map", pdf_of(turned), "map.pdf")
    with pikepdf.open(io.BytesIO(build_pack(meeting, public=False))) as pdf:
        page = pdf.pages[2]
        drawn = pikepdf.parse_content_stream(page)
        (at,) = (n for n, (_, does) in enumerate(drawn) if str(does) == "Do")
        form = page.Resources.XObject[str(drawn[at].operands[0])]
        assert str(drawn[at - 1].operator) == "cm"
        box = pikepdf.Matrix(drawn[at - 1].operands).transform(pikepdf.Rectangle(form.BBox))
    x, y = (box.llx + box.urx) / 2, (box.lly + box.ury) / 2
    seen = {0: (x, y), 90: (y, WIDE - x), 180: (WIDE - x, HIGH - y), 270: (HIGH - y, x)}
    right, up = seen[turned]
    assert (WIDE if turned in (0, 180) else HIGH) - 120 < right
    assert 10 < up < 40


def test_a_pack_without_papers_is_pdf_ua(
    meeting: Meeting, item: AgendaItem, tmp_path: Path, pdf_ua_failures: Callable[..., list[str]]
) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(build_pack(meeting, public=False))
    assert pdf_ua_failures(file) == []


def test_a_pack_with_papers_of_others_does_not_say_that_it_is_pdf_ua(full: Meeting) -> None:
    with pikepdf.open(io.BytesIO(build_pack(full, public=False))) as pdf:
        assert "pdfuaid:part" not in pdf.open_metadata()
        assert pdf.Root.Lang == "en-GB"


def test_what_a_paper_would_do_by_itself_is_left_out(meeting: Meeting) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(0))) as pdf:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=action)
        pdf.pages[0].obj.Annots = pikepdf.Array([
            pdf.make_indirect(pikepdf.Dictionary(
                Subtype=pikepdf.Name.Link, Rect=[0, 0, 10, 10], A=action
            ))
        ])  # fmt: skip
        out = io.BytesIO()
        pdf.save(out)
    make_paper(meeting, "A paper", out.getvalue(), "a.pdf")
    with pikepdf.open(io.BytesIO(build_pack(meeting, public=False))) as pack:
        assert "JavaScript" not in "".join(repr(each) for each in pack.objects)


def test_the_public_pack_is_as_if_what_is_restricted_were_not_there(
    full: Meeting, item: AgendaItem
) -> None:
    before = build_pack(full, public=True)
    paper = make_paper(full, "CANARY plan", pdf_of(0, 0), "CANARY.pdf", item)
    for name, value in RESTRICTED.items():
        setattr(paper, name, value)
    paper.save()
    hidden = AgendaItem(meeting=full, order=2, title="CANARY item", **RESTRICTED)
    hidden.save()
    make_paper(full, "CANARY annex", pdf_of(0), "annex.pdf", hidden)
    assert build_pack(full, public=True) == before
    whole = build_pack(full, public=False)
    assert len(texts(whole)) == 9
    assert "Restricted: not for publication" in texts(whole)[0]
    assert "Restricted" not in "".join(texts(before))


def test_a_restricted_meeting_has_no_public_pack(full: Meeting) -> None:
    for name, value in RESTRICTED.items():
        setattr(full, name, value)
    full.save()
    with pytest.raises(ScrutinyError, match="no public pack"):
        build_pack(full, public=True)


def test_a_pack_is_kept_once_and_not_given_out_when_something_changed(full: Meeting) -> None:
    first = keep_pack(full, public=True)
    assert keep_pack(full, public=True) == first
    assert Pack.objects.count() == 1
    paper = Paper.objects.get(title="Letter from the partners")
    for name, value in RESTRICTED.items():
        setattr(paper, name, value)
    paper.save()
    assert current_pack(full, public=True) is None
    assert keep_pack(full, public=True).pages == first.pages - 1


def test_withdrawn_papers_and_items_that_were_taken_off_are_not_in_it(
    full: Meeting, item: AgendaItem
) -> None:
    paper = Paper.objects.get(title="Letter from the partners")
    paper.withdrawn = True
    paper.save()
    agenda.drop(item)
    text = "".join(texts(build_pack(full, public=False)))
    assert "Letter" not in text
    assert "Rural crime" not in text
    assert "Rural strategy" in text  # its paper is still a paper of the meeting


def test_the_report_is_in_it_once_it_is_published(full: Meeting) -> None:
    report = Report.objects.create(force=LANCASHIRE, to="2019-12", meeting=full)
    before = len(texts(build_pack(full, public=True)))
    for audience, pages in (("public", (0, 0, 0)), ("restricted", (0, 0, 0, 0, 0))):
        edition = Edition.objects.create(report=report, audience=audience, published=clock.now())
        data = pdf_of(*pages)
        EditionFile.objects.create(
            edition=edition, name="report.pdf", size=len(data), sha256="0" * 64,
            file=ContentFile(data, "report.pdf"),
        )  # fmt: skip
    assert len(texts(build_pack(full, public=True))) == before + 3
    assert len(texts(build_pack(full, public=False))) == before + 5
    edition.state = Edition.State.WITHDRAWN
    edition.save()
    assert len(texts(build_pack(full, public=False))) == before + 3


def office(inside: str, *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name in ("[Content_Types].xml", inside, *more):
            container.writestr(name, "<x/>")
    return out.getvalue()


def said_short(given: str | bytes) -> str:
    """What a test is called: a file's bytes hold when it was made, and would differ by worker."""
    return given if isinstance(given, str) else "bytes"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", pdf_of(0), "application/pdf"),
        ("a.PNG", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.jpg", b"\xff\xd8\xff....", "image/jpeg"),
        ("a.csv", b"a,b\n1,2\n", "text/csv"),
        ("a.txt", "Ärger".encode(), "text/plain"),
        ("a.docx", office("word/document.xml"), "wordprocessingml.document"),
        ("a.xlsx", office("xl/workbook.xml"), "spreadsheetml.sheet"),
    ],
    ids=said_short,
)
def test_a_paper_is_what_its_bytes_say(name: str, data: bytes, kind: str) -> None:
    assert examine(ContentFile(data), name).kind.endswith(kind)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.html", b"<script>", "ends with .pdf"),
        ("a", b"text", "ends with .pdf"),
        ("a.pdf", b"<script>", "not what its name says"),
        ("a.txt", pdf_of(0), "not what its name says"),
        ("a.png", b"\xff\xd8\xff....", "not what its name says"),
        ("a.txt", b"\0\1\2", "not what its name says"),
        ("a.docx", office("xl/workbook.xml"), "not what its name says"),
        ("a.docx", b"PK\x03\x04 no zip", "not what its name says"),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.pdf", b"%PDF-1.7 and nothing more", "damaged"),
        ("a.txt", b"", "empty"),
    ],
    ids=said_short,
)
def test_what_may_not_be_a_paper_is_refused(name: str, data: bytes, why: str) -> None:
    with pytest.raises(ScrutinyError, match=why):
        examine(ContentFile(data), name)


def test_a_paper_is_refused_that_asks_for_a_password() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(0))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(ScrutinyError, match="password"):
        examine(ContentFile(out.getvalue()), "a.pdf")


def test_a_paper_is_refused_that_is_too_large() -> None:
    with pytest.raises(ScrutinyError, match="larger than 25 MB"):
        examine(ContentFile(b"a" * (LARGEST + 1)), "a.txt")


def test_no_record_of_a_paper_passes_the_check_by(meeting: Meeting) -> None:
    with pytest.raises(ValidationError, match="not what its name says"):
        make_paper(meeting, "A paper", b"<script>", "a.pdf")
    assert Paper.objects.count() == 0


def test_the_same_paper_sent_twice_is_one(meeting: Meeting) -> None:
    for _ in range(2):
        file = ContentFile(b"words", "a.txt")
        add_paper(Paper(meeting=meeting, title="A paper", name="a.txt", file=file))
    assert Paper.objects.count() == 1
