"""What a line typed in a meeting says: a note, a decision, a request or an action.

The Chief Constable introduced the report.         a note
d The plan is agreed.                              a decision
r Head of Crime due next meeting: Figures by ...   a request
a DCC due 12 June: Write to the partners.          an action
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings.days import read_day

Kind = Literal["note", "decision", "request", "action"]
_COMMANDS: dict[str, Kind] = {"r": "request", "a": "action"}
_ASKED = re.compile(
    r"(?P<kind>[ra])\s+(?P<owner>\S.*?)\s+(?:due|by)\s+(?P<due>[^:]+):\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = re.compile(r"[^\W_]+")
HOW = "Write: {kind} OWNER due DATE: TEXT. To take the line as a note, begin it with n."


@dataclass(frozen=True, slots=True)
class Said:
    """A line understood. Requests and actions have an owner, by title, and a day."""

    kind: Kind
    text: str
    owner: str = ""
    due: date | None = None


def understand(
    line: str, today: date, next_meeting: date | None = None, titles: Sequence[str] = ()
) -> Said:
    """What the line says on the day of a meeting; a `ScrutinyError` says what is not clear.

    `titles` are of those who may own an action, those at the meeting first.
    """
    line = line.strip()
    if not line:
        raise ScrutinyError("Nothing was written.")
    asked = _ASKED.fullmatch(line)
    if asked is not None:
        return Said(
            _COMMANDS[asked["kind"].lower()],
            asked["text"].strip(),
            owner_of(asked["owner"], titles),
            read_day(asked["due"], today, next_meeting),
        )
    command, _, rest = line.partition(" ")
    if command in _COMMANDS:  # a capital begins a sentence: A number of officers ...
        raise ScrutinyError(_what_is_missing(command, rest))
    if command in ("d", "D", "n") and not rest.strip():
        raise ScrutinyError("Nothing was written after the letter.")
    if command in ("d", "D"):
        return Said("decision", rest.strip())
    if command == "n":
        return Said("note", rest.strip())
    return Said("note", line)


def _what_is_missing(command: str, rest: str) -> str:
    kind = _COMMANDS[command]
    if not re.search(r"\s(?:due|by)\s", f" {rest} "):
        missing = f"This {kind} does not say when it is due."
    elif ":" not in rest:
        missing = f"This {kind} has no colon before what is asked."
    else:
        missing = f"This {kind} is not clear."
    return f"{missing} {HOW.format(kind=command)}"


def owner_of(said: str, titles: Sequence[str]) -> str:
    """The title that is meant: itself, its beginnings (`head cr`) or its initials (`DCC`).

    One that nobody has is taken as it is written. Several that fit equally are a `ScrutinyError`.
    """
    said = " ".join(said.split())
    for fits in (_is, _begins, _initials):
        found = list(dict.fromkeys(title for title in titles if fits(said.lower(), title.lower())))
        if len(found) == 1:
            return found[0]
        if found:
            raise ScrutinyError(f"{said} may be: {'; '.join(found)}. Write more of the title.")
    return said


def _is(said: str, title: str) -> bool:
    return said == title


def _begins(said: str, title: str) -> bool:
    """Whether each word begins a word of the title, in their order."""
    words = iter(_WORDS.findall(title))
    return all(any(word.startswith(part) for word in words) for part in _WORDS.findall(said))


def _initials(said: str, title: str) -> bool:
    words = [word for word in _WORDS.findall(title) if word not in ("of", "and", "the", "for")]
    return len(words) > 1 and said == "".join(word[0] for word in words)
