"""All that is kept from the public, what is to be reviewed first, and letting it be public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.record import Sensitive
from scrutiny.governance.reporting import restricting
from scrutiny.governance.reporting.models import Part, Withheld
from scrutiny.reports.passages import Passage
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown

WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept from the public: `kind` and `number` name it.

    Where there is no `kind` it is made public where it is written, at `href`. No day of `review`:
    what begins it is not as it must be.
    """

    kind: str
    number: int
    title: str
    what: str
    why: str
    review: date | None
    href: str


def restricted(request: HttpRequest) -> HttpResponse:
    """Everything that is restricted, what is to be reviewed first at the head."""
    found = sorted(_all(), key=lambda kept: (kept.review or date.min, kept.what, kept.number))
    return shown(request, "desk/restricted/list.html", kept=found, today=clock.today())


def lift(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Let one be public again, with the reason."""
    record = _record(kind, number)
    why = request.POST.get("why", "").strip()
    wrong = ""
    if request.method == "POST":
        wrong = _lift(record, why)
        if not wrong:
            messages.success(request, "It is no longer restricted.")
            return redirect("restricted")
    else:
        enter("saw", record)
    part_of = cause(record) if isinstance(record, Sensitive) else None
    return shown(
        request, "desk/restricted/lift.html", kept=_kept(record), why=why, wrong=wrong,
        part_of=part_of if part_of != record else None,
    )  # fmt: skip


def _lift(record: Sensitive | Withheld, why: str) -> str:
    """What is wrong, or nothing when it is done."""
    if not why:
        return "Say why it can be public."
    try:
        if isinstance(record, Withheld):
            restricting.show_again(record, why)
        elif isinstance(record, Part):
            restricting.open_up(record, why)
        else:
            record.restricted, record.restricted_why, record.restricted_review = False, "", None
            record.save(note=why)
    except ValidationError as error:
        return " ".join(error.messages)
    except ScrutinyError as error:
        return str(error)
    return ""


def _kinds() -> dict[str, type[Sensitive]]:
    return {k._meta.model_name or "": k for k in apps.get_models() if issubclass(k, Sensitive)}


def _all() -> Iterator[Kept]:
    for kind in _kinds().values():
        yield from (_kept(record) for record in kind.objects.filter(restricted=True))
    yield from (_kept(each) for each in Withheld.objects.filter(ended=False))
    yield from (_written(part, passage) for part, passage in restricting.restricted_passages())


def _record(kind: str, number: int) -> Sensitive | Withheld:
    if kind == WITHHELD:
        withheld: Withheld = get_object_or_404(Withheld, pk=number, ended=False)
        return withheld
    if kind not in _kinds():
        raise Http404
    record: Sensitive = get_object_or_404(_kinds()[kind], pk=number, restricted=True)
    return record


def _kept(record: Sensitive | Withheld) -> Kept:
    kind = record._meta.model_name or ""
    if isinstance(record, Withheld):
        return Kept(kind, record.pk, str(record), "Table or chart", record.why, record.review, "")
    review = record.restricted_review
    assert review is not None, "what is restricted has a date of review"
    name = str(record._meta.verbose_name).capitalize()
    href = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    return Kept(kind, record.pk, str(record), name, record.restricted_why, review, href)


def _written(part: Part, passage: Passage) -> Kept:
    assert passage.restriction is not None
    href = reverse("part", kwargs={"number": part.pk})
    title, kept = f"{part}: {passage.text.strip()}", passage.restriction
    day = kept.review if kept.review < date.max else None
    return Kept("", part.pk, title, "Paragraph of a report", kept.why, day, href)


ROUTES = (
    Route("restricted/", restricted, "restricted", "restricted.see"),
    Route(
        "restricted/<slug:kind>/<int:number>/", lift, "restricted-lift", "restricted.mark",
        changes="restricted.mark",
    ),
)  # fmt: skip
