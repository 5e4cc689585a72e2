"""Inspections as everyone sees them: grades, findings, the response in its days, evidence packs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.governance.background.models import Job
from scrutiny.governance.clock import clock_at
from scrutiny.governance.inspection import packs, responding
from scrutiny.governance.inspection.models import Finding, Grade, Inspection, Response
from scrutiny.governance.people.models import Organisation
from scrutiny.web.public import evidence_pack
from scrutiny.web.public.shown import finding_page, inspection_page, practice_page

from .planting_inspections import AREA, LANCASHIRE, Inspected, publish_inspections

if TYPE_CHECKING:
    from django.test import Client

PACK = f"/scrutiny/inspections/evidence-pack/?area={LANCASHIRE}&to=2019-12"
MADE_OF = "/scrutiny/inspections/evidence-pack/"


@pytest.fixture
def inspected(client: Client, commissioner_of: Organisation) -> Inspected:
    return publish_inspections(commissioner_of)


def page(client: Client, address: str, **query: str) -> str:
    """The words of a page, with what a browser makes of line ends."""
    answer = client.get(address, query)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_an_inspection_shows_its_grade_among_the_forces_and_what_came_of_it(
    client: Client, inspected: Inspected
) -> None:
    words = page(client, inspection_page(inspected.inspection))
    assert "One of 30 forces graded Good, of 43; 1 better, 12 worse." in words
    assert "1 finding to act on: 0 done, 1 still to do." in words
    assert "Burglary is in the plan." in words
    assert "On 1 May 2019: published in time. The last day in time was 16 May 2019." in words
    assert f'href="{inspection_page(inspected.before)}">Good</a>, the same' in words
    assert practice_page(inspected.practice) in words


def test_of_findings_that_nobody_follows_here_it_is_not_said_that_nothing_was_done(
    client: Client, inspected: Inspected
) -> None:
    finding = inspected.finding
    finding.owner, finding.owner_title, finding.due = None, "", None
    finding.state = Finding.State.OPEN
    finding.save()
    words = page(client, inspection_page(inspected.inspection))
    assert "1 finding to act on. What was done since is not recorded here." in words


def test_a_grade_is_told_beside_that_of_the_inspection_before(
    client: Client, inspected: Inspected
) -> None:
    older, later = (
        Inspection.objects.create(
            framework="hmic-2007", force=LANCASHIRE, title=f"Of {day.year}", state="published",
            published=day,
        )
        for day in (date(2008, 3, 3), date(2009, 3, 3))
    )  # fmt: skip
    for of, grade in ((older, "Fair"), (later, "Good")):
        Grade.objects.create(
            inspection=of, side="inspectors", area="neighbourhood-policing", grade=grade
        )
    assert f'href="{inspection_page(older)}">Fair</a>, better' in page(
        client, inspection_page(later)
    )
    assert "The inspection before" not in page(client, inspection_page(older))


def test_the_days_of_a_response_are_counted_until_it_is_published_or_late(
    client: Client, inspected: Inspected, commissioner_of: Organisation
) -> None:
    of = inspected.before
    published = date(2018, 3, 22)
    said = {
        0: "Not published yet</strong> The last day in time is 16 May 2018: 55 days left.",
        55: "The last day in time is 16 May 2018: today is the last day.",
        56: "Late</strong> No response is published. The last day in time was 16 May 2018: it is "
        "late by 1 day.",
    }
    for days, words in said.items():
        with clock_at(morning(published + timedelta(days=days))):
            assert words in page(client, inspection_page(of)), days
    with clock_at(morning(published + timedelta(days=55))):
        drafted = responding.draft(of, commissioner_of, "Visits are quicker now.")
        assert "Visits are quicker" not in page(client, inspection_page(of))
        drafted.state = Response.State.APPROVED
        drafted.save()
        assert "Visits are quicker" not in page(client, inspection_page(of))
        responding.publish(drafted)
    words = page(client, inspection_page(of))
    assert "Visits are quicker now." in words
    assert "published in time" in words


def test_a_finding_tells_what_it_repeats_and_whether_the_figures_have_a_signal_since(
    client: Client, inspected: Inspected
) -> None:
    address = finding_page(inspected.finding)
    words = page(client, address)
    assert "Found before" in words
    assert "Burglaries wait too long for a visit." in words
    assert "a signal below what is usual" in words
    assert 'Due</dt> <dd class="govuk-summary-list__value">1 June 2030' in words
    picture = client.get(f"{address}charts/all_crime.svg")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert "Inspection" in picture.content.decode()
    assert client.get(f"{address}charts/robbery.svg").status_code == 404
    earlier = page(client, finding_page(inspected.finding.repeats))  # type: ignore[arg-type]
    assert "Found again" in earlier


def test_identical_findings_are_answered_once_and_of_an_unpublished_one_nothing_is_told(
    client: Client, inspected: Inspected
) -> None:
    coming = Inspection.objects.create(
        framework="peel-2016", force=LANCASHIRE, title="Of all forces", state="in-progress"
    )
    given = {"kind": "recommendation", "area": AREA, "scope": "national", "text": "Visit sooner."}
    first = Finding.objects.create(
        inspection=coming, owner_title="A secret owner", due=date(2019, 1, 1), **given
    )
    second = Finding.objects.create(inspection=inspected.inspection, same_as=first, **given)
    for address in (finding_page(second), inspection_page(second.inspection)):
        words = page(client, address)
        assert "Visit sooner." in words
        assert "secret" not in words
        assert "Overdue" not in words
    coming.state, coming.published = Inspection.State.PUBLISHED, date(2019, 6, 1)
    coming.save()
    words = page(client, finding_page(second))
    assert f'href="{finding_page(first)}">Of all forces</a>: it is answered there' in words
    assert "A secret owner" in words
    assert "Overdue" in words
    listed = page(client, "/scrutiny/inspections/findings/", progress="overdue")
    assert finding_page(first) in listed
    assert finding_page(second) not in listed


def test_the_register_of_practice_is_searched(client: Client, inspected: Inspected) -> None:
    address = "/scrutiny/inspections/practice/"
    assert inspected.practice.title in page(client, address, q="hour visits")
    assert "Nothing has all these words" in page(client, address, q="hour horses")
    assert "Another force, since 1 September 2019" in page(
        client, practice_page(inspected.practice)
    )


def test_inspections_are_in_the_search_the_feed_and_the_site_map(
    client: Client, inspected: Inspected
) -> None:
    found = page(client, "/scrutiny/search/", q="burglar")
    assert inspection_page(inspected.inspection) in found
    assert finding_page(inspected.finding) in found
    assert practice_page(inspected.practice) in found
    feed = page(client, "/scrutiny/feed.atom")
    assert "Inspection: Effectiveness 2019" in feed
    assert "Response: Effectiveness 2019" in feed
    assert finding_page(inspected.finding) in page(client, "/sitemap.xml")


def test_the_api_says_what_the_pages_say(client: Client, inspected: Inspected) -> None:
    def records(address: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(client.get(f"/api/v1{address}").content)["records"]
        return found

    whole = records(inspection_page(inspected.inspection).rstrip("/"))[0]
    grade = next(each for each in whole["grades"] if each["area"] == AREA)
    assert grade["forces"]["Good"] == 30
    assert grade["grade"] == "Good"
    assert (whole["response"], whole["to_do"]) == ("Burglary is in the plan.", 1)
    one = records(finding_page(inspected.finding).rstrip("/"))[0]
    assert one["repeats"].endswith(finding_page(inspected.finding.repeats))  # type: ignore[arg-type]
    assert one["since"][0]["measure"] == "all_crime"
    text = client.get("/api/v1/scrutiny/inspections/findings?progress=to-do&format=csv").content
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    assert [row["text"] for row in rows] == [inspected.finding.text]
    assert records("/scrutiny/inspections/practice?q=horses") == []


@pytest.fixture
def made(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """What packs were made of; a short document stands in for each, written in one format."""
    from scrutiny.reports.model import Document, Paragraph, Section, Span

    settings.MEDIA_ROOT = tmp_path
    found: list[str] = []

    def short(reader: Any, area: str, to: Any) -> Document:
        found.append(f"{area} {to} {reader.vintage.as_at}")
        words = Section("s", "1", "Numbers", (Paragraph((Span("Figures"),)),))
        return Document(
            id=f"pack-{to}", title="Pack", subtitle="", organisation="", to="", period="",
            issued=date(2020, 1, 1), language="en-GB", description="A pack", keywords=("pack",),
            sections=(words,), traces=(), sources=(), facts=(),
        )  # fmt: skip

    monkeypatch.setattr(packs, "evidence_document", short)
    monkeypatch.setattr(packs, "FORMATS", ("html", "csv"))
    return found


def test_a_pack_is_made_once_when_somebody_asks_and_then_given_to_all(
    client: Client, made: list[str]
) -> None:
    assert "Make the pack" in page(client, PACK)
    assert made == []  # looking at the page makes nothing
    file = f"{MADE_OF}{LANCASHIRE}/2019-12/pack-2019-12.html"
    assert client.get(file).headers["Location"] == PACK
    for _ in range(2):
        assert client.post(PACK).headers["Location"] == PACK
    assert len(made) == 1
    assert made[0].startswith(f"{LANCASHIRE} 2019-12 20")  # as at the latest release
    words = page(client, PACK)
    assert file in words
    assert "pack-2019-12-data.zip" in words
    given = client.get(file)
    assert "Figures" in given.content.decode()
    assert "default-src 'none'" in given["Content-Security-Policy"]
    assert client.get(f"{MADE_OF}{LANCASHIRE}/2019-12/other.pdf").status_code == 404


def test_packs_cannot_be_asked_for_without_end(
    client: Client, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.post(PACK, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    monkeypatch.setattr(packs, "MOST_WAITING", 1)
    Job.objects.create(name=packs.TASK, key="another", title="Another")
    busy = client.post(PACK)
    assert (busy.status_code, busy["Retry-After"]) == (503, "60")
    monkeypatch.setattr(evidence_pack, "MOST_A_MINUTE", 0)
    assert client.post(PACK).status_code == 429
    assert client.post(PACK.replace(LANCASHIRE, "BTP")).status_code == 404
    assert made == []


def test_old_packs_make_room_for_new_ones(
    client: Client, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "MOST", 1)
    later = PACK.replace("2019-12", "2020-03")
    for address in (PACK, later):
        client.post(address)
    assert "Read the pack" in page(client, later)
    assert "Make the pack" in page(client, PACK)


def test_a_force_without_figures_has_no_pack(client: Client, made: list[str]) -> None:
    words = page(client, PACK.replace("2019-12", "1999-12"))
    assert "There are no figures of this force for that date." in words
    assert "Make the pack" not in words
