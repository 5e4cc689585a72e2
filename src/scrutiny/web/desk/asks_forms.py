"""The forms of requests and actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from scrutiny.areas.area import Kind
from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.models import Ask, organisations_of
from scrutiny.governance.meetings.files import ENDINGS, examine
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.meetings.notes import answering
from scrutiny.governance.moving import Move
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may
from scrutiny.governance.plan.models import Section
from scrutiny.governance.reporting.models import Part
from scrutiny.periods import Month
from scrutiny.web.desk.forms import RESTRICTION, Form, RecordForm
from scrutiny.web.edition import Edition

PLACES: tuple[Kind, ...] = ("division", "district")  # of which an ask may be about one


class PartField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A section of a report, with its quarter."""

    def label_from_instance(self, part: Any) -> str:
        return f"{part.title} (report to {Month.parse(part.report.to).name})"


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person, with the organisations that they are of."""

    def label_from_instance(self, person: Any) -> str:
        return ", ".join((person.title, *(str(each) for each in organisations_of(person))))


class Step(Form):
    """A form on the page of an ask, folded away under its title; `id` tells one from another."""

    id: str
    title: str
    to: str  # the name of the address that it is sent to
    uploads = False

    def __init__(self, given: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(given, files, auto_id=f"id_{self.id}_%s", **more)


class MoveStep(Step):
    """A move of what somebody owns, with what is to be said of it."""

    move = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, move: Move, given: Any = None) -> None:
        self.id, self.title = move.id, move.title
        super().__init__(given, initial={"move": move.id})
        comment = self.fields["comment"]
        comment.label, comment.required = move.asks, move.must_say


class MoveForm(MoveStep):
    """A move of an ask, with the section of a report that answers it."""

    to = "ask-move"
    part = PartField(
        Part.objects.none(),
        label="Section of a report that answers it",
        required=False,
        empty_label="None",
    )

    def __init__(self, ask: Ask, move: Move, person: Person, given: Any = None) -> None:
        super().__init__(move, given)
        parts = _parts(ask, person) if move.id == "answer" else None
        if parts:
            self.fields["part"].queryset = parts  # type: ignore[attr-defined]
        else:
            del self.fields["part"]


def _parts(ask: Ask, person: Person) -> Any:
    """The sections of its force's reports that a person may see, those of the latest first."""
    if not may(person, "reports.see"):
        return None
    parts = Part.objects.all() if may(person, "restricted.see") else Part.objects.public()
    if ask.meeting is not None:
        parts = parts.filter(report__force=ask.meeting.force)
    return parts.select_related("report").order_by("-report__to", "order")


class EvidenceForm(Step):
    """A file or an address that shows that something was answered or done."""

    id, title, to, uploads = "evidence", "Add evidence", "ask-evidence", True
    what = forms.CharField(label="What it is", max_length=300)
    file = forms.FileField(
        label="File", required=False, help_text=f"It ends with {', '.join(ENDINGS)}."
    )
    address = forms.URLField(
        label="Or its address", required=False, assume_scheme="https", max_length=200
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("file")
        if not self.errors and bool(file) == bool(given.get("address")):
            raise ValidationError("Give a file or an address, one of them.")
        if file:
            try:
                examine(file, file.name)
            except ScrutinyError as error:
                self.add_error("file", str(error))
        return given


class DueForm(Step):
    """Another due date, with the reason."""

    id, title, to = "due", "Change the due date", "ask-due"
    due = forms.DateField(label="Due")
    why = forms.CharField(label="Why it changes", max_length=500)


class RestrictForm(RecordForm):
    """Whether an ask is kept from the public, why, and when to think again."""

    class Meta:
        model = Ask
        fields = RESTRICTION

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _check_owner(self.instance.owner, given.get("restricted", False))
        return given


class AskForm(RecordForm):
    """A request or an action: what is asked of whom, by when, and what it is about."""

    owner = OwnerField(Person.objects.none(), required=False, empty_label="Nobody who signs in")
    measure = forms.ChoiceField(label="measure concerned", required=False)
    area = forms.ChoiceField(label="area concerned", required=False)

    class Meta:
        model = Ask
        fields = (
            "kind", "text", "owner", "owner_title", "organisation", "due", "meeting", "section",
            "measure", "area", *RESTRICTION,
        )  # fmt: skip

    def __init__(self, edition: Edition, person: Person, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        fields: dict[str, Any] = self.fields
        if self.instance.pk or not may(person, "restricted.mark"):
            for name in RESTRICTION:
                del fields[name]
        if self.instance.pk:
            del fields["due"]  # it changes with a reason, on the page itself
        seen = may(person, "restricted.see")
        for name, model in (("meeting", Meeting), ("section", Section)):
            fields[name].queryset = model.objects.all() if seen else model.objects.public()
        fields["kind"].choices = Ask.Kind.choices
        fields["organisation"].empty_label = "The owner's"
        fields["meeting"].empty_label = fields["section"].empty_label = "None"
        fields["text"].widget.attrs["rows"] = 4
        fields["owner"].queryset = Person.objects.filter(pk__in=[p.pk for p in answering()])
        fields["owner_title"].required = False
        fields["owner_title"].label = "owner's title"
        fields[
            "owner_title"
        ].help_text = "As the minutes say it. The title of the owner if left empty."
        fields["measure"].choices = [("", "None"), *_measures(edition)]
        fields["area"].choices = [("", "The whole force"), *_places(edition)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        owner = given.get("owner")
        if owner is not None:
            given["owner_title"] = given.get("owner_title") or owner.title
        elif not given.get("owner_title"):
            self.add_error("owner_title", "Say who is asked: somebody who signs in, or a title.")
        parts = (given.get("meeting"), given.get("section"))
        kept = any(part is not None and part.restricted for part in parts)
        _check_owner(owner, kept or given.get("restricted", self.instance.restricted))
        return given


def _check_owner(owner: Person | None, restricted: bool) -> None:
    if restricted and owner is not None and not may(owner, "restricted.see"):
        raise ValidationError(
            f"The {owner.title} may not see what is restricted: it needs another owner."
        )


def _measures(edition: Edition) -> list[tuple[str, str]]:
    return sorted(((m.id, m.title) for m in edition.catalogue.measures), key=lambda pair: pair[1])


def _places(edition: Edition) -> list[tuple[str, str]]:
    """The divisions and districts of the site's own force."""
    codes = [code for kind in PLACES for code in edition.areas.children(edition.home_area, kind)]
    return [(code, edition.areas.get(code).name) for code in codes]
