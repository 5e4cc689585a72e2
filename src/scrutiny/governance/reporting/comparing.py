"""What changed: between two texts, and between what a text says and what the numbers say now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from scrutiny.governance.reporting.making import report_before
from scrutiny.governance.reporting.models import Part, Text
from scrutiny.governance.reporting.writing import figures_in, latest

_WORD = re.compile(r"\S+[^\S\n]*|\n+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that both texts have, or that are gone from the second, or that it added."""

    kind: Literal["same", "gone", "added"]
    text: str


def differences(before: str, after: str) -> Iterator[Run]:
    """Two texts as one, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    bare_old, bare_new = ([word.rstrip(" \t") for word in words] for words in (old, new))
    matched = SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    for kind, a, b, c, d in matched.get_opcodes():
        if kind == "equal":
            yield Run("same", "".join(new[c:d]))
            continue
        if a < b:
            yield Run("gone", "".join(old[a:b]))
        if c < d:
            yield Run("added", "".join(new[c:d]))


@dataclass(frozen=True, slots=True)
class FigureThenNow:
    """A figure of a text as it read when the text was saved, and as it reads now."""

    reference: str
    then: str
    now: str

    @property
    def changed(self) -> bool:
        return self.then != self.now


def figures_then_and_now(text: Text) -> list[FigureThenNow]:
    """Each reference of a text once."""
    then = {each["reference"]: each["said"] for each in text.figures}
    now = {each["reference"]: each["said"] for each in figures_in(text.part, text.text)}
    return [FigureThenNow(ref, said, now.get(ref, "")) for ref, said in then.items()]


def last_quarter(part: Part) -> Text | None:
    """The text of the same section in the force's report before this one."""
    before = report_before(part.report)
    same = before.parts.filter(section=part.section).first() if before else None
    return latest(same) if same else None
