"""The minutes of a meeting: read, put right, agreed, published, and given as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.meetings import notes as rules
from scrutiny.governance.meetings import steps
from scrutiny.governance.meetings.files import ENDINGS
from scrutiny.governance.meetings.minutes import minutes_document
from scrutiny.governance.meetings.models import Meeting, Note
from scrutiny.governance.permissions import may
from scrutiny.reports.render import rendered
from scrutiny.web.desk.meeting_forms import NoteForm, posted
from scrutiny.web.desk.meetings import ReasonForm, a_step, taken
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, sees_restricted, visible
from scrutiny.web.desk.signed_in import signed_in
from scrutiny.web.files import download

FORMS = ("pdf", "docx")


def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes as they stand, or as the public edition has them."""
    meeting = seen_or_404(request, Meeting, number)
    public = _public(request)
    return shown(
        request, "desk/meetings/minutes.html", meeting=meeting, public=public,
        document=minutes_document(meeting, public),
        notes=visible(request, meeting.notes).filter(withdrawn=False),
        held_already=meeting.day <= clock.today(),
        both=sees_restricted(request) and not meeting.restricted,
    )  # fmt: skip


def _public(request: HttpRequest) -> bool:
    return not sees_restricted(request) or request.GET.get("audience") == "public"


def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The minutes as a file."""
    meeting = seen_or_404(request, Meeting, number)
    public = _public(request)
    if form not in FORMS or (public and meeting.restricted):
        raise Http404
    if not public:
        enter("saw", meeting, note="The minutes as a file")
    document = minutes_document(meeting, public)
    return download(rendered(document, form), f"{document.id}.{form}", ENDINGS[f".{form}"])


def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what is to be corrected, and open the minutes again."""
    meeting = seen_or_404(request, Meeting, number)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        return taken(request, meeting, lambda m: steps.reopen_minutes(m, why),
                     "The minutes are open for a correction.", "minutes")  # fmt: skip
    return shown(request, "desk/meetings/reason.html", form=form, meeting=meeting,
                 heading="Correct the minutes", button="Open the minutes",
                 hint="They are not public until they are agreed and published again.")  # fmt: skip


def note(request: HttpRequest, number: int, note: int) -> HttpResponse:
    """Put the words of a note right, or restrict it."""
    meeting = seen_or_404(request, Meeting, number)
    kept = visible(request, meeting.notes).filter(withdrawn=False)
    found: Note = get_object_or_404(kept, pk=note)
    form = NoteForm(
        posted(request), instance=found, mark=may(signed_in(request), "restricted.mark")
    )
    if request.method == "POST" and form.is_valid():
        try:
            rules.reword(form.instance)
        except ScrutinyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The note is saved.")
        return redirect("minutes", number=number)
    return shown(request, "desk/meetings/note.html", form=form, meeting=meeting, note=found)


ONE = "meetings/<int:number>/minutes/"
ROUTES = (
    Route(ONE, minutes, "minutes", "meetings.see"),
    Route(f"{ONE}minutes.<slug:form>", file, "minutes-file", "meetings.see"),
    Route(f"{ONE}agree/",
          a_step(steps.agree_minutes, "The minutes are agreed.", "minutes"),
          "minutes-agree", "meetings.minute", "meetings.minute", reads=False),
    Route(f"{ONE}publish/",
          a_step(steps.publish_minutes, "The minutes are published.", "minutes"),
          "minutes-publish", "minutes.publish", "minutes.publish", reads=False),
    Route(f"{ONE}reopen/", reopen, "minutes-reopen", "minutes.publish", "minutes.publish"),
    Route(f"{ONE}notes/<int:note>/", note, "note-edit", "meetings.minute", "meetings.minute"),
)  # fmt: skip
