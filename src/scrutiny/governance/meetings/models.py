"""Scrutiny meetings: when, who, about what, on which papers, and what was said and decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.files import by_content
from scrutiny.governance.meetings.files import examine
from scrutiny.governance.meetings.restricted import below, keep_with, marked, seen
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.plan.models import AreaForConsideration, Section, StandingItem
from scrutiny.governance.raised.models import Raised
from scrutiny.governance.record import Record, Sensitive
from scrutiny.periods import Month, Period


class Meeting(Sensitive):
    """An oversight body meets a force, about the quarter that ends with `to`."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        AGENDA_SET = "agenda-set", "Agenda set"
        HELD = "held", "Held"
        MINUTES_AGREED = "minutes-agreed", "Minutes agreed"
        CANCELLED = "cancelled", "Cancelled"

    oversight = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    force = models.CharField("force (ONS code)", max_length=20)
    title = models.CharField("title", max_length=200, default="Strategic scrutiny meeting")
    day = models.DateField("date")
    begins = models.TimeField("from", null=True, blank=True)
    ends = models.TimeField("until", null=True, blank=True)
    place = models.CharField("place", max_length=200, blank=True)
    to = models.CharField("last month of the quarter that it looks at (YYYY-MM)", max_length=7)
    state = models.CharField(max_length=15, choices=State.choices, default=State.PLANNED)
    agenda_published = models.DateTimeField(null=True, blank=True)
    minutes_published = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField("why it was cancelled", max_length=500, blank=True)
    # What calendars that follow it ask: how often its time or place changed, and when it last did.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    revised = models.DateTimeField(default=clock.now, editable=False)

    UNTOLD = frozenset({"id", "sequence", "revised"})  # they follow from what else changed
    IN_CALENDARS: ClassVar = ("title", "day", "begins", "ends", "place", "cancelled_why")

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.title}, {self.day:%-d %B %Y}"

    def clean(self) -> None:
        super().clean()
        wrong = {}
        if self.begins and self.ends and self.ends <= self.begins:
            wrong["ends"] = "The meeting ends after it begins."
        if self.ends and not self.begins:
            wrong["begins"] = "Say when it begins too."
        try:
            if not Month.parse(self.to).ends_quarter:
                wrong["to"] = "A quarter ends with March, June, September or December."
        except ScrutinyError as error:
            wrong["to"] = str(error)
        if wrong:
            raise ValidationError(wrong)

    def _saving(self, before: dict[str, Any] | None) -> None:
        after = self.told()
        if before and any(before[name] != after[name] for name in self.IN_CALENDARS):
            self.sequence += 1
            self.revised = clock.now()

    @property
    def quarter(self) -> str:
        """The quarter it looks at, in words: `October to December 2019`."""
        return Period.ending(Month.parse(self.to), 3).name

    def locked(self) -> Meeting:
        """It as it is now, for this transaction alone: two at once come one after the other."""
        found: Meeting = Meeting.objects.select_for_update().get(pk=self.pk)
        return found

    @property
    def open(self) -> bool:
        """Whether its agenda and notes may still change."""
        return self.state not in (self.State.CANCELLED, self.State.MINUTES_AGREED)


class Attendance(Record):
    """Someone who is invited to a meeting, by title; a person of the site where there is one."""

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        NOT_INVITED = "not-invited", "No longer invited"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    title = models.CharField("title", max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    state = models.CharField(max_length=11, choices=State.choices, default=State.INVITED)

    class Meta:
        ordering = ("meeting", "organisation", "title")

    def __str__(self) -> str:
        return self.title


class AgendaItem(Sensitive):
    """A line of a meeting's agenda, and what brought it there."""

    WITHIN: ClassVar = (
        "meeting",
        *below("section", Section),
        *below("area", AreaForConsideration),
        *below("raised", Raised),
        *below("ask", Ask),
    )

    class Origin(models.TextChoices):
        STANDING = "standing", "Standing item"
        AREA = "area", "Area for consideration"
        EXCEPTION = "exception", "Exception"
        OVERDUE = "overdue", "Overdue action"
        ADDED = "added", "Added"

    # What one reads with an item, to say what it is about and whether that is restricted.
    ABOUT: ClassVar = ("section__plan", "area__section__plan", "raised", "ask__meeting")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("item", max_length=300)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ADDED)
    section = models.ForeignKey("plan.Section", models.PROTECT, null=True, blank=True)
    area = models.ForeignKey("plan.AreaForConsideration", models.PROTECT, null=True, blank=True)
    raised = models.ForeignKey("raised.Raised", models.PROTECT, null=True, blank=True)
    ask = models.ForeignKey(
        "asks.Ask", models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    lead = models.CharField("who leads", max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes allotted", null=True, blank=True)
    about = models.TextField("what it is about", blank=True)
    dropped = models.BooleanField("taken off the agenda", default=False)

    class Meta:
        ordering = ("meeting", "order")

    def __str__(self) -> str:
        return self.title

    @property
    def mark(self) -> Sensitive | None:
        """What it is restricted by, apart from its meeting."""
        return marked(self)

    def standing(self, public: bool) -> list[StandingItem]:
        """What the section that brought it here always covers."""
        if self.section is None or self.origin != self.Origin.STANDING:
            return []
        return list(seen(self.section.items.current(), public))

    def save(self, *given: Any, **more: Any) -> None:
        """Save it; what was asked under an item that is restricted becomes so too."""
        with transaction.atomic():
            super().save(*given, **more)
            if self.restricted:
                for note in self.notes.exclude(ask=None):
                    note.save()


class Paper(Sensitive):
    """A paper of a meeting: a file that somebody added to it, mostly to an item of its agenda."""

    WITHIN: ClassVar = ("meeting", *below("item", AgendaItem))

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    title = models.CharField("title", max_length=300)
    file = models.FileField("file", upload_to=by_content, max_length=200)
    name = models.CharField("name of the file", max_length=200)
    kind = models.CharField("media type", max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    withdrawn = models.BooleanField("withdrawn", default=False)

    class Meta:
        ordering = ("meeting", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def mark(self) -> Sensitive | None:
        """What it is restricted by, apart from its meeting."""
        return marked(self)

    def clean(self) -> None:
        """Take only files that may be papers, and write down what each one is."""
        super().clean()
        if self.file and not self.sha256:
            try:
                found = examine(self.file, self.name)
            except ScrutinyError as error:
                raise ValidationError({"file": str(error)}) from error
            self.kind, self.size, self.sha256 = found.kind, found.size, found.sha256


class Note(Sensitive):
    """What was said, decided, requested or set under an item, as it was taken in the meeting."""

    WITHIN: ClassVar = ("meeting", *below("item", AgendaItem), *below("ask", Ask))

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        DECISION = "decision", "Decision"
        REQUEST = "request", "Request"
        ACTION = "action", "Action"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="notes"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField("text")
    ask = models.ForeignKey(
        "asks.Ask", models.PROTECT, null=True, blank=True, related_name="notes"
    )  # what a request or an action became
    withdrawn = models.BooleanField(default=False)
    # The form that it came from, so that a form that is sent twice is one note.
    form = models.CharField(max_length=36, null=True, blank=True, editable=False)

    class Meta:
        ordering = ("meeting", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "form"), name="one_note_a_form"),)

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def mark(self) -> Sensitive | None:
        """What it is restricted by, apart from its meeting."""
        return marked(self)

    def save(self, *given: Any, **more: Any) -> None:
        """Save it; what was asked in a note that is restricted becomes so too."""
        with transaction.atomic():
            super().save(*given, **more)
            if self.ask is not None and not self.ask.restricted:
                keep_with(self.ask, self)
                if self.ask.restricted:
                    self.ask.save()


class Pack(Record):
    """A pack that was built: what its meeting's pages and papers were as one PDF."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    public = models.BooleanField("without what is restricted")
    file = models.FileField(upload_to=by_content, max_length=200)
    pages = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_from = models.CharField("fingerprint of its contents", max_length=64, default="")

    class Meta:
        ordering = ("meeting", "-id")

    def __str__(self) -> str:
        return f"{'Public pack' if self.public else 'Pack'}, {self.meeting}"
