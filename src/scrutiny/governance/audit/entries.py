"""Adding to the audit, and proving that nothing in it was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import models, transaction

from scrutiny.governance import clock
from scrutiny.governance.acting import who
from scrutiny.governance.audit.models import Entry, Head

LONGEST_ABOUT = 300  # characters
FIRST_SEAL = "0" * 64


def enter(
    did: str,
    record: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> Entry:
    """Add an entry about a record to the chain, in the transaction that is under way.

    Two at once come one after the other: the end of the chain is locked until the transaction is.
    """
    person = who()
    with transaction.atomic():
        head = Head.objects.select_for_update().filter(pk=1).first() or _first_head()
        entry = Entry(
            number=head.number + 1,
            at=clock.now(),
            person=person,
            roles=", ".join(sorted(person.roles())) if person else "",
            did=did,
            kind=record._meta.label_lower,
            key=str(record.pk),
            about=str(record)[:LONGEST_ABOUT],
            before=before,
            after=after,
            note=note,
            seal_before=head.seal,
        )
        entry.seal = seal_of(entry)
        entry.save(force_insert=True)
        head.number, head.seal = entry.number, entry.seal
        head.save()
    return entry


def _first_head() -> Head:
    """The end of a chain that has no entry yet, locked: two at once make it once."""
    Head.objects.get_or_create(pk=1)
    found: Head = Head.objects.select_for_update().get(pk=1)
    return found


def seal_of(entry: Entry) -> str:
    """The SHA-256, as 64 hex digits, of what an entry says and of the seal before it."""
    words = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "person": entry.person_id,
        "roles": entry.roles,
        "did": entry.did,
        "kind": entry.kind,
        "key": entry.key,
        "about": entry.about,
        "before": entry.before,
        "after": entry.after,
        "note": entry.note,
        "seal before": entry.seal_before,
    }
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults() -> Iterator[str]:
    """What is wrong with the chain, entry by entry; nothing when it is whole."""
    number, seal = 0, FIRST_SEAL
    for entry in Entry.objects.iterator():
        if entry.number != number + 1:
            yield f"entry {number + 1} is missing before entry {entry.number}"
        elif entry.seal_before != seal:
            yield f"entry {entry.number} does not follow the one before it"
        if entry.seal != seal_of(entry):
            yield f"entry {entry.number} was changed after it was made"
        number, seal = entry.number, entry.seal
    head = Head.objects.filter(pk=1).first()
    end = (head.number, head.seal) if head else (0, FIRST_SEAL)
    if end != (number, seal):
        yield f"the chain ends at entry {number}, and should at {end[0]}"


def history(record: models.Model) -> models.QuerySet[Entry]:
    """The entries about one record, the first first."""
    kind, key = record._meta.label_lower, str(record.pk)
    return Entry.objects.filter(kind=kind, key=key).select_related("person")
