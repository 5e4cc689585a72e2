"""The oversight body's response: drafted, approved, published, sent."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.inspection.models import Copy, Inspection, Response
from scrutiny.governance.people.models import Organisation, Person

State = Response.State


@transaction.atomic
def draft(inspection: Inspection, oversight: Organisation, text: str) -> Response:
    """Write the response, or write it anew; an approved one is a draft again when its words change.

    A published response is not changed: a `ScrutinyError`.
    """
    Inspection.objects.select_for_update().get(pk=inspection.pk)  # two at once begin only one
    found = Response.objects.filter(inspection=inspection).first()
    found = found or Response(inspection=inspection, oversight=oversight)
    if found.state == State.PUBLISHED:
        raise ScrutinyError("The response is published, and stays as it is.")
    if found.pk and found.text == text.strip():
        return found
    found.text, found.state = text.strip(), State.DRAFT
    found.approved_by = found.approved_on = None
    found.save()
    return found


@transaction.atomic
def approve(response: Response, person: Person) -> Response:
    """Approve the words of a response. Again changes nothing."""
    found: Response = Response.objects.select_for_update().get(pk=response.pk)
    if found.state != State.DRAFT:
        return found
    if found.text != response.text:
        raise ScrutinyError("The response has changed since you read it. Read it again.")
    found.state = State.APPROVED
    found.approved_by, found.approved_on = person, clock.today()
    found.save()
    return found


@transaction.atomic
def publish(response: Response) -> Response:
    """Publish an approved response, today. Again changes nothing."""
    found: Response = Response.objects.select_for_update().get(pk=response.pk)
    if found.state == State.PUBLISHED:
        return found
    if found.state != State.APPROVED:
        raise ScrutinyError("The response is not approved yet.")
    if found.inspection.state != Inspection.State.PUBLISHED:
        raise ScrutinyError("The report of the inspection is not published yet.")
    found.state, found.published_on = State.PUBLISHED, clock.today()
    found.save()
    return found


def send_copy(response: Response, to: str, on: date | None = None) -> Copy:
    """Record that a copy went to somebody on a day, today unless given. Again changes nothing."""
    key = {"response": response, "to": to.strip(), "on": on or clock.today()}
    found: Copy = Copy.objects.filter(**key).first() or Copy(**key)
    if found.pk is None:
        found.save()
    return found
