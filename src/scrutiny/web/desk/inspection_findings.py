"""Findings: their list, adding and changing one, and taking them in and out as CSV."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.inspection.findings_csv import COLUMNS, read_findings, write_findings
from scrutiny.governance.inspection.models import Finding, Inspection
from scrutiny.governance.inspection.models.findings import Findings
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.inspection_finding_forms import FindingForm
from scrutiny.web.desk.inspection_forms import CsvForm
from scrutiny.web.desk.inspection_shown import form_page
from scrutiny.web.desk.plan import saved
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404
from scrutiny.web.desk.signed_in import signed_in
from scrutiny.web.edition import Edition
from scrutiny.web.files import download

A_PAGE = 30  # findings


class Filter(Form):
    """What of the list is wanted. Whatever is left empty, or cannot be, leaves nothing out."""

    inspection = forms.ModelChoiceField(
        Inspection.objects.none(), label="Inspection", required=False, empty_label="Any inspection"
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Any kind"), *Finding.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "Any state"), ("to-do", "Still to be done"), *Finding.State.choices],
        required=False,
    )
    whose = forms.ChoiceField(
        label="Whose", choices=[("", "Everyone’s"), ("mine", "Mine")], required=False
    )
    when = forms.ChoiceField(
        label="Due", choices=[("", "Whenever"), ("overdue", "Overdue")], required=False
    )
    words = forms.CharField(label="With the words", max_length=100, required=False)

    def __init__(self, given: Any, person: Person) -> None:
        super().__init__(given)
        self._person = person
        seen = may(person, "restricted.see")
        own = Inspection.objects.all() if seen else Inspection.objects.public()
        self.fields["inspection"].queryset = own  # type: ignore[attr-defined]

    def found(self) -> Findings:
        """The findings that are wanted, in the order of their reports, the latest first."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        findings: Findings = Finding.objects.seen_by(self._person)
        if wanted.get("whose") == "mine":
            findings = findings.filter(owner=self._person)
        if wanted.get("when") == "overdue":
            findings = findings.overdue()
        state = wanted.get("state")
        if state == "to-do":
            findings = findings.to_do()
        elif state:
            findings = findings.filter(state=state)
        for word in wanted.get("words", "").split():
            findings = findings.filter(text__icontains=word)
        findings = findings.filter(
            **{name: wanted[name] for name in ("inspection", "kind") if name in wanted}
        )
        return findings.select_related("inspection", "owner", "same_as").order_by(
            "-inspection__published", "inspection", "order", "id"
        )

    @property
    def query(self) -> str:
        """The address's query for what is wanted."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})


def findings(request: HttpRequest) -> HttpResponse:
    """The list, a page at a time."""
    wanted = Filter(request.GET, signed_in(request))
    listed = Paginator(wanted.found(), A_PAGE).get_page(request.GET.get("page"))
    return shown(
        request, "desk/inspections/findings.html", form=wanted, listed=listed, today=clock.today()
    )


def findings_csv(request: HttpRequest) -> HttpResponse:
    """The findings that the address asks for, and the person may see, as CSV."""
    found = Filter(request.GET, signed_in(request)).found()
    name = f"findings-{clock.today()}.csv"
    return download(write_findings(found).encode(), name, "text/csv; charset=utf-8")


def finding_new(request: HttpRequest, number: int) -> HttpResponse:
    of = seen_or_404(request, Inspection, number)
    record = Finding(inspection=of, order=of.findings.count() + 1)
    return _edit(request, record, f"Add a finding: {of}", of.get_absolute_url())


def finding_edit(request: HttpRequest, number: int) -> HttpResponse:
    found = seen_or_404(request, Finding, number)
    return _edit(request, found, "Change the finding", found.get_absolute_url())


def _edit(request: HttpRequest, record: Finding, heading: str, back: str) -> HttpResponse:
    edition: Edition = request.edition  # type: ignore[attr-defined]
    form = FindingForm(request, edition.catalogue, instance=record)
    if request.method == "POST" and form.is_valid():
        if twin := _sent_before(form.instance):
            return redirect(twin)
        if saved(form):
            messages.success(request, "The finding is saved.")
            return redirect(form.instance)
    return form_page(request, form, heading, "Save the finding", back)


def _sent_before(record: Finding) -> Finding | None:
    """The very same finding, if the form of a new one was sent twice."""
    if record.pk is not None:
        return None
    told = {name: getattr(record, name) for name in ("kind", "scope", "area", "reference", "text")}
    found: Finding | None = record.inspection.findings.filter(**told).first()
    return found


def findings_import(request: HttpRequest, number: int) -> HttpResponse:
    """Take findings in from a CSV file: all of them, or none and the first that is wrong."""
    of = seen_or_404(request, Inspection, number)
    sent = request.method == "POST"
    form = CsvForm(request.POST, request.FILES) if sent else CsvForm()
    if sent and form.is_valid():
        try:
            done = read_findings(of, form.cleaned_data["file"], form.name)
        except ScrutinyError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, done.said)
            return redirect(f"{reverse('findings')}?inspection={of.pk}")
    return form_page(
        request, form, f"Take in findings: {of}", "Take them in", of.get_absolute_url(),
        columns=COLUMNS,
    )  # fmt: skip
