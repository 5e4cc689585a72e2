"""The forms of meetings: the meeting itself, who attends, agenda items, papers, notes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, QueryDict

from scrutiny.areas import load_areas
from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.meetings.days import read_day
from scrutiny.governance.meetings.files import ENDINGS, LARGEST
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting, Note, Paper
from scrutiny.governance.people.models import Organisation
from scrutiny.periods import Month, Period, quarter_name
from scrutiny.web.desk.forms import RESTRICTION, Form, RecordForm

QUARTERS_BACK, QUARTERS_AHEAD = 8, 8  # of those that a meeting may look at
MONTHS_A_QUARTER = 3


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form to check; None where a page is only asked for."""
    return request.POST if request.method == "POST" else None


class Markable(RecordForm):
    """A form of something that may be restricted, by those who may `mark` it."""

    def __init__(self, *given: Any, mark: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        if not mark:
            for name in RESTRICTION:
                del self.fields[name]


class MeetingForm(Markable):
    """When an oversight body meets a force, where, and about which quarter."""

    class Meta:
        model = Meeting
        fields = ("title", "oversight", "force", "day", "begins", "ends", "place", "to",
                  *RESTRICTION)  # fmt: skip

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        bodies = Organisation.objects.filter(kind__in=Organisation.OVERSIGHT)
        choose(self, "oversight", [(body.pk, str(body)) for body in bodies])
        choose(self, "force", [(force.code, force.name) for force in load_areas().forces()])
        choose(self, "to", _quarters(self.instance.to))
        self.fields["to"].label = "quarter that it looks at"
        self.fields["force"].label, self.fields["oversight"].label = "force", "oversight body"


def choose(form: RecordForm | Form, name: str, choices: list[tuple[Any, str]]) -> None:
    """Let a field be chosen from a list."""
    field = form.fields[name]
    field.widget = forms.Select(choices=choices, attrs={"class": "govuk-select"})


def _quarters(chosen: str) -> list[tuple[str, str]]:
    """The quarters around today, the latest first, and the one that is chosen."""
    here = Month.of(clock.today())
    while not here.ends_quarter:
        here -= 1
    around = range(-QUARTERS_BACK, QUARTERS_AHEAD + 1)
    lasts = {here + MONTHS_A_QUARTER * n for n in around}
    if chosen:
        lasts.add(Month.parse(chosen))
    periods = (Period.ending(last, MONTHS_A_QUARTER) for last in sorted(lasts, reverse=True))
    return [(str(p.last), f"{p.name} ({quarter_name(p)})") for p in periods]


class AttendanceForm(RecordForm):
    """Somebody who is invited: by title; with their account here, where they have one."""

    class Meta:
        model = Attendance
        fields = ("title", "organisation", "person")
        labels: ClassVar = {"person": "their account on this site"}


class ItemForm(Markable):
    """An item of an agenda as an officer words it."""

    class Meta:
        model = AgendaItem
        fields = ("title", "about", "section", "lead", "minutes", *RESTRICTION)
        labels: ClassVar = {"section": "section of the plan"}
        widgets: ClassVar = {"about": forms.Textarea(attrs={"rows": 3})}


class PaperForm(Markable):
    """A file, its title, and the item that it is for."""

    class Meta:
        model = Paper
        fields = ("title", "item", "file", *RESTRICTION)
        labels: ClassVar = {"item": "item of the agenda that it is for"}
        help_texts: ClassVar = {
            "file": f"Up to {LARGEST // 1024**2} MB. It ends with {', '.join(ENDINGS)}."
        }
        widgets: ClassVar = {"file": forms.FileInput}

    def __init__(self, *given: Any, items: list[AgendaItem], **more: Any) -> None:
        super().__init__(*given, **more)
        choose(self, "item", [("", "No item"), *((item.pk, item.title) for item in items)])

    def clean_item(self) -> AgendaItem | None:
        item: AgendaItem | None = self.cleaned_data["item"]
        if item is not None and item.meeting_id != self.instance.meeting_id:
            raise forms.ValidationError("That item is of another meeting.")
        return item

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in self.changed_data and held.get("file"):
            self.instance.name = held["file"].name
        return held


class PaperWordsForm(PaperForm):
    """A paper that is there already: its file stays."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        del self.fields["file"]


class NoteForm(Markable):
    """A note that was taken, to be put right."""

    class Meta:
        model = Note
        fields = ("text", *RESTRICTION)


class SaidForm(Form):
    """A note, decision, request or action with a field for each part of it."""

    kind = forms.ChoiceField(label="kind", choices=Note.Kind.choices)
    text = forms.CharField(label="text", widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.CharField(
        label="owner", max_length=200, required=False,
        help_text="Of a request or an action: a title, such as Head of Crime.",
    )  # fmt: skip
    due = forms.CharField(label="due", required=False,
                          help_text="Such as 12 June, in two weeks, or next meeting.")  # fmt: skip
    item = forms.TypedChoiceField(label="item of the agenda", required=False, coerce=int,
                                  empty_value=None)  # fmt: skip
    form = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(
        self, *given: Any, meeting: Meeting, after: Meeting | None, items: list[AgendaItem],
        titles: list[str], kinds: tuple[Note.Kind, ...] = tuple(Note.Kind), **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **more)
        self.meeting, self.after, self.titles = meeting, after, titles
        known = [("", "No item"), *((item.pk, item.title) for item in items)]
        self.fields["item"].choices = known  # type: ignore[attr-defined]
        kind = self.fields["kind"]
        kind.choices = [(k.value, k.label) for k in kinds]  # type: ignore[attr-defined]
        self.fields["owner"].widget.attrs["list"] = "titles"
        if Note.Kind.NOTE not in kinds:
            self.fields["text"].label = "what is asked"
            self.fields["owner"].required = self.fields["due"].required = True

    def clean_due(self) -> Any:
        said = self.cleaned_data["due"]
        try:
            day = self.after.day if self.after else None
            return read_day(said, self.meeting.day, day) if said else None
        except ScrutinyError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        if held.get("kind") in (Note.Kind.REQUEST, Note.Kind.ACTION):
            for name, why in (("owner", "Say whose it is."), ("due", "Say when it is due.")):
                if name not in self.errors and not held.get(name):
                    self.add_error(name, why)
        return held
