"""The forms of inspections, the response and the register of practice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from scrutiny.errors import ScrutinyError
from scrutiny.governance.inspection.frames import frames
from scrutiny.governance.inspection.models import (
    Asked,
    Copy,
    Inspection,
    Practice,
    Response,
    Statement,
    TakenUp,
)
from scrutiny.governance.meetings.files import examine
from scrutiny.governance.people.models import Organisation
from scrutiny.web.desk.forms import RESTRICTION, Form, RecordForm
from scrutiny.web.desk.plan_forms import PartForm
from scrutiny.web.desk.sight import visible
from scrutiny.web.edition import Edition

UNKNOWN = [("unknown", "Not said"), ("true", "Yes"), ("false", "No")]
SELECT = {"class": "govuk-select app-wide-select"}


def area_choices(inspection: Inspection) -> list[tuple[str, str]]:
    """The areas or questions of an inspection's framework."""
    return [(area.id, area.name) for area in inspection.frame.areas]


def force_choices(edition: Edition) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in edition.areas.forces()]


class OfForceForm(PartForm):
    """A form whose record is of a force: the site's own, unless another is chosen."""

    def __init__(self, request: HttpRequest, edition: Edition, *given: Any, **more: Any) -> None:
        super().__init__(request, *given, **more)
        self.fields["force"] = forms.ChoiceField(
            label="force", choices=force_choices(edition), widget=forms.Select(attrs=SELECT)
        )
        self.initial["force"] = self.instance.force or edition.home_area


class InspectionForm(OfForceForm):
    address = forms.URLField(
        label="address of the report", required=False, assume_scheme="https", max_length=200
    )

    class Meta:
        model = Inspection
        fields = (
            "title", "framework", "force", "state", "begins", "ends", "published",
            "needs_response", "summary", "source", "address", *RESTRICTION,
        )  # fmt: skip

    def __init__(self, request: HttpRequest, edition: Edition, *given: Any, **more: Any) -> None:
        super().__init__(request, edition, *given, **more)
        choices = [(id, found.title) for id, found in frames().items()]
        self.fields["framework"] = forms.ChoiceField(
            label="framework", choices=choices, widget=forms.Select(attrs=SELECT)
        )
        self.order_fields(self.Meta.fields)


class StatementForm(OfForceForm):
    class Meta:
        model = Statement
        fields = ("force", "year", "due", "submitted", *RESTRICTION)


class CsvForm(Form):
    """A file of findings, or of criteria, to take in. What is cleaned is its text."""

    file = forms.FileField(label="CSV file")
    name = ""  # of the file

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        self.name = file.name
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError("It is not text in UTF-8. Save it as CSV UTF-8.") from None
        return text


class AskedForm(PartForm):
    """Evidence that inspectors ask for, and what was supplied of it."""

    area = forms.ChoiceField(label="area or question", required=False)

    class Meta:
        model = Asked
        fields = (
            "text", "by", "on", "due", "area", "owner_title", "supplied_on", "supplied", "file",
            "withdrawn", *RESTRICTION,
        )  # fmt: skip
        help_texts = {"by": "A role, such as lead inspector."}  # noqa: RUF012
        labels = {"file": "file that was supplied"}  # noqa: RUF012
        widgets = {"file": forms.FileInput(attrs={"class": "govuk-file-upload"})}  # noqa: RUF012

    def __init__(self, request: HttpRequest, *given: Any, **more: Any) -> None:
        super().__init__(request, *given, files=request.FILES or None, **more)
        area: Any = self.fields["area"]
        area.choices = [("", "None"), *area_choices(self.instance.inspection)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("file")
        if file and "file" in self.files:
            self.instance.name = file.name
            try:
                examine(file, file.name)
            except ScrutinyError as error:
                self.add_error("file", str(error))
        return given


class PracticeForm(OfForceForm):
    class Meta:
        model = Practice
        fields = (
            "title", "force", "inspection", "problem", "solution", "outcomes", "contact",
            "evaluated", "transferable", "withdrawn", *RESTRICTION,
        )  # fmt: skip
        help_texts = {"contact": "A role, never a person’s name."}  # noqa: RUF012

    def __init__(self, request: HttpRequest, edition: Edition, *given: Any, **more: Any) -> None:
        super().__init__(request, edition, *given, **more)
        fields: dict[str, Any] = self.fields
        fields["inspection"].queryset = visible(request, Inspection.objects)
        fields["inspection"].empty_label = "None"
        for name in ("evaluated", "transferable"):
            fields[name].widget = _YesNo(SELECT)
        self.order_fields(self.Meta.fields)


class _YesNo(forms.NullBooleanSelect):
    """Yes, no, or that the source does not say."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = UNKNOWN


class TakenUpForm(RecordForm):
    class Meta:
        model = TakenUp
        fields = ("by", "on", "note")


class DraftForm(RecordForm):
    class Meta:
        model = Response
        fields = ("oversight", "text")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        bodies = Organisation.objects.filter(
            kind__in=Organisation.OVERSIGHT, area=self.instance.inspection.force
        )
        self.fields["oversight"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["oversight"].label = "oversight body"
        self.fields["text"].required = True
        self.fields["text"].widget.attrs["rows"] = 16


class CopyForm(RecordForm):
    class Meta:
        model = Copy
        fields = ("to", "on")
        help_texts = {"to": "A role or a body, such as the Home Secretary."}  # noqa: RUF012
