"""What becomes public when, and what an edition that is corrected or withdrawn says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scrutiny.governance import clock, publication
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.reporting.models import Edition
from scrutiny.web.public.shown import ask_page, edition_page

from .planting import World, publish_world

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def world(commissioner_of: Organisation) -> World:
    return publish_world(commissioner_of)


def test_a_withdrawn_edition_keeps_its_address_and_its_files_are_gone(
    client: Client, world: World
) -> None:
    edition = world.edition
    page = edition_page(edition)
    assert client.get(f"{page}report.html").status_code == 200
    edition.state, edition.why = Edition.State.WITHDRAWN, "A table was of another force."
    edition.save()
    for address, status in ((page, 200), (f"{page}report.html", 410), (f"{page}other.pdf", 404)):
        answer = client.get(address)
        assert answer.status_code == status
        assert (edition.why in answer.content.decode()) == (status != 404)


def test_a_corrected_edition_leads_to_the_one_that_takes_its_place(
    client: Client, world: World
) -> None:
    first = world.edition
    first.state, first.why = Edition.State.CORRECTED, "Table 2 was put right."
    first.save()
    second = Edition.objects.create(
        report=first.report, audience="public", number=2, published=clock.now()
    )
    text = client.get(edition_page(first)).content.decode()
    assert first.why in text
    assert f'href="{edition_page(second)}"' in text
    feed = client.get("/scrutiny/feed.atom").content.decode()
    assert "edition 2" in feed
    assert "A later edition corrects this one" in feed


def test_an_answer_given_in_a_report_is_public_with_the_section_that_gives_it(
    client: Client, world: World
) -> None:
    ask = world.answered
    ask.answer, ask.answered_in = "Theft fell too.", world.part
    ask.save()
    text = client.get(ask_page(ask)).content.decode()
    assert "Theft fell too." in text
    assert f'href="{edition_page(world.edition)}report.html#burglary"' in text
    world.part.section = "a-section-that-the-edition-has-not"
    world.part.save()
    assert publication.answer(ask) == ""
    assert "Theft fell too." not in client.get(ask_page(ask)).content.decode()


def test_an_answer_that_was_sent_back_is_not_public(client: Client, world: World) -> None:
    ask = world.request
    assert ask.answer in client.get(ask_page(ask)).content.decode()
    ask.state = "under-way"
    ask.save()
    assert ask.answer not in client.get(ask_page(ask)).content.decode()
    assert ask.answer not in client.get("/scrutiny/search/?q=patrols").content.decode()


def test_without_any_record_every_list_says_why_it_is_empty(client: Client, db: None) -> None:
    for name in ("", "plan/", "meetings/", "asked/", "reports/", "panel/", "search/?q=crime"):
        text = client.get(f"/scrutiny/{name}").content.decode()
        assert any(word in text for word in ("No ", "Nothing ", "no priorities"))
