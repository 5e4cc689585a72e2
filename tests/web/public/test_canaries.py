"""Nothing that is restricted, or not published yet, is in anything for the public, nor shows there.

Words that stand nowhere else are planted in all of it; then everything public is read, in every
format. And what is public is the very same, to the byte, with all that planted as without it:
nothing is counted, numbered or left blank for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.governance import publication
from scrutiny.governance.asks.models import Ask, Evidence
from scrutiny.governance.inspection.models import Finding, Inspection, Practice, Response
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Note, Paper
from scrutiny.governance.people.models import Organisation, Person
from scrutiny.governance.plan.models import (
    AreaForConsideration,
    Plan,
    Priority,
    Section,
    StandingItem,
)
from scrutiny.governance.record import Sensitive, SensitiveRecords
from scrutiny.web.public import search

from .crawling import ONE, crawl
from .planting import Planted, World, keep_pack, plant, publish_world, sensitive_kinds

if TYPE_CHECKING:
    from django.test import Client

CANARY = re.compile(r"QZX\d{3}", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _ask_as_often_as_one_likes(settings: Any) -> None:
    settings.SCRUTINY_API_LIMIT = 0


@pytest.fixture
def world(commissioner_of: Organisation, django_site: None) -> World:
    keep_pack()
    return publish_world(commissioner_of)


@pytest.fixture
def officer(person: Callable[..., Person]) -> Person:
    return person("scrutiny-officer")


@pytest.fixture
def planted(world: World, commissioner_of: Organisation, officer: Person) -> Planted:
    return plant(world, commissioner_of, officer)


def found_in(crawled: dict[str, str], planted: Planted) -> dict[str, set[str]]:
    """Where canaries are found, and what each is."""
    return {
        address: {planted.where[word.upper()] for word in CANARY.findall(text)}
        for address, text in crawled.items()
        if CANARY.search(text)
    }


def test_everything_public_is_the_same_with_and_without_what_is_not(
    client: Client, world: World, commissioner_of: Organisation, officer: Person
) -> None:
    before = crawl(client)
    planted = plant(world, commissioner_of, officer)
    after = crawl(client)
    assert found_in(after, planted) == {}
    assert sorted(after) == sorted(before)
    assert [address for address in before if after[address] != before[address]] == []


def test_the_crawl_reaches_every_kind_of_page_and_file(client: Client, world: World) -> None:
    """Else the test above would prove nothing."""
    from scrutiny.web.public.urls import urlpatterns

    crawled = crawl(client)
    wrong = {a: t[:3] for a, t in crawled.items() if t[:3] != "200"}
    assert wrong == {}
    missed = [
        str(each.pattern)
        for each in urlpatterns
        if not any(each.resolve(address.partition("?")[0].lstrip("/")) for address in crawled)
    ]
    assert missed == []
    everything = "\n".join(crawled.values())
    for word in (
        "Rural crime",
        "Burglary is in the plan.",
        "They choose the hour.",
        "Burglary fell.",
        "Patrols were moved",
        "Map of patrols",
    ):
        assert word in everything


def test_every_kind_of_record_that_may_be_restricted_has_canaries(planted: Planted) -> None:
    kinds = {where.partition(".")[0] for where in planted.where.values()}
    assert {kind.__name__ for kind in sensitive_kinds()} <= kinds


KINDS = (
    Plan, Priority, Section, StandingItem, AreaForConsideration, Meeting, AgendaItem, Paper, Note,
    Ask, Evidence, Inspection, Finding, Practice, Response,
)  # fmt: skip


def depth(kind: type[Sensitive]) -> int:
    """How deep a kind lies in others, by the fields that lead to what it is part of."""
    parts = {path.partition("__")[0] for path in kind.WITHIN}
    wholes = {kind._meta.get_field(part).related_model for part in parts} - {kind}
    return 1 + max((depth(whole) for whole in wholes), default=0)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", sorted({depth(kind) for kind in KINDS}))
def test_the_crawl_finds_what_a_kind_would_leak(
    client: Client, planted: Planted, monkeypatch: pytest.MonkeyPatch, level: int
) -> None:
    """What would be, had a reader of a kind forgotten `public()`: at once of all those kinds of
    which none lies in another, so that each is told by its own reader."""
    public, kinds = SensitiveRecords.public, [kind for kind in KINDS if depth(kind) == level]

    def forgotten(self: SensitiveRecords) -> SensitiveRecords:
        return self.all() if self.model in kinds else public(self)

    monkeypatch.setattr(SensitiveRecords, "public", forgotten)
    leaked = set().union(*found_in(crawl(client, files=False), planted).values())
    told = {where.partition(".")[0] for where in leaked}
    assert {kind.__name__ for kind in kinds} - told == set()


def test_searching_for_a_canary_says_what_searching_for_nonsense_says(
    client: Client, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(word: str) -> str:
        page = client.get("/scrutiny/search/", {"q": word}).content.decode()
        twin = client.get("/api/v1/scrutiny/search", {"q": word}).content.decode()
        return (page + twin).replace(word, "...")

    nonsense = said("QZX000")
    assert "Nothing has all these words" in nonsense
    assert said(next(iter(planted.where))) == nonsense
    # Page and twin say what `hits` finds. What it looks in is read once for all the words.
    entries = list(search._entries())
    monkeypatch.setattr(search, "_entries", lambda: entries)
    assert search.hits("burglary")
    assert [where for word, where in planted.where.items() if search.hits(word)] == []


def test_what_is_restricted_is_not_there_in_the_very_words_of_what_never_was(
    client: Client, world: World, planted: Planted
) -> None:
    kept = {kind: kind.objects.filter(restricted=True).first() for kind in KINDS}
    day = f"/scrutiny/meetings/{world.held.day}/"
    hidden = kept[Meeting].day  # type: ignore[union-attr]
    request = f"/scrutiny/asked/{publication.code_of(world.request)}/"
    addresses = {
        f"/scrutiny/meetings/{hidden}/": "/scrutiny/meetings/1999-01-01/",
        f"/scrutiny/meetings/{hidden}/pack.pdf": "/scrutiny/meetings/1999-01-01/pack.pdf",
        f"/scrutiny/meetings/{hidden}/minutes.pdf": "/scrutiny/meetings/1999-01-01/minutes.pdf",
        f"/scrutiny/asked/{publication.code_of(kept[Ask])}/": "/scrutiny/asked/0123456789/",
        f"{day}papers/{publication.code_of(kept[Paper])}": f"{day}papers/0123456789",
        f"{request}{publication.code_of(kept[Evidence])}": f"{request}0123456789",
        **{
            f"/scrutiny/inspections/{part}{publication.code_of(kept[kind])}/":
                f"/scrutiny/inspections/{part}0123456789/"
            for kind, part in ((Inspection, ""), (Finding, "findings/"), (Practice, "practice/"))
        },
        "/scrutiny/reports/E23000003/2020-03/strategic-scrutiny/1/":
            "/scrutiny/reports/E23000003/1999-03/strategic-scrutiny/1/",
    }  # fmt: skip
    for restricted, nothing in addresses.items():
        for root in ("", "/api/v1") if ONE.match(restricted) else ("",):
            answers = [client.get(f"{root}{each}".rstrip("/") if root else each)
                       for each in (restricted, nothing)]  # fmt: skip
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].content == answers[1].content
            assert dict(answers[0].headers) == dict(answers[1].headers)
