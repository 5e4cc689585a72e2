"""The queue of exceptions on the packaged data, and what the scrutiny officer decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from scrutiny.governance.audit.models import Entry
from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.raised.models import Raised

if TYPE_CHECKING:
    from django.test import Client

QUARTER = {"to": "2025-12"}


@pytest.fixture
def officer(desk: Callable[..., Client]) -> Client:
    """The scrutiny officer, who has looked for the exceptions of a quarter."""
    signed_in = desk("scrutiny-officer")
    assert signed_in.post("/desk/exceptions/find/", QUARTER).status_code == 302
    return signed_in


def text(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def robbery(officer: Client) -> Raised:
    found: Raised = Raised.objects.get(measure="robbery")
    return found


def path(raised: Raised) -> str:
    return f"/desk/exceptions/{raised.pk}/"


def test_an_analyst_looks_for_exceptions_and_they_wait(desk: Callable[..., Client]) -> None:
    analyst = desk("force-analyst")
    assert "Nothing waits." in text(analyst, "/desk/exceptions/")
    said = analyst.post("/desk/exceptions/find/", QUARTER, follow=True).content.decode()
    found = Raised.objects.count()
    assert found > 0
    assert f"Exceptions added to the queue: {found}." in said
    again = analyst.post("/desk/exceptions/find/", QUARTER, follow=True).content.decode()
    assert "Exceptions added to the queue: 0." in again
    assert Raised.objects.count() == found
    assert Entry.objects.filter(kind="raised.raised", roles="force-analyst").count() == found


def test_looking_needs_a_quarter(desk: Callable[..., Client]) -> None:
    said = desk("force-analyst").post("/desk/exceptions/find/", {"to": "soon"}, follow=True)
    assert "Choose the quarter" in said.content.decode()


def test_the_queue_has_the_gravest_first_with_figure_then_and_now(officer: Client) -> None:
    page = text(officer, "/desk/exceptions/")
    first = Raised.objects.order_by("severity", "measure").first()
    assert first is not None
    sentences = re.findall(r'href="/desk/exceptions/\d+/">(.*?)</a>', page)
    assert sentences[0] == first.reason
    assert f"Waiting ({len(sentences)})" in page
    assert "<dt>Now</dt><dd>286 (the same)</dd>" in page
    assert f'href="/data/loads/{first.load}/"' in page


def test_an_exception_leads_to_its_measure_and_its_load(officer: Client, robbery: Raised) -> None:
    page = text(officer, path(robbery))
    measure = "/measures/robbery/?area=E23000003&amp;to=2025-12&amp;window=quarter"
    assert f'href="{measure}"' in page
    assert officer.get(measure.replace("&amp;", "&")).status_code == 200
    assert f'href="/data/loads/{robbery.load}/"' in page
    assert officer.get(f"/data/loads/{robbery.load}/").status_code == 200


def test_the_figure_now_stands_beside_the_figure_that_raised_it(
    officer: Client, robbery: Raised
) -> None:
    robbery.value, robbery.loads, robbery.load = 300.0, ["older"], "older"
    robbery.save()
    page = text(officer, path(robbery))
    row = page.split('class="govuk-table__header">Figure</th>')[1].split("</tr>")[0]
    assert re.findall(r"<td[^>]*>(.*?)</td>", row) == ["300", "286"]
    assert ">recorded-crime-" in page.split(">Loads</th>")[1].split("</tr>")[0]


def test_the_officer_puts_an_exception_on_an_agenda(
    officer: Client, robbery: Raised, meeting: Meeting
) -> None:
    missing = officer.post(path(robbery), {"do": "accept"})
    assert "This field is required." in missing.content.decode()
    sent = {"do": "accept", "meeting": str(meeting.pk)}
    officer.post(path(robbery), sent)
    officer.post(path(robbery), sent)  # twice is once
    assert AgendaItem.objects.get().raised == robbery
    assert f'href="/desk/meetings/{meeting.pk}/"' in text(officer, path(robbery))
    assert robbery.reason in text(officer, "/desk/exceptions/", show="agenda")
    assert robbery.reason not in text(officer, "/desk/exceptions/")


def test_the_officer_sets_an_exception_aside_with_a_reason_and_lets_it_wait_again(
    officer: Client, robbery: Raised
) -> None:
    assert officer.post(path(robbery), {"do": "set-aside"}).status_code == 200
    robbery.refresh_from_db()
    assert robbery.state == Raised.State.WAITING
    officer.post(path(robbery), {"do": "set-aside", "why": "Two linked series, both detected"})
    assert "Two linked series" in text(officer, "/desk/exceptions/", show="set-aside")
    officer.post(path(robbery), {"do": "put-back"})
    robbery.refresh_from_db()
    assert robbery.state == Raised.State.WAITING


def test_the_officer_merges_an_exception_into_another(officer: Client, robbery: Raised) -> None:
    business = Raised.objects.get(measure="robbery_business")
    officer.post(path(business), {"do": "merge", "into": str(robbery.pk)})
    business.refresh_from_db()
    assert business.merged_into == robbery
    assert business.reason in text(officer, path(robbery))
    assert "Merged (1)" in text(officer, "/desk/exceptions/")


def test_what_a_revision_removed_is_shown_with_what_changed(
    officer: Client, robbery: Raised
) -> None:
    robbery.gone, robbery.gone_why = date(2026, 7, 23), "The figure was 286 and is 250."
    robbery.save()
    page = text(officer, "/desk/exceptions/", show="gone")
    assert "The figure was 286 and is 250." in page
    assert "No longer raised</strong>" in page
    assert "not raised it since 23 July 2026" in text(officer, path(robbery))


def test_a_form_that_asks_for_nothing_known_changes_nothing(
    officer: Client, robbery: Raised
) -> None:
    assert officer.post(path(robbery), {"do": "delete"}).status_code == 200
    robbery.refresh_from_db()
    assert robbery.state == Raised.State.WAITING


def test_others_see_the_queue_and_decide_nothing(
    officer: Client, robbery: Raised, desk: Callable[..., Client]
) -> None:
    contributor = desk("contributor")
    assert "Set it aside" not in text(contributor, path(robbery))
    assert "Look for exceptions" not in text(contributor, "/desk/exceptions/")
    assert contributor.post(path(robbery), {"do": "put-back"}).status_code == 403


def test_an_exception_is_kept_from_the_public_with_a_reason_and_who_sees_it_is_told(
    officer: Client, robbery: Raised
) -> None:
    answer = officer.post(path(robbery), {"do": "restrict", "restricted": "on"})
    assert "needs a reason and a date of review" in answer.content.decode()
    sent = {"restricted": "on", "restricted_why": "Live", "restricted_review": "2030-01-01"}
    officer.post(path(robbery), {"do": "restrict", **sent})
    assert robbery not in Raised.objects.public()
    assert "Restricted</strong> Live" in text(officer, path(robbery))
    assert Entry.objects.filter(did="saw", key=str(robbery.pk)).exists()
