"""Who takes part: organisations with their dates, people, and the roles that they hold."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models

from scrutiny.governance import clock
from scrutiny.governance.record import Record


class Organisation(Record):
    """A body that takes part, from one date until another.

    An oversight body is a dated entity: an authority becomes a commissioner, a commissioner a
    mayor. Each is an organisation of its own, and the one after it names it in `follows`.
    """

    class Kind(models.TextChoices):
        AUTHORITY = "authority", "Police authority"
        COMMISSIONER = "commissioner", "Police and crime commissioner"
        MAYOR = "mayor", "Mayor"
        BOARD = "board", "Policing board"
        PANEL = "panel", "Police and crime panel"
        FORCE = "force", "Police force"
        DIVISION = "division", "Division"
        PARTNER = "partner", "Partner"

    OVERSIGHT: ClassVar = (Kind.AUTHORITY, Kind.COMMISSIONER, Kind.MAYOR, Kind.BOARD)

    kind = models.CharField("kind", max_length=12, choices=Kind.choices)
    name = models.CharField("name", max_length=200)
    area = models.CharField("area (ONS code)", max_length=20, blank=True)
    begins = models.DateField("from")
    ends = models.DateField("until", null=True, blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="part of"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by",
        verbose_name="takes over from",
    )  # fmt: skip

    class Meta:
        ordering = ("kind", "name", "begins")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.ends and self.ends <= self.begins:
            raise ValidationError({"ends": "It ends after it begins."})

    def stands(self, day: date | None = None) -> bool:
        """Whether it exists on a day; `ends` is the first day on which it does not."""
        day = day or clock.today()
        return self.begins <= day and (self.ends is None or day < self.ends)


class Role(models.TextChoices):
    """What a person does here. What each role may do is in `permissions.toml`."""

    PANEL_MEMBER = "panel-member", "Panel member"
    PARTNER_ANALYST = "partner-analyst", "Partner analyst"
    FORCE_ANALYST = "force-analyst", "Force analyst"
    CONTRIBUTOR = "contributor", "Contributor"
    APPROVER = "approver", "Approver"
    SCRUTINY_OFFICER = "scrutiny-officer", "Scrutiny officer"
    COMMISSIONER = "commissioner", "Commissioner"
    INSPECTION_LIAISON = "inspection-liaison", "Inspection liaison"
    ADMINISTRATOR = "administrator", "Administrator"


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, Record):
    """Someone who signs in, by e-mail address. `title` is how minutes and actions name them."""

    UNTOLD = frozenset({"id", "password", "last_login"})
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["title"]

    email = models.EmailField("e-mail address", unique=True)
    title = models.CharField("title", max_length=200, help_text="Such as Head of Crime.")
    is_active = models.BooleanField("may sign in", default=True)

    objects: ClassVar[People] = People()  # type: ignore[assignment]

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def is_staff(self) -> bool:
        return False  # Django's own administration is not part of the site

    def roles(self, day: date | None = None) -> frozenset[Role]:
        """The roles held on a day, today unless given; none when they may not sign in."""
        if not self.is_active:
            return frozenset()
        day = day or clock.today()
        held = self.memberships.all()
        return frozenset(Role(m.role) for m in held if m.holds(day))


class Membership(Record):
    """A role that a person holds in an organisation, from one date until another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("role", max_length=20, choices=Role.choices)
    begins = models.DateField("from", default=clock.today)
    ends = models.DateField("until", null=True, blank=True)

    class Meta:
        ordering = ("organisation", "role", "begins")

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

    def clean(self) -> None:
        super().clean()
        if self.ends and self.ends < self.begins:
            raise ValidationError({"ends": "It does not end before it begins."})
        same = Membership.objects.filter(
            person=self.person_id, organisation=self.organisation_id, role=self.role
        ).exclude(pk=self.pk)
        if any(self._overlaps(other) for other in same):
            raise ValidationError("They hold that role there for some of that time already.")

    def _overlaps(self, other: Membership) -> bool:
        return (other.ends is None or self.begins < other.ends) and (
            self.ends is None or other.begins < self.ends
        )

    def holds(self, day: date) -> bool:
        """Whether they have it on a day; `ends` is the first day on which they do not."""
        return self.begins <= day and (self.ends is None or day < self.ends)
