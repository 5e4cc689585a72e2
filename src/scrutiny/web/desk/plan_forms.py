"""The forms of a plan, its parts, and areas identified for consideration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from scrutiny.catalogue import Catalogue
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.permissions import may
from scrutiny.governance.plan.models import (
    AreaForConsideration,
    Plan,
    Priority,
    Section,
    StandingItem,
)
from scrutiny.governance.raised.deciding import OPEN
from scrutiny.web.desk.forms import RESTRICTION, Form, RecordForm
from scrutiny.web.desk.sight import visible
from scrutiny.web.edition import Edition

SPARE_MEASURES = 3  # empty choices that an item's form offers for more measures
Areas = AreaForConsideration


class MonthsField(forms.CharField):
    """Months, written YYYY-MM with commas between."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return sorted((super().to_python(value) or "").replace(",", " ").split())


class PartForm(RecordForm):
    """A form of a sensitive record: who may not mark it is not offered the fields for that."""

    def __init__(self, request: HttpRequest, *given: Any, **more: Any) -> None:
        sent = request.POST if request.method == "POST" else None
        super().__init__(sent, *given, **more)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
        if not may(request.user, "restricted.mark"):  # type: ignore[arg-type]
            for name in RESTRICTION:
                self.fields.pop(name, None)


class PlanForm(PartForm):
    foresees = MonthsField(
        required=False,
        label="months in which it foresees a meeting",
        help_text="Where the day is not known yet, such as 2014-09, 2014-12.",
    )

    class Meta:
        model = Plan
        fields = (
            "oversight", "force", "title", "version", "dated", "begins", "ends", "vision",
            "context", "foresees", *RESTRICTION,
        )  # fmt: skip

    def __init__(self, request: HttpRequest, edition: Edition, *given: Any, **more: Any) -> None:
        super().__init__(request, *given, **more)
        bodies = Organisation.objects.filter(kind__in=Organisation.OVERSIGHT)
        self.fields["oversight"].queryset = bodies  # type: ignore[attr-defined]
        forces = [(area.code, area.name) for area in edition.areas.forces()]
        self.fields["force"] = forms.ChoiceField(
            label="force", choices=forces, widget=forms.Select(attrs={"class": "govuk-select"})
        )
        self.initial["force"] = self.instance.force or edition.home_area


class VersionForm(Form):
    version = forms.CharField(label="name of the new version", max_length=40)
    dated = forms.DateField(label="date of the new version")


class BoxForm(PartForm):
    class Meta:
        model = Priority
        fields = ("kind", "title", "text", *RESTRICTION)


class SectionForm(PartForm):
    due = MonthsField(
        required=False,
        label="months in which it is due",
        help_text="Six-monthly and yearly: the first month, such as 2013-12. By date: every "
        "month, with commas between. Quarterly: leave it empty.",
    )

    class Meta:
        model = Section
        fields = (
            "number", "title", "part_of", "priority", "owner", "frequency", "due", "aim",
            "approach", *RESTRICTION,
        )  # fmt: skip
        help_texts = {  # noqa: RUF012
            "owner": "A title, such as Chief Constable.",
            "frequency": "A heading that only holds other sections has none.",
        }

    def __init__(self, request: HttpRequest, *given: Any, **more: Any) -> None:
        super().__init__(request, *given, **more)
        plan = self.instance.plan
        others = plan.sections.current().exclude(pk=self.instance.pk)
        self.fields["part_of"].queryset = others  # type: ignore[attr-defined]
        self.fields["priority"].queryset = plan.priorities.current()  # type: ignore[attr-defined]


class ItemForm(PartForm):
    """A standing item, with one choice for each measure that it is about and a few to spare."""

    class Meta:
        model = StandingItem
        fields = ("text", *RESTRICTION)

    def __init__(
        self, request: HttpRequest, catalogue: Catalogue, *given: Any, **more: Any
    ) -> None:
        super().__init__(request, *given, **more)
        held = self.instance.measures
        choices = measure_choices(catalogue, held)
        self.choices_of_measures = [f"measure_{n}" for n in range(len(held) + SPARE_MEASURES)]
        for number, name in enumerate(self.choices_of_measures):
            self.fields[name] = forms.ChoiceField(
                label=f"measure {number + 1}",
                required=False,
                choices=choices,
                initial=held[number] if number < len(held) else "",
                widget=forms.Select(attrs={"class": "govuk-select app-wide-select"}),
            )
        self.order_fields(["text", *self.choices_of_measures])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [cleaned.get(name, "") for name in self.choices_of_measures]
        self.instance.measures = list(dict.fromkeys(id for id in chosen if id))
        return cleaned


def measure_choices(catalogue: Catalogue, held: list[str]) -> list[tuple[str, Any]]:
    """None, the measures by their priority, and those of `held` that the catalogue has no more."""
    found: list[tuple[str, Any]] = [("", "None")]
    found += [
        (priority.title, [(m.id, m.title) for m in catalogue.for_priority(priority.id)])
        for priority in catalogue.priorities
    ]
    gone = [id for id in held if id not in catalogue]
    return found + ([("No longer in the catalogue", [(id, id) for id in gone])] if gone else [])


class ProposalForm(PartForm):
    """An area that somebody proposes; the scrutiny officer decides."""

    class Meta:
        model = Areas
        fields: tuple[str, ...] = (
            "section", "title", "rationale", "origin", "meeting", *RESTRICTION,
        )  # fmt: skip

    def __init__(self, request: HttpRequest, plan: Plan, *given: Any, **more: Any) -> None:
        super().__init__(request, *given, **more)
        sections = visible(request, plan.sections.current()).exclude(frequency="")
        meetings = Meeting.objects.filter(oversight=plan.oversight, force=plan.force)
        opened = visible(request, meetings.filter(state__in=OPEN))
        if self.instance.meeting_id:
            opened = opened | meetings.filter(pk=self.instance.meeting_id)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = opened  # type: ignore[attr-defined]
        self.fields["origin"].required = True


class AreaForm(ProposalForm):
    class Meta(ProposalForm.Meta):
        fields = (*ProposalForm.Meta.fields[:5], "state", *RESTRICTION)
