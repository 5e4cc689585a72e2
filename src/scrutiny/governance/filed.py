"""What files of records have in common: a force by its code, and mistakes told by file and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError

from scrutiny.areas import load_areas
from scrutiny.catalogue.section import Section
from scrutiny.errors import DefinitionError, ScrutinyError

if TYPE_CHECKING:  # a file is also read where no database is
    from scrutiny.governance.record import Record

Kept = TypeVar("Kept", bound="Record")


def force_of(file: Section) -> str:
    """The code of the force that a file is about, under its key `force`."""
    code = file.text("force")
    try:
        return load_areas().get(code).code
    except ScrutinyError as error:
        raise file.error("force", str(error)) from None


def kept(record: Kept, file: str, key: str) -> Kept:
    """The record, saved. What its model refuses is told as a mistake in the file."""
    try:
        record.save()
    except ValidationError as error:
        raise DefinitionError(file, key, " ".join(error.messages)) from None
    return record
