"""What is typed in a meeting, and the dates in it, are understood as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings.days import read_day
from scrutiny.governance.meetings.said import Said, understand

MEETING = date(2020, 3, 12)  # a Thursday
NEXT = date(2020, 6, 11)
TITLES = ("Chief Constable", "Deputy Chief Constable", "Head of Crime", "Head of Communications")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12 June 2020", date(2020, 6, 12)),
        ("12 June", date(2020, 6, 12)),
        ("12th of June", date(2020, 6, 12)),
        ("Friday 12 June", date(2020, 6, 12)),
        ("fri 12 jun 2020", date(2020, 6, 12)),
        ("on 3 Sept", date(2020, 9, 3)),
        ("1 February", date(2021, 2, 1)),  # it is past this year
        ("12 March", date(2020, 3, 12)),  # the day itself is not
        ("12/6/2020", date(2020, 6, 12)),
        ("12/06/20", date(2020, 6, 12)),
        ("12.6.2020", date(2020, 6, 12)),
        ("12/6", date(2020, 6, 12)),
        ("2020-06-12", date(2020, 6, 12)),
        ("today", MEETING),
        ("tomorrow", date(2020, 3, 13)),
        ("Friday", date(2020, 3, 13)),
        ("Thursday", date(2020, 3, 19)),  # not the day of the meeting itself
        ("next tues", date(2020, 3, 17)),
        ("two weeks", date(2020, 3, 26)),
        ("in 2 weeks", date(2020, 3, 26)),
        ("in a fortnight", None),
        ("10 days", date(2020, 3, 22)),
        ("in a month", date(2020, 4, 12)),
        ("within three months", date(2020, 6, 12)),
        ("in twelve weeks' time", None),
        ("end of the month", date(2020, 3, 31)),
        ("end of June", date(2020, 6, 30)),
        ("June", date(2020, 6, 30)),
        ("February", date(2021, 2, 28)),
        ("Feb 2024", date(2024, 2, 29)),
        ("next meeting", NEXT),
        ("The next meeting.", NEXT),
    ],
)
def test_a_day_is_said_in_words(said: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(ScrutinyError, match="not clear"):
            read_day(said, MEETING, NEXT)
    else:
        assert read_day(said, MEETING, NEXT) == day


def test_a_month_after_the_31st_is_the_last_day_of_a_shorter_one() -> None:
    assert read_day("in a month", date(2020, 1, 31)) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Monday 12 June 2020", "12 June 2020 is a Friday"),
        ("31/2/2020", "no such day as 31/2/2020"),
        ("12 Juno", "no month called juno"),
        ("1 March 2020", "1 March 2020 is past"),
        ("soon", "not clear: soon"),
        ("", "not clear"),
    ],
)
def test_a_day_that_cannot_be_is_not_guessed(said: str, why: str) -> None:
    with pytest.raises(ScrutinyError, match=why):
        read_day(said, MEETING, NEXT)


def test_there_may_be_no_next_meeting() -> None:
    with pytest.raises(ScrutinyError, match="no next meeting"):
        read_day("next meeting", MEETING)


def said(line: str) -> Said:
    return understand(line, MEETING, NEXT, TITLES)


@pytest.mark.parametrize(
    "line",
    [
        "The Chief Constable introduced the report.",
        "A number of officers were moved to response.",
        "Recorded crime: down by 3%.",
        "due diligence was done",
        "10 officers asked",
    ],
)
def test_plain_text_is_a_note(line: str) -> None:
    assert said(line) == Said("note", line)


def test_a_letter_says_what_the_line_is() -> None:
    assert said("d The plan is agreed.") == Said("decision", "The plan is agreed.")
    assert said("n a short remark") == Said("note", "a short remark")
    assert said("r Head of Crime due next meeting: Show burglary by district.") == Said(
        "request", "Show burglary by district.", "Head of Crime", NEXT
    )
    assert said("a Chief Constable due 30 April: Write to the partners: all of them.") == Said(
        "action", "Write to the partners: all of them.", "Chief Constable", date(2020, 4, 30)
    )
    assert said("A Chief Constable by Friday: Reply") == Said(
        "action", "Reply", "Chief Constable", date(2020, 3, 13)
    )  # as a tablet writes the first letter


@pytest.mark.parametrize(
    ("short", "title"),
    [
        ("chief constable", "Chief Constable"),
        ("dep", "Deputy Chief Constable"),
        ("head cr", "Head of Crime"),
        ("DCC", "Deputy Chief Constable"),
        ("hoc", "hoc"),  # initials do not count the small words
        ("Director of Resources", "Director of Resources"),  # nobody here has it
    ],
)
def test_a_short_title_is_matched(short: str, title: str) -> None:
    assert said(f"a {short} due Friday: Do it").owner == title


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "Nothing was written"),
        ("d ", "Nothing was written"),
        ("n", "Nothing was written after the letter"),
        ("a Head of Crime: Show the figures", "does not say when it is due"),
        ("r Head of Crime due Friday", "no colon before what is asked"),
        ("a few remarks were made", "begin it with n"),
        ("r head of due Friday: Show it", "may be: Head of Crime; Head of Communications"),
        ("a HC due Friday: Show it", "may be: Head of Crime; Head of Communications"),
        ("a DCC due whenever: Show it", "not clear: whenever"),
    ],
)
def test_what_is_not_clear_is_told_and_not_kept(line: str, why: str) -> None:
    with pytest.raises(ScrutinyError, match=why):
        said(line)
