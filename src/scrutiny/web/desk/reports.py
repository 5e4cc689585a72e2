"""Reports: the list, one report with its parts, who writes them, and its editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from scrutiny.areas import load_areas
from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.background.models import Job
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Person, Role
from scrutiny.governance.permissions import may, table
from scrutiny.governance.reporting.answering import requests_of, requests_of_none
from scrutiny.governance.reporting.checking import accepted, check_report
from scrutiny.governance.reporting.document import document_of
from scrutiny.governance.reporting.figures import templates
from scrutiny.governance.reporting.locking import next_number, unready
from scrutiny.governance.reporting.making import make_report
from scrutiny.governance.reporting.models import Edition, EditionFile, Part, Report
from scrutiny.governance.reporting.writing import conflict
from scrutiny.periods import Month, Period
from scrutiny.reports.render import rendered
from scrutiny.web.desk.forms import Form, RecordForm
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.signed_in import signed_in
from scrutiny.web.files import download

QUARTERS_OFFERED = 40  # ten years
DRAFTS_OF = (Edition.Audience.PUBLIC, Edition.Audience.PANEL, Edition.Audience.RESTRICTED)


def title_of(report: Report) -> str:
    """`Lancashire, October to December 2019`."""
    return f"{load_areas().get(report.force).name}, {quarter_of(report)}"


def quarter_of(report: Report) -> str:
    return Period.ending(Month.parse(report.to), 3).name


class Begin(Form):
    """A quarter to report on, the template, and the meeting that it goes to."""

    to = forms.ChoiceField(label="Quarter")
    template = forms.ChoiceField(label="Template")
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Meeting that it goes to", required=False
    )

    def __init__(self, given: Any, latest: Month) -> None:
        super().__init__(given)
        ends = [latest + 3 - 3 * n for n in range(QUARTERS_OFFERED)]
        quarters = [(str(end), Period.ending(end, 3).name) for end in ends]
        self.fields["to"].choices = quarters  # type: ignore[attr-defined]
        names = [(name, name.replace("-", " ").capitalize()) for name in templates()]
        self.fields["template"].choices = names  # type: ignore[attr-defined]
        self.fields["template"].initial = "strategic-scrutiny"
        coming = Meeting.objects.filter(day__gte=clock.today()).order_by("day").first()
        self.fields["to"].initial = coming.to if coming else str(latest)
        self.fields["meeting"].initial = coming
        open_ones = Meeting.objects.exclude(state=Meeting.State.CANCELLED).order_by("-day")
        self.fields["meeting"].queryset = open_ones  # type: ignore[attr-defined]


def reports(request: HttpRequest) -> HttpResponse:
    """Every report, the newest quarter first; and beginning one."""
    edition = request.edition  # type: ignore[attr-defined]
    force = edition.home_area
    form = Begin(request.POST or None, edition.latest_quarter(force))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        made = make_report(force, Month.parse(chosen["to"]), chosen["template"], chosen["meeting"])
        messages.success(request, "The report is here. Say next who writes its parts.")
        return redirect("report", number=made.pk)
    found = [
        (each, title_of(each), len(unready(each)), sum(p.to_write for p in each.parts.all()))
        for each in Report.objects.prefetch_related("parts")
    ]
    return shown(request, "desk/reports/list.html", reports=found, form=form)


@dataclass(frozen=True, slots=True)
class Line:
    """A part as the report's page lists it, and what waits in it."""

    part: Part
    asked: int
    remarks: int
    collided: bool
    overdue: bool


def _line(part: Part) -> Line:
    waiting = [a for a in requests_of(part) if a.state not in Ask.DONE] if part.to_write else []
    remarks = part.comments.filter(settled=False).count()
    late = part.due is not None and part.due < clock.today() and part.state != Part.State.APPROVED
    return Line(part, len(waiting), remarks, conflict(part) is not None, late)


def report(request: HttpRequest, number: int) -> HttpResponse:
    """One report: its parts, what it waits for, and its editions."""
    found = get_object_or_404(Report, pk=number)
    parts = found.parts.select_related("contributor", "approver", "moved_by")
    lines = [_line(part) for part in parts]
    editions = found.editions.prefetch_related("files")
    person = signed_in(request)
    writing = found.state in (Report.State.DRAFTING, Report.State.LOCKED)
    checked = check_report(found) if writing else None
    return shown(
        request,
        "desk/reports/report.html",
        report=found,
        title=f"Report: {title_of(found)}",
        written=[line for line in lines if line.part.to_write],
        by_themselves=[line for line in lines if not line.part.to_write],
        waits=unready(found),
        editions=[e for e in editions if _may_see(person, e)],
        correcting=found.state == Report.State.DRAFTING and editions.exists(),
        unplaced=[a for a in requests_of_none(found) if a.state not in Ask.DONE],
        audiences=[Edition.Audience(each) for each in DRAFTS_OF],
        job=Job.objects.filter(key=publishing_key(found)).first(),
        checked=checked,
        accepted=accepted(found, checked) if checked else None,
    )


def publishing_key(found: Report) -> str:
    """What the job that publishes a report's next edition is known by."""
    return f"publish-report-{found.pk}-{next_number(found)}"


class Assign(RecordForm):
    """Who writes and who approves a part, and by when. Each field's label names the part."""

    class Meta:
        model = Part
        fields = ("contributor", "approver", "due")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        allowed = {"contributor": "reports.write", "approver": "reports.approve"}
        for name, field in self.fields.items():
            what = {"contributor": "Contributor", "approver": "Approver", "due": "Due"}[name]
            field.widget.attrs["aria-label"] = f"{what}, {self.instance}"
            if name in allowed:
                field.queryset = who_may(allowed[name])  # type: ignore[attr-defined]
                field.empty_label = "Nobody yet"  # type: ignore[attr-defined]


def who_may(action: str) -> Any:
    """The people whose roles allow an action."""
    roles = [Role(role).value for role in table()[action]]
    return Person.objects.filter(is_active=True, memberships__role__in=roles).distinct()


def people(request: HttpRequest, number: int) -> HttpResponse:
    """Who writes and approves each part, all on one page."""
    found = get_object_or_404(Report, pk=number)
    parts = found.parts.all()
    rows = [Assign(request.POST or None, instance=p, prefix=f"part-{p.pk}") for p in parts]
    wrong = [row for row in rows if request.method == "POST" and not row.is_valid()]
    if request.method == "POST" and not wrong:
        with transaction.atomic():
            for row in rows:
                if row.has_changed():
                    row.save()
        messages.success(request, "Who writes and who approves is saved.")
        return redirect("report", number=number)
    return shown(
        request,
        "desk/reports/people.html",
        report=found,
        title=f"Who writes: {title_of(found)}",
        owned=[row for row in rows if row.instance.to_write],
        others=[row for row in rows if not row.instance.to_write],
        wrong=wrong,
    )


def draft(request: HttpRequest, number: int, audience: str) -> HttpResponse:
    """The whole report as it stands, as PDF, for those who write and approve it."""
    found = get_object_or_404(Report, pk=number)
    if audience not in Edition.Audience.values:
        raise Http404
    try:
        document = document_of(found, audience)
    except ScrutinyError as error:
        messages.error(request, f"The draft cannot be made yet. {error}")
        return redirect("report", number=number)
    made = rendered(document, "pdf")
    if audience == Edition.Audience.RESTRICTED:
        enter("saw", found, note="The restricted draft")
    return download(made, f"{document.id}.pdf", inline=True)


def file(request: HttpRequest, edition: int, name: str) -> HttpResponse:
    """A file of an edition."""
    found = get_object_or_404(
        EditionFile.objects.select_related("edition__report"), edition=edition, name=name
    )
    if not _may_see(signed_in(request), found.edition):
        raise Http404
    if found.edition.audience == Edition.Audience.RESTRICTED:
        enter("saw", found.edition, note=name)
    return download(found.file.read(), name)


def _may_see(person: Person, edition: Edition) -> bool:
    restricted = edition.audience == Edition.Audience.RESTRICTED
    return may(person, "restricted.see" if restricted else "reports.see")


ROUTES = (
    Route("reports/", reports, "reports", "reports.see", "reports.make"),
    Route("reports/<int:number>/", report, "report", "reports.see"),
    Route("reports/<int:number>/people/", people, "report-people", "reports.make", "reports.make"),
    Route("reports/<int:number>/draft/<slug:audience>/", draft, "report-draft", "restricted.see"),
    Route("reports/editions/<int:edition>/<str:name>", file, "edition-file", "reports.see"),
)
