"""Papers of a meeting, and its pack."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.background.jobs import enqueue
from scrutiny.governance.background.models import Job
from scrutiny.governance.meetings.files import PDF
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Pack, Paper
from scrutiny.governance.meetings.pack import contents_of, current_pack
from scrutiny.governance.meetings.papers import add_paper, change_paper
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.permissions import may
from scrutiny.web.desk.meeting_forms import PaperForm, PaperWordsForm, posted
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, sees_restricted, visible
from scrutiny.web.desk.signed_in import signed_in
from scrutiny.web.files import download

EDITIONS = {"full": False, "public": True}  # of a pack: whether it is without what is restricted


def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a paper; the agenda shows at which item one can."""
    meeting = seen_or_404(request, Meeting, number)
    form = PaperForm(
        posted(request), request.FILES or None, instance=Paper(meeting=meeting),
        items=_items(request, meeting), mark=may(signed_in(request), "restricted.mark"),
        initial={"item": request.GET.get("item", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            add_paper(form.instance)
        except ScrutinyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{form.instance.title} is added.")
        return redirect("meeting", number=number)
    return shown(request, "desk/meetings/paper.html", form=form, heading="Add a paper",
                 meeting=meeting, paper=None)  # fmt: skip


def edit(request: HttpRequest, number: int, paper: int) -> HttpResponse:
    """Change what is said of a paper, or withdraw it."""
    found = _paper(request, number, paper)
    form = PaperWordsForm(
        posted(request), instance=found, items=_items(request, found.meeting),
        mark=may(signed_in(request), "restricted.mark"),
    )  # fmt: skip
    if request.method == "POST" and "withdraw" in request.POST:
        found = _paper(request, number, paper)
        found.withdrawn = True
        change_paper(found, request.POST.get("why", ""))
        messages.success(request, f"{found.title} is withdrawn.")
        return redirect("meeting", number=number)
    if request.method == "POST" and form.is_valid():
        change_paper(form.instance)
        messages.success(request, f"{found.title} is saved.")
        return redirect("meeting", number=number)
    return shown(request, "desk/meetings/paper.html", form=form, heading="Edit the paper",
                 meeting=found.meeting, paper=found)  # fmt: skip


def _items(request: HttpRequest, meeting: Meeting) -> list[AgendaItem]:
    return list(visible(request, meeting.items).filter(dropped=False))


def _paper(request: HttpRequest, number: int, paper: int) -> Paper:
    meeting = seen_or_404(request, Meeting, number)
    kept = visible(request, meeting.papers).filter(withdrawn=False)
    found: Paper = get_object_or_404(kept, pk=paper)
    return found


def file(request: HttpRequest, number: int, paper: int) -> HttpResponse:
    """A paper's file, to be saved: nothing that somebody added is opened as a page of the site."""
    found = _paper(request, number, paper)
    if cause(found) is not None:
        enter("saw", found)
    return _given(found, found.name, found.kind)


def pack(request: HttpRequest, number: int) -> HttpResponse:
    """What packs there are; sending it asks for one to be built."""
    meeting = seen_or_404(request, Meeting, number)
    editions = [e for e, public in EDITIONS.items() if _may_have(request, meeting, public)]
    if request.method == "POST":
        edition = request.POST.get("edition", "")
        if edition in editions:
            return redirect("job", number=_ask_for(meeting, edition).pk)
        return redirect("pack", number=number)
    held = [
        (edition, current_pack(meeting, EDITIONS[edition]), _job(meeting, edition),
         contents_of(meeting, EDITIONS[edition]))
        for edition in editions
    ]  # fmt: skip
    return shown(request, "desk/meetings/pack.html", meeting=meeting, editions=held)


def _may_have(request: HttpRequest, meeting: Meeting, public: bool) -> bool:
    return not meeting.restricted if public else sees_restricted(request)


def _key(meeting: Meeting, edition: str) -> str:
    return f"pack {meeting.pk} {edition}"


def _job(meeting: Meeting, edition: str) -> Job | None:
    return Job.objects.filter(key=_key(meeting, edition)).first()


def _ask_for(meeting: Meeting, edition: str) -> Job:
    return enqueue(
        "build-pack", "The pack of a meeting", _key(meeting, edition),
        reverse("pack", kwargs={"number": meeting.pk}),
        meeting=meeting.pk, public=EDITIONS[edition],
    )  # fmt: skip


def pack_file(request: HttpRequest, number: int, edition: str) -> HttpResponse:
    """A pack as it is now; one that was built of something else is not given out."""
    meeting = seen_or_404(request, Meeting, number)
    public = EDITIONS.get(edition)
    if public is None or not _may_have(request, meeting, public):
        raise Http404
    found: Pack | None = current_pack(meeting, public)
    if found is None:
        messages.error(request, "The pack has to be built first.")
        return redirect("pack", number=number)
    if not public:
        enter("saw", found)
    name = f"{'public-' if public else ''}pack-{meeting.day.isoformat()}.pdf"
    return _given(found, name, PDF)


def _given(record: Paper | Pack, name: str, kind: str) -> HttpResponse:
    with record.file.open("rb") as file:
        return download(file.read(), name, kind)


ONE = "meetings/<int:number>/"
ROUTES = (
    Route(f"{ONE}papers/add/", add, "paper-add", "papers.add", "papers.add"),
    Route(f"{ONE}papers/<int:paper>/", file, "paper", "meetings.see"),
    Route(f"{ONE}papers/<int:paper>/edit/", edit, "paper-edit", "meetings.edit", "meetings.edit"),
    Route(f"{ONE}pack/", pack, "pack", "meetings.see", "meetings.edit"),
    Route(f"{ONE}pack/<slug:edition>.pdf", pack_file, "pack-file", "meetings.see"),
)
