"""The writing of a quarterly report: its sections, texts, approval, editions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from scrutiny.governance.files import by_content
from scrutiny.governance.record import Record, Sensitive
from scrutiny.reports.passages import FENCE


class Report(Record):
    """A force's report for the quarter that ends with `to`, made from a template.

    `snapshot` is the edition of the data that a locked report is pinned to, `as_at` the day, `pin`
    the name that the warehouse keeps it under. A report that is corrected is in drafting again,
    beside its editions, and keeps them unless the correction is to have the newest figures.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", "Drafting"
        LOCKED = "locked", "Locked"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    force = models.CharField("force (ONS code)", max_length=20)
    to = models.CharField("last month of the quarter (YYYY-MM)", max_length=7)
    template = models.CharField("template", max_length=80, default="strategic-scrutiny")
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTING)
    snapshot = models.PositiveIntegerField(null=True, blank=True)
    as_at = models.DateField(null=True, blank=True)
    pin = models.CharField(max_length=100, blank=True)
    correction = models.TextField("what was corrected, or why it was withdrawn", blank=True)

    class Meta:
        ordering = ("-to", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("force", "to", "template"), name="one_report_a_quarter"
            ),
        )

    def __str__(self) -> str:
        return f"Report of {self.force} to {self.to}"


class Part(Sensitive):
    """A section of a report: who writes it, who approves it, by when.

    `moved` and `moved_by` say since when it is in its state, and by whom.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not-started", "Not started"
        DRAFTING = "drafting", "Drafting"
        WITH_APPROVER = "with-approver", "With approver"
        APPROVED = "approved", "Approved"

    report = models.ForeignKey(Report, models.PROTECT, related_name="parts")
    section = models.CharField("section (id of the template)", max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=10, blank=True)  # 4.a; none in an appendix
    title = models.CharField(max_length=300)
    owner = models.CharField("who owns it, by the template", max_length=200, blank=True)
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="writes"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="approves"
    )
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=15, choices=State.choices, default=State.NOT_STARTED)
    moved = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("report", "order")
        constraints = (
            models.UniqueConstraint(fields=("report", "section"), name="one_part_a_section"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def clean(self) -> None:
        super().clean()
        if self.contributor_id is not None and self.contributor_id == self.approver_id:
            raise ValidationError({"approver": "Somebody else approves than writes."})

    @property
    def to_write(self) -> bool:
        """Whether the report waits for its text: it is somebody's, or has been begun."""
        begun = self.state != self.State.NOT_STARTED
        return bool(self.owner or self.contributor_id or begun)


class Text(Sensitive):
    """One version of a part's text, in Markdown. A later version never replaces it.

    `follows` is the version that its writer had seen. Two that follow the same one collided: both
    are kept, and the part is in conflict until a version follows both: it `settles` the later one.
    `figures` are its references in order, each with what it said when the text was saved.
    """

    WITHIN: ClassVar = ("part",)

    part = models.ForeignKey(Part, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    figures = models.JSONField(default=list, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    settles = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="settled_by"
    )

    class Meta:
        ordering = ("part", "number")
        constraints = (
            models.UniqueConstraint(fields=("part", "number"), name="one_text_a_number"),
        )

    @classmethod
    def restricted_among(cls, keys: set[str]) -> set[str]:
        fenced = cls.objects.filter(pk__in=keys, text__contains=FENCE).values_list("pk", flat=True)
        return super().restricted_among(keys) | {str(pk) for pk in fenced}

    def __str__(self) -> str:
        return f"{self.part}, text {self.number}"


class Draft(models.Model):
    """What somebody has typed and not saved yet, so that a lost connection loses nothing.

    It is not a record: it is replaced as they type, and gone when they save.
    """

    part = models.ForeignKey(Part, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    follows = models.ForeignKey(Text, models.CASCADE, null=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("part", "person"), name="one_draft_each"),)


class Comment(Sensitive):
    """A remark on a part, for those who write and approve it; never published."""

    WITHIN: ClassVar = ("part",)

    part = models.ForeignKey(Part, models.PROTECT, related_name="comments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    text = models.TextField()
    about = models.CharField("the words that it is about", max_length=300, blank=True)
    settled = models.BooleanField(default=False)

    class Meta:
        ordering = ("part", "id")

    def __str__(self) -> str:
        return self.text[:80]


class Withheld(Record):
    """A table, chart or paragraph of a part that is kept out of the public edition."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="withheld")
    block = models.CharField("block", max_length=100)  # its id in the section, by the template
    why = models.CharField("why", max_length=500)
    review = models.DateField("when to review it")
    ended = models.BooleanField(default=False)

    class Meta:
        ordering = ("part", "id")

    def __str__(self) -> str:
        return f"{self.block} of {self.part}"

    @classmethod
    def restricted_among(cls, keys: set[str]) -> set[str]:
        return keys


class Accepted(Record):
    """An approver's reason for publishing figures that disagree, as the checker found them.

    `findings` are each the part, the line, the rule, what is stated, expected and explained; `key`
    is their hash, so that other findings are not accepted with them.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="accepted")
    findings = models.JSONField()
    key = models.CharField(max_length=64)
    why = models.TextField("why it is published with these figures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("report", "id")

    def __str__(self) -> str:
        return f"Figures of {self.report} that disagree"

    @classmethod
    def restricted_among(cls, keys: set[str]) -> set[str]:
        return keys  # what was found may quote what is restricted


class Edition(Record):
    """A published edition of a report. Its address stays, whatever becomes of it."""

    class Audience(models.TextChoices):
        PUBLIC = "public", "Public"
        PANEL = "panel", "Police and crime panel"
        RESTRICTED = "restricted", "Restricted"

    class State(models.TextChoices):
        PUBLISHED = "published", "Published"
        CORRECTED = "corrected", "Corrected"  # a later edition takes its place
        WITHDRAWN = "withdrawn", "Withdrawn"

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    number = models.PositiveSmallIntegerField(default=1)
    published = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    why = models.TextField("why it was corrected or withdrawn", blank=True)

    class Meta:
        ordering = ("-published", "audience")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "audience", "number"), name="one_edition_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report}, {self.get_audience_display()} edition {self.number}"


class EditionFile(Record):
    """One format of an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=by_content, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("edition", "name")

    def __str__(self) -> str:
        return self.name
