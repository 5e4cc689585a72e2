"""What every record of governance has: a history that nothing can pass by.

A record is changed only by `save`, one at a time, and each change is an entry of the audit in the
same transaction. Nothing is deleted: what no longer holds is withdrawn, closed or ended.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock

OUT_OF_HISTORY = "records are changed one at a time with save(), so that their history is kept"


class Records(models.QuerySet["Any"]):
    """Rows that cannot be changed or removed behind the history's back."""

    def update(self, **changes: Any) -> NoReturn:
        raise ScrutinyError(OUT_OF_HISTORY)

    def delete(self) -> NoReturn:
        raise ScrutinyError("records are not deleted: withdraw, close or end them")

    def bulk_create(self, *given: Any, **more: Any) -> NoReturn:
        raise ScrutinyError(OUT_OF_HISTORY)

    def bulk_update(self, *given: Any, **more: Any) -> NoReturn:
        raise ScrutinyError(OUT_OF_HISTORY)


class Record(models.Model):
    """A row whose every state stays on the record: who, when, before and after."""

    made = models.DateTimeField(editable=False, default=clock.now)

    objects = Records.as_manager()

    class Meta:
        abstract = True

    def save(self, *given: Any, note: str = "", **more: Any) -> None:
        """Check, save, and enter what changed in the audit, all or nothing.

        `note` says why, where a reason is asked for. A record that breaks its own rules raises
        Django's `ValidationError`.
        """
        from scrutiny.governance.audit.entries import enter

        with transaction.atomic():
            before = self._stored()
            self._saving(before)
            self.full_clean()
            super().save(*given, **more)
            after = self.told()
            if before != after:
                enter("made" if before is None else "changed", self, before, after, note)
            self._saved(before, note)

    def _saving(self, before: dict[str, Any] | None) -> None:
        """What a kind of record sets by itself before it is saved; `before` is as `told` gives."""

    def _saved(self, before: dict[str, Any] | None, note: str) -> None:
        """What else a kind of record keeps once it is saved, in the same transaction."""

    @classmethod
    def restricted_among(cls, keys: set[str]) -> set[str]:
        """The keys, of these, of records that only those who see what is restricted may read."""
        return set()

    def delete(self, *given: Any, **more: Any) -> NoReturn:
        raise ScrutinyError("records are not deleted: withdraw, close or end them")

    def told(self) -> dict[str, Any]:
        """Its fields as they are, as JSON can hold them; keys of other records by number."""
        fields = [f.name for f in self._meta.concrete_fields if f.name not in self.UNTOLD]
        return {name: _plain(self.serializable_value(name)) for name in fields}

    UNTOLD: ClassVar[frozenset[str]] = frozenset({"id"})
    """Fields that the history does not tell, such as a password."""

    def _stored(self) -> dict[str, Any] | None:
        if self.pk is None:
            return None
        found: Self | None = type(self)._default_manager.filter(pk=self.pk).first()
        return found.told() if found else None


def _plain(value: Any) -> Any:
    return (
        value
        if value is None or isinstance(value, (bool, int, float, str, list, dict))
        else str(value)
    )


class SensitiveRecords(Records):
    """Rows of which some are kept from the public."""

    def public(self) -> Self:
        """Those that anyone may see: not restricted, nor part of anything that is."""
        kept = models.Q(restricted=True)
        for path in self.model.WITHIN:
            kept |= models.Q(**{f"{path}__restricted": True})
        return self.exclude(kept)


class Sensitive(Record):
    """A record that may be kept from the public, with the reason and when to think again.

    Whatever shows records to the public asks for `Model.objects.public()`, which is the only way
    that public code reads them. `WITHIN` names the fields that lead to what a record is part of:
    a paper is kept from the public when its meeting is.
    """

    WITHIN: ClassVar[tuple[str, ...]] = ()

    objects = SensitiveRecords.as_manager()  # type: ignore[misc]

    restricted = models.BooleanField("restricted", default=False)
    restricted_why = models.CharField("why it is restricted", max_length=500, blank=True)
    restricted_review = models.DateField("when to review it", null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def restricted_among(cls, keys: set[str]) -> set[str]:
        public = cls.objects.public().filter(pk__in=keys).values_list("pk", flat=True)
        return keys - {str(pk) for pk in public}

    def clean(self) -> None:
        super().clean()
        if self.restricted and not (self.restricted_why and self.restricted_review):
            raise ValidationError(
                {"restricted": "What is restricted needs a reason and a date of review."}
            )
