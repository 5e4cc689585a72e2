"""Notes in a text that silence a rule for one figure, with the reason.

    <!-- check: arithmetic.total "212.2" because the rows leave out income -->
    [check: arithmetic.total "212.2" because the rows leave out income]

The first is for Markdown and HTML, where no reader sees it; the second for text and documents. A
note silences the rule for the figure so written that stands nearest to it. A note that names an
unknown rule, gives no reason or silences nothing is itself told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scrutiny.claims.model import (
    Block,
    Check,
    Grid,
    Paper,
    Passage,
    Place,
    Silenced,
    Verdict,
)
from scrutiny.claims.rules.names import RULES

MOST_NOTES = 200
LONGEST_NOTE = 600  # characters
NEAR = 40  # lines between a note and its figure

# Each part is bounded and none repeats what repeats.
_NOTE = re.compile(
    rf"(?:<!--\s{{0,20}}check\s{{0,3}}:(?P<hidden>.{{0,{LONGEST_NOTE}}}?)-->"
    rf"|\[\s{{0,3}}check\s{{0,3}}:(?P<shown>[^\[\]]{{0,{LONGEST_NOTE}}})\])",
    re.DOTALL | re.IGNORECASE,
)
_SAID = re.compile(
    r"\s{0,9}(?P<rule>[A-Za-z][\w.-]{0,60})\s{0,9}"
    r"(?:[\"“'‘](?P<figure>[^\"”]{1,120}?)[\"”'’])?\s{0,9}"
    r"(?:because\b(?P<reason>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_RULE = "completeness.silencing"


@dataclass(frozen=True, slots=True)
class Note:
    """A note: the rule it silences, the figure as written, and why."""

    rule: str
    figure: str
    reason: str
    place: Place

    @property
    def wrong(self) -> str:
        """What is the matter with the note; empty when it is right."""
        if self.rule not in RULES:
            return f"The note silences {self.rule or 'a rule'}, and there is no such rule."
        if not self.figure:
            return f"The note silences {self.rule} and quotes no figure."
        if not self.reason:
            return f"The note silences {self.rule} for {self.figure} and gives no reason."
        return ""


def notes_of(paper: Paper) -> list[Note]:
    """The notes in a paper, in order, at most `MOST_NOTES`."""
    found: list[Note] = []
    if not any("check" in line for line in paper.lines):
        return found
    text = "\n".join(paper.lines)
    line, at = 1, 0
    for match in _NOTE.finditer(text):
        if len(found) == MOST_NOTES:
            break
        line += text.count("\n", at, match.start())
        at = match.start()
        column = at - (text.rfind("\n", 0, at) + 1)
        said = _SAID.match(match["hidden"] if match["hidden"] is not None else match["shown"])
        rule, figure, reason = said.group("rule", "figure", "reason") if said else ("", "", "")
        place = Place(line, column, column + len(match[0]), match[0])
        found.append(
            Note((rule or "").lower(), (figure or "").strip(), (reason or "").strip(), place)
        )
    return found


def is_check_note(text: str) -> bool:
    """Whether a piece of HTML is one note and nothing else, which no reader is to see."""
    found = _NOTE.fullmatch(text.strip())
    return found is not None and found["hidden"] is not None and text.count("-->") == 1


def without_notes(paper: Paper) -> Paper:
    """The paper with blanks where its notes stand, so that no figure is read from a note."""
    if not any("check" in line for line in paper.lines):
        return paper
    return replace(paper, blocks=tuple(_blank(block) for block in paper.blocks))


def _blank(block: Block) -> Block:
    if isinstance(block, Passage):
        return replace(block, text=_blanked(block.text))
    if isinstance(block, Grid):
        rows = tuple(
            tuple(replace(cell, text=_blanked(cell.text)) for cell in row) for row in block.rows
        )
        return replace(block, rows=rows)
    return block


def _blanked(text: str) -> str:
    if "check" not in text:
        return text
    return _NOTE.sub(lambda match: " " * len(match[0]), text)


def silenced(
    checks: Sequence[Check], notes: Sequence[Note]
) -> tuple[tuple[Check, ...], tuple[Silenced, ...]]:
    """The checks that stand, with what is said of the notes, and those that notes silence."""
    quiet: dict[int, str] = {}
    told: list[Check] = []
    for note in notes:
        wrong = note.wrong
        index = None if wrong else _nearest(checks, note, quiet)
        if index is not None:
            quiet[index] = note.reason
            continue
        wrong = wrong or (
            f"The note silences {note.rule} for {note.figure}, and that rule finds nothing there."
        )
        told.append(
            Check(
                _RULE, Verdict.CAUTION, "warning", note.place, note.place.text[:120], "", wrong, 1.0
            )
        )
    left = tuple(check for i, check in enumerate(checks) if i not in quiet)
    return (
        (*left, *told),
        tuple(Silenced(checks[i], reason) for i, reason in sorted(quiet.items())),
    )


def _nearest(checks: Sequence[Check], note: Note, quiet: dict[int, str]) -> int | None:
    """The check of the note's rule and figure that stands nearest; of two, that before the note."""
    found: tuple[int, bool, int] | None = None
    for i, check in enumerate(checks):
        if check.rule != note.rule or i in quiet or not _same(check, note.figure):
            continue
        if check.verdict not in (Verdict.INCONSISTENT, Verdict.CAUTION, Verdict.NOT_CHECKABLE):
            continue
        gap = note.place.line - check.where.line
        if abs(gap) > NEAR:
            continue
        near = (abs(gap), gap < 0, i)
        found = min(found, near) if found else near
    return found[2] if found else None


def _same(check: Check, figure: str) -> bool:
    said = " ".join(figure.split()).lower()
    return said in (
        " ".join(check.stated.split()).lower(),
        " ".join(check.where.text.split()).lower(),
    )
