"""The example year: made by the same steps as a real one, and said to be an example."""

from __future__ import annotations

import html
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

import scrutiny.governance.example
from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.audit.entries import faults
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.example.year import fill
from scrutiny.governance.inspection.models import Finding, Inspection
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Note
from scrutiny.governance.people.models import Organisation, Person
from scrutiny.governance.raised.models import Raised
from scrutiny.governance.reporting import locking
from scrutiny.governance.reporting.models import Part, Report

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

PASSWORD = "a long enough password"
YEAR = Path(scrutiny.governance.example.__file__).with_name("year.toml")


@pytest.fixture(scope="class")
def year(
    django_site: None,  # what is set first is not undone with what is set here
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    packaged_workspace: Path,
) -> Iterator[None]:
    """The example year on the packaged data, its editions as web pages only, made once."""
    place = tmp_path_factory.mktemp("year")
    shutil.copytree(packaged_workspace, place / "workspace")
    own = {"SCRUTINY_WORKSPACE": str(place / "workspace"), "MEDIA_ROOT": place / "files"}
    with (
        django_db_blocker.unblock(),
        override_settings(**own),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(locking, "FORMATS", ("html",))
        assert fill(PASSWORD)
        yield
        transaction.set_rollback(True)


@pytest.mark.xdist_group("example year")  # on one worker, which makes it once
class TestTheYear:
    def test_the_year_is_whole(self, year: None, db: None) -> None:
        meetings = {meeting.day: meeting for meeting in Meeting.objects.all()}
        assert list(meetings) == [
            date(2019, 6, 13),
            date(2019, 9, 12),
            date(2019, 12, 12),
            date(2020, 3, 12),
        ]
        assert {meeting.state for meeting in meetings.values()} == {"minutes-agreed"}
        assert all(m.agenda_published and m.minutes_published for m in meetings.values())

        # What was asked in December is answered in the report that goes to the meeting in March.
        published = Report.objects.get(to="2019-12")
        assert published.state == "published"
        assert published.meeting == meetings[date(2020, 3, 12)]
        answered = {ask.text: ask for ask in Ask.objects.filter(answered_in__report=published)}
        assert len(answered) == 2
        assert {ask.meeting for ask in answered.values()} == {meetings[date(2019, 12, 12)]}
        edition = published.editions.get(audience="public")
        public = html.unescape(edition.files.get().file.read().decode())
        for text, ask in answered.items():
            assert text in public
            assert ask.answer in public
        assert "This report is an example." in public
        assert "live operations against trafficking" not in public
        assert Report.objects.get(to="2020-03").state == "drafting"
        states = Counter(Part.objects.filter(report__to="2020-03").values_list("state", flat=True))
        assert states["with-approver"] == 1
        assert states["drafting"] > 1

        # An action that was late came back, and so did exceptions that the real figures raise.
        origins = AgendaItem.objects.filter(meeting__day=date(2020, 3, 12)).values_list("origin")
        assert {"standing", "exception", "overdue"} <= {origin for (origin,) in origins}
        assert Raised.objects.filter(state="accepted").count() == 2
        assert Ask.objects.overdue(date(2020, 4, 28)).count() == 1

        # What inspectors had found is there, as the liaison entered it.
        entered = Inspection.objects.values_list("title", "state")
        assert {state for _, state in entered} == {"published"}
        assert [title for title, _ in entered] == [
            "PEEL: Police effectiveness 2016",
            "PEEL: Police effectiveness 2015",
            "HMIC inspection report, October 2007",
        ]
        assert Finding.objects.followed().count() == 29

    def test_its_history_reads_like_a_year_and_making_it_again_adds_nothing(
        self, year: None, db: None
    ) -> None:
        assert not fill("another password")
        assert Person.objects.get(email="head-of-crime@example.org").check_password(PASSWORD)
        entries = list(Entry.objects.select_related("person"))
        assert list(faults()) == []
        days = [entry.at for entry in entries]
        assert days == sorted(days)
        assert (days[0].date(), days[-1].date()) == (date(2019, 4, 1), date(2020, 4, 28))
        approved = [e for e in entries if e.did == "approved" and e.kind == "reporting.part"]
        assert {entry.roles for entry in approved} == {"approver"}
        assert {e.roles for e in entries if e.did == "published"} == {"scrutiny-officer"}
        taken = [entry for entry in entries if entry.kind == "asks.ask" and entry.did == "made"]
        assert {entry.roles for entry in taken} == {"scrutiny-officer"}

    def test_every_page_that_shows_it_says_that_it_is_an_example(
        self, year: None, client: Client
    ) -> None:
        said = b"nobody is a real person"
        assert said not in client.get("/catalogue/").content
        client.force_login(Person.objects.get(email="scrutiny-officer@example.org"))
        for path in ("/desk/", "/desk/audit/", "/scrutiny/", "/accounts/login/"):
            answer = client.get(path, follow=True)
            assert answer.status_code == 200, path
            assert said in answer.content, path
        named = Organisation.objects.values_list("name", flat=True)
        assert [name for name in named if not name.endswith("(example)")] == []
        assert all("(example)" in str(meeting) for meeting in Meeting.objects.all())


def test_records_of_somebodys_own_say_no_such_thing(desk: Callable[..., Client]) -> None:
    answer = desk("scrutiny-officer").get("/desk/audit/")
    assert answer.status_code == 200
    assert b"nobody is a real person" not in answer.content


def test_records_of_somebodys_own_are_not_filled(person: Callable[..., Person]) -> None:
    person("scrutiny-officer")
    with pytest.raises(ScrutinyError, match="a place of its own"):
        fill(PASSWORD)
    assert Note.objects.count() == 0


@pytest.mark.full_data
def test_what_was_asked_is_what_the_report_of_2020_says(full_data: Path) -> None:
    told = full_data.parent / "documents" / "quarterly-report-2020-02.md"
    if not told.is_file():
        pytest.skip("the report of February 2020 is not here")
    report = _plain(told.read_text("utf-8"))
    events = tomllib.loads(YEAR.read_text("utf-8"))["event"]
    lines = [line for event in events for line in event.get("line", ())]
    assert len(lines) > 15
    assert [line["says"] for line in lines if _plain(line["says"]) not in report] == []
    assert all(line["paragraph"] for line in lines)


def _plain(text: str) -> str:
    text = re.sub(r"<[^>]+>", "", text).replace("’", "'")
    return " ".join(text.split())
