"""The audit: who saw, changed, approved and published what."""

from __future__ import annotations

import re
from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from scrutiny.governance import clock
from scrutiny.governance.audit import reading
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.audit.export import FORMATS, READ_AT_ONCE, without_restricted
from scrutiny.governance.audit.models import Entry, Head
from scrutiny.governance.audit.reading import Sought, find, restricted_among
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may
from scrutiny.governance.reporting.comparing import Run, differences
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown

A_PAGE = 50  # entries
NUMBER = re.compile(r"[0-9]{1,15}")
LONG = 60  # characters of a text whose changes are shown word by word


class SoughtForm(Form):
    """What of the audit to show."""

    person = forms.ModelChoiceField(Person.objects, required=False, empty_label="Anyone")
    kind = forms.ChoiceField(label="about", required=False)
    did = forms.ChoiceField(label="what was done", required=False)
    since = forms.DateField(label="from", required=False)
    until = forms.DateField(label="until", required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)
        kind, did = self.fields["kind"], self.fields["did"]
        kind.choices = [("", "Anything"), *reading.kinds().items()]  # type: ignore[attr-defined]
        done = [(did, did.capitalize()) for did in reading.doings()]
        did.choices = [("", "Anything"), *done]  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        held = self.cleaned_data
        person = held.get("person")
        return Sought(
            person.pk if person else None, held.get("kind", ""), held.get("did", ""),
            held.get("since"), held.get("until"),
        )  # fmt: skip


def audit(request: HttpRequest) -> HttpResponse:
    form = SoughtForm(request.GET)
    found = find(form.sought()) if form.is_valid() else Entry.objects.none()
    before = request.GET.get("before", "")
    page = found.filter(number__lt=int(before)) if NUMBER.fullmatch(before) else found
    entries = list(page[: A_PAGE + 1])
    older = request.GET.copy()
    if len(entries) > A_PAGE:
        older["before"] = str(entries[A_PAGE - 1].number)
    sought = request.GET.copy()
    sought.pop("before", None)
    return shown(
        request,
        "desk/audit/audit.html",
        form=form,
        entries=entries[:A_PAGE],
        hidden=_hidden(request, entries),
        kind_name=reading.kind_name,
        moment=reading.moment,
        number=found.count(),
        older=older.urlencode() if len(entries) > A_PAGE else "",
        paged=bool(before),
        query=sought.urlencode(),
        head=Head.objects.first(),
    )


def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    entries = list(Entry.objects.filter(kind=kind, key=key).select_related("person"))
    if not entries:
        raise Http404
    restricted, sees = bool(restricted_among(entries)), may(_person(request), "restricted.see")
    told = [(entry, list(reading.changes(entry, restricted=sees))) for entry in entries]
    record = reading.record_of(entries[0])
    if restricted and sees and record is not None:
        enter("saw", record, note="its history")
    return shown(
        request,
        "desk/audit/history.html",
        told=told,
        restricted=restricted,
        withheld=restricted and not sees,
        about=entries[-1].about,
        kind=reading.kind_name(kind),
        moment=reading.moment,
        words=words,
    )


def words(before: str, after: str) -> list[Run] | None:
    """A long text and what it became, word by word; None where both are better shown whole."""
    if reading.NOTHING in (before, after) or max(len(before), len(after)) < LONG:
        return None
    return list(differences(before, after))


def export(request: HttpRequest, ending: str) -> HttpResponse:
    written = FORMATS.get(f".{ending}")
    form = SoughtForm(request.GET)
    if written is None or not form.is_valid():
        raise Http404
    found = find(form.sought()).order_by("number")
    person = _person(request)
    head = Head.objects.first()
    enter("exported", person, note=f"the audit, to entry {head.number if head else 0}")
    sees = may(person, "restricted.see")
    entries = found.iterator(chunk_size=READ_AT_ONCE) if sees else without_restricted(found)
    answer = StreamingHttpResponse(written.lines(entries), content_type=written.media_type)
    name = f"audit-{clock.today():%Y-%m-%d}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _hidden(request: HttpRequest, entries: list[Entry]) -> set[tuple[str, str]]:
    """The records among these whose words the person may not see."""
    if may(_person(request), "restricted.see"):
        return set()
    return restricted_among(entries)


ROUTES = (
    Route("audit/", audit, "audit", "audit.see"),
    Route("audit/export.<str:ending>", export, "audit-export", "audit.export"),
    Route("audit/<str:kind>/<str:key>/", history, "audit-history", "audit.see"),
)
