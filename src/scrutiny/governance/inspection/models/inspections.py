"""An inspection with its judgements and grades."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from scrutiny.catalogue.frameworks import Factor, Framework
from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.inspection.frames import frame
from scrutiny.governance.record import Record, Sensitive, SensitiveRecords


class Side(models.TextChoices):
    """Who judges: the force itself, before the inspection, or the inspectors."""

    SELF = "self", "Self-assessment"
    INSPECTORS = "inspectors", "Inspectors"


class Inspection(Sensitive):
    """One inspection of a force, from when it is foreseen until after its report is published.

    `needs_response` says whether the oversight body has to publish comments on its report.
    """

    class State(models.TextChoices):
        FORTHCOMING = "forthcoming", "Forthcoming"
        IN_PROGRESS = "in-progress", "In progress"
        PUBLISHED = "published", "Published"

    framework = models.CharField("framework", max_length=80)
    force = models.CharField("force (ONS code)", max_length=20)
    title = models.CharField("title", max_length=300)
    begins = models.DateField("fieldwork from", null=True, blank=True)
    ends = models.DateField("fieldwork until", null=True, blank=True)
    published = models.DateField("report published", null=True, blank=True)
    state = models.CharField(
        "state", max_length=11, choices=State.choices, default=State.FORTHCOMING
    )
    summary = models.TextField("summary", blank=True)
    source = models.CharField("source", max_length=300, blank=True)
    address = models.URLField("address of the report", blank=True)
    needs_response = models.BooleanField("the oversight body publishes a response", default=True)

    class Meta:
        # What is not published yet comes first, in either kind of database.
        ordering = (
            models.F("published").desc(nulls_first=True),
            models.F("begins").desc(nulls_first=True),
            "-id",
        )
        constraints = (
            models.UniqueConstraint(fields=("force", "title"), name="one_inspection_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspection", kwargs={"number": self.pk})

    @cached_property
    def frame(self) -> Framework:
        """What it asks and how it grades, with the criteria imported before it was first asked."""
        return frame(self.framework)

    def clean(self) -> None:
        super().clean()
        if self.framework:
            known({"framework"}, lambda: frame(self.framework))
        if self.begins and self.ends and self.ends < self.begins:
            raise ValidationError({"ends": "Fieldwork ends on or after the day it begins."})
        out = self.state == self.State.PUBLISHED
        if out and self.published is None:
            raise ValidationError({"published": "Say when its report was published."})
        if out and self.published and self.published > clock.today():
            raise ValidationError({"published": "This day has not come yet."})


class Criterion(Record):
    """A criterion of a framework that its paper only refers to, imported from elsewhere."""

    framework = models.CharField("framework", max_length=80)
    code = models.CharField("id", max_length=80)
    area = models.CharField("area or question", max_length=80)
    level = models.CharField("grade that asks it", max_length=40)
    text = models.TextField("criterion")
    significant = models.BooleanField("significant", default=False)
    dominant = models.BooleanField("dominant", default=False)
    factor = models.CharField(
        "factor", max_length=10, blank=True, choices=[(each.value, each.name) for each in Factor]
    )
    source = models.CharField("source", max_length=300)

    class Meta:
        ordering = ("framework", "id")
        constraints = (
            models.UniqueConstraint(fields=("framework", "code"), name="one_criterion_a_code"),
        )

    def __str__(self) -> str:
        return self.text[:100]


class OfInspection(SensitiveRecords):
    """Parts of inspections, by side."""

    def by(self, side: str) -> Self:
        """Those of one side."""
        return self.filter(side=side)


class _Judged(Sensitive):
    """What one side says of an inspection's question. A self-assessment ends with the report."""

    WITHIN: ClassVar = ("inspection",)

    objects = OfInspection.as_manager()  # type: ignore[misc]

    side = models.CharField("side", max_length=10, choices=Side.choices)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not hasattr(self, "inspection"):
            return
        late = self.inspection.state == Inspection.State.PUBLISHED and self.side == Side.SELF
        if late:
            raise ValidationError(
                "The report is published: a self-assessment is made before it, and stays as it was."
            )
        self.judged()

    def judged(self) -> None:
        """Check what is judged against the inspection's framework."""
        raise NotImplementedError


class Judgement(_Judged):
    """Whether a criterion is met, by one side, with the evidence."""

    class Verdict(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not-met", "Not met"
        NOT_JUDGED = "not-judged", "Not judged"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="judgements")
    criterion = models.CharField("criterion (id of the framework)", max_length=80)
    verdict = models.CharField(
        "verdict", max_length=10, choices=Verdict.choices, default=Verdict.NOT_JUDGED
    )
    evidence = models.TextField("evidence", blank=True)

    class Meta:
        ordering = ("inspection", "side", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "side", "criterion"), name="one_judgement_a_criterion"
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_verdict_display()}"

    def judged(self) -> None:
        of = self.inspection.frame
        found = known({"criterion"}, lambda: of.criterion(self.criterion))
        if self.verdict == self.Verdict.NOT_JUDGED:
            return
        if not found.stated:
            raise ValidationError(
                {"criterion": "The source does not state this criterion. Import it first."}
            )
        if not self.evidence.strip():
            raise ValidationError({"evidence": "Say what shows it."})


class Grade(_Judged):
    """The grade of an area by one side, beside what its criteria propose.

    `proposed` is empty where the rules of the framework give no grade; `reasons` say why.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="grades")
    area = models.CharField("area or question", max_length=80)
    proposed = models.CharField("proposed grade", max_length=40, blank=True)
    reasons = models.JSONField("reasons of the proposal", default=list, blank=True)
    grade = models.CharField("grade", max_length=40)
    reason = models.TextField("reason", blank=True)

    class Meta:
        ordering = ("inspection", "side", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "side", "area"), name="one_grade_an_area"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area}: {self.grade}"

    def judged(self) -> None:
        of = self.inspection.frame
        _of_scale(of, self.area, self.grade)
        if self.side == Side.SELF and not self.reason.strip():
            raise ValidationError({"reason": "Say why this grade: a person judges, not the count."})


class NationalGrades(Record):
    """How many forces had a grade, in the round of inspections that one belongs to."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="national")
    area = models.CharField("area or question", max_length=80)
    grade = models.CharField("grade", max_length=40)
    forces = models.PositiveSmallIntegerField("forces")

    class Meta:
        ordering = ("inspection", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "area", "grade"), name="one_number_a_national_grade"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area}, {self.grade}: {self.forces}"

    def clean(self) -> None:
        super().clean()
        _of_scale(self.inspection.frame, self.area, self.grade)


def known(fields: set[str], ask: Any) -> Any:
    """What asking gives; a `ScrutinyError` of the framework is said beside the fields."""
    try:
        return ask()
    except ScrutinyError as error:
        raise ValidationError(dict.fromkeys(fields, str(error))) from None


def _of_scale(of: Framework, area: str, grade: str) -> None:
    """Refuse an area that the framework does not have or grade, and a grade of another scale."""
    found = known({"area"}, lambda: of.area(area))
    if not found.graded:
        raise ValidationError({"area": f"{found.name} is not graded."})
    if grade not in of.scale.grades:
        raise ValidationError({"grade": f"The grades are {', '.join(of.scale.grades)}."})
