"""The forms of findings: what one says, and what is done on its page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from scrutiny.catalogue import Catalogue
from scrutiny.governance.inspection.models import Finding, Inspection
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may
from scrutiny.governance.plan.models import Section
from scrutiny.web.desk import asks_forms
from scrutiny.web.desk.asks_forms import MoveStep, OwnerField, Step
from scrutiny.web.desk.forms import RESTRICTION
from scrutiny.web.desk.inspection_forms import SELECT, area_choices
from scrutiny.web.desk.plan_forms import PartForm, measure_choices
from scrutiny.web.desk.sight import visible

SPARE_MEASURES = 2  # empty choices that a finding's form offers for more measures


class FindingForm(PartForm):
    """A finding, with one choice for each measure that it is about and a few to spare."""

    area = forms.ChoiceField(label="area or question")
    owner = OwnerField(
        Person.objects.none(), label="owner", required=False, empty_label="Nobody who signs in"
    )

    class Meta:
        model = Finding
        fields = (
            "kind", "scope", "area", "reference", "text", "owner", "owner_title", "due",
            "same_as", "repeats", *RESTRICTION,
        )  # fmt: skip
        labels = {"owner_title": "owner’s title"}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "text": "In short words of your own. The report itself has the inspectors’.",
            "owner_title": "The title of the owner if left empty.",
            "same_as": "It is answered there, once for all that are identical.",
            "repeats": "A finding of an earlier inspection that is made again.",
        }

    def __init__(
        self, request: HttpRequest, catalogue: Catalogue, *given: Any, **more: Any
    ) -> None:
        super().__init__(request, *given, **more)
        fields: dict[str, Any] = self.fields
        of: Inspection = self.instance.inspection
        fields["area"].choices = area_choices(of)
        updating = [p.pk for p in Person.objects.all() if may(p, "findings.update")]
        fields["owner"].queryset = Person.objects.filter(pk__in=updating)
        fields["owner_title"].required = False
        others = visible(request, Finding.objects).exclude(pk=self.instance.pk)
        same = others.filter(same_as=None, inspection__force=of.force)
        fields["same_as"].queryset = same.select_related("inspection")
        earlier = others.filter(inspection__force=of.force).exclude(inspection=of)
        fields["repeats"].queryset = earlier.select_related("inspection")
        for name in ("same_as", "repeats"):
            fields[name].empty_label = "None"
            fields[name].label_from_instance = lambda f: f"{f.inspection}: {f}"
            fields[name].widget.attrs |= SELECT
        if self.instance.pk:
            del fields["due"]  # it changes with a reason, on the page itself
        held = self.instance.measures
        self.of_measures = [f"measure_{n}" for n in range(len(held) + SPARE_MEASURES)]
        choices = measure_choices(catalogue, held)
        for number, name in enumerate(self.of_measures):
            fields[name] = forms.ChoiceField(
                label=f"measure {number + 1}", required=False, choices=choices,
                initial=held[number] if number < len(held) else "",
                widget=forms.Select(attrs=SELECT),
            )  # fmt: skip
        self.order_fields([*self.Meta.fields[:8], *self.of_measures])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        chosen = [given.get(name, "") for name in self.of_measures]
        self.instance.measures = list(dict.fromkeys(id for id in chosen if id))
        owner = given.get("owner")
        if owner is not None and not given.get("owner_title"):
            given["owner_title"] = owner.title
        return given


class DueForm(asks_forms.DueForm):
    """Another due date, with the reason; the first needs none."""

    to = "finding-due"
    why = forms.CharField(label="Why it changes", max_length=500, required=False)


class EvidenceForm(asks_forms.EvidenceForm):
    """A file or an address that shows how a finding goes on."""

    to = "finding-evidence"


class FindingMove(MoveStep):
    """A step of a finding, with what is to be said of it."""

    to = "finding-move"


class PlanForm(Step):
    """The section of the plan in force that an area for consideration is put in."""

    id, title, to = "plan", "Put it on the scrutiny plan", "finding-plan"
    section = forms.ModelChoiceField(Section.objects.none(), label="Section of the plan")
    area_title = forms.CharField(label="Area for consideration", max_length=200)
    rationale = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, sections: Any, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
