"""What is restricted because of something else, and what that is."""

from __future__ import annotations

from typing import Any

from scrutiny.governance.record import Sensitive


def seen(records: Any, public: bool) -> Any:
    """The records of a kind that an edition has: for the public only what is not restricted."""
    return records.public() if public else records


def below(name: str, kind: type[Sensitive]) -> tuple[str, ...]:
    """A field that leads to a record of a kind, and the ways on to what that is part of."""
    return name, *(f"{name}__{path}" for path in kind.WITHIN)


def cause(record: Sensitive) -> Sensitive | None:
    """The record that keeps this one from the public: itself, or what it is part of."""
    if record.restricted:
        return record
    for path in record.WITHIN:
        found: object = record
        for name in path.split("__"):
            found = getattr(found, name, None)
        if isinstance(found, Sensitive) and found.restricted:
            return found
    return None


def marked(record: Sensitive) -> Sensitive | None:
    """The same, for a tag beside it; None when it is its meeting, which says so for all of it."""
    found = cause(record)
    return None if found == getattr(record, "meeting", None) else found


def keep_with(record: Sensitive, other: Sensitive) -> None:
    """Restrict `record`, which is not saved here, when `other` is kept from the public."""
    why = cause(other)
    if why is not None and not record.restricted:
        record.restricted = True
        record.restricted_why = why.restricted_why
        record.restricted_review = why.restricted_review
