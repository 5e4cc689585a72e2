"""A meeting's pack: its agenda, its papers and its report as one PDF with contents and bookmarks.

What is in a pack is decided here; `pack_file` makes the file of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from itertools import count

from django.core.files.base import ContentFile

from scrutiny.areas import load_areas
from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings.files import PDF
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Pack, Paper
from scrutiny.governance.meetings.restricted import seen
from scrutiny.governance.reporting.models import Edition, EditionFile


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in the pack after the agenda: pages of its own, or a page that names its file."""

    key: str
    title: str
    file: str  # where it is kept
    name: str
    size: int
    sha256: str
    pages: bool  # whether it is a PDF, whose pages are in the pack


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda as the pack has it, numbered without a gap."""

    number: int
    title: str
    line: str  # who leads, and how long
    about: str
    standing: tuple[str, ...]
    papers: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a pack says. The same contents give the same bytes."""

    title: str
    short: str
    organisation: str
    day: tuple[int, int, int]
    facts: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    others: tuple[Piece, ...]  # papers of no item, and the report
    marked: bool  # whether anything in it is restricted

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(paper for item in self.items for paper in item.papers) + self.others

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the contents, the papers' own included."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def build_pack(meeting: Meeting, public: bool) -> bytes:
    """The pack as one PDF; `public` leaves out all that is restricted, without a trace of it."""
    from scrutiny.governance.meetings.pack_file import pack_pdf

    return pack_pdf(contents_of(meeting, public)).data


def keep_pack(meeting: Meeting, public: bool) -> Pack:
    """Build the pack and keep it. Done twice, the second gives what the first has kept."""
    from scrutiny.governance.meetings.pack_file import pack_pdf

    kept = current_pack(meeting, public)
    if kept is not None:
        return kept
    contents = contents_of(meeting, public)
    made = pack_pdf(contents)
    pack: Pack = Pack.objects.create(
        meeting=meeting, public=public, pages=made.pages, size=len(made.data),
        sha256=hashlib.sha256(made.data).hexdigest(), made_from=contents.fingerprint,
        file=ContentFile(made.data, "pack.pdf"),
    )  # fmt: skip
    return pack


def current_pack(meeting: Meeting, public: bool) -> Pack | None:
    """The pack that was kept, if it still says what a new one would.

    One that was built before something in it was restricted, or changed, is not given out.
    """
    kept = meeting.packs.filter(public=public)
    found: Pack | None = kept.filter(made_from=contents_of(meeting, public).fingerprint).first()
    return found


def contents_of(meeting: Meeting, public: bool) -> Contents:
    """What the pack holds now. A meeting that is restricted has no public pack."""
    if public and meeting.restricted:
        raise ScrutinyError("The meeting is restricted: it has no public pack.")

    papers = list(seen(meeting.papers.filter(withdrawn=False), public))
    items = list(
        seen(meeting.items.filter(dropped=False).select_related(*AgendaItem.ABOUT), public)
    )
    listed = {item.pk for item in items}
    numbers = count(1)
    day = f"{meeting.day:%-d %B %Y}"
    return Contents(
        title=f"{meeting.title}, {day}: agenda and papers",
        short=f"{meeting.title}, {day}",
        organisation=meeting.oversight.name,
        day=(meeting.day.year, meeting.day.month, meeting.day.day),
        facts=_facts(meeting),
        items=tuple(
            Item(
                next(numbers), item.title, _line(item), item.about,
                tuple(each.text for each in item.standing(public)),
                tuple(_piece(paper) for paper in papers if paper.item_id == item.pk),
            )
            for item in items
        ),
        others=(
            *(_piece(paper) for paper in papers if paper.item_id not in listed),
            *_reports(meeting, public),
        ),
        marked=not public and _has_restricted(meeting),
    )  # fmt: skip


def _has_restricted(meeting: Meeting) -> bool:
    kept = (meeting.items.filter(dropped=False), meeting.papers.filter(withdrawn=False))
    return meeting.restricted or any(k.count() > k.public().count() for k in kept)


def _facts(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    times = " to ".join(f"{time:%H:%M}" for time in (meeting.begins, meeting.ends) if time)
    facts = (
        ("Date", f"{meeting.day:%A %-d %B %Y}"),
        ("Time", times),
        ("Place", meeting.place),
        ("Force", load_areas().get(meeting.force).name),
        ("Looks at", meeting.quarter),
    )
    return tuple((name, value) for name, value in facts if value)


def _line(item: AgendaItem) -> str:
    said = (item.lead, f"{item.minutes} minutes" if item.minutes else "")
    return ". ".join(part for part in said if part)


def _piece(paper: Paper) -> Piece:
    return Piece(
        f"paper-{paper.pk}", paper.title, str(paper.file.name), paper.name, paper.size,
        paper.sha256,
        paper.kind == PDF,
    )  # fmt: skip


def _reports(meeting: Meeting, public: bool) -> list[Piece]:
    """The meeting's report as it was published, for whom the pack is."""
    audiences = [Edition.Audience.PUBLIC]
    if not public:
        audiences.insert(0, Edition.Audience.RESTRICTED)
    pieces = []
    for report in meeting.reports.all():
        standing = report.editions.filter(state=Edition.State.PUBLISHED)
        editions = (standing.filter(audience=a).order_by("-number").first() for a in audiences)
        edition = next((each for each in editions if each is not None), None)
        file = edition and edition.files.filter(name__endswith=".pdf").first()
        if file:
            pieces.append(_report(file))
    return pieces


def _report(file: EditionFile) -> Piece:
    title = f"Report to {file.edition.report.to}"
    return Piece(
        f"report-{file.pk}",
        title,
        str(file.file.name),
        file.name,
        file.size,
        file.sha256,
        pages=True,
    )
