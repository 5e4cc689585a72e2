"""What the figure checker finds in the texts of a report, and publishing it despite that."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from scrutiny.claims.check import check_text
from scrutiny.claims.model import Check, Result, Verdict
from scrutiny.errors import ScrutinyError
from scrutiny.governance.people.models import Person
from scrutiny.governance.reporting.figures import reader_of
from scrutiny.governance.reporting.models import Accepted, Part, Report
from scrutiny.governance.reporting.writing import figures_in, latest
from scrutiny.reports.passages import wording

TOLD = (Verdict.INCONSISTENT, Verdict.CAUTION)
BETWEEN = "\n\n"  # parts, so that no sentence goes on from one into the next


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told of a figure, and the line of its part's text, counted from 1."""

    part: Part
    line: int
    check: Check

    @property
    def wrong(self) -> bool:
        """Whether the figure disagrees with another; a caution does not say so."""
        return self.check.verdict is Verdict.INCONSISTENT


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker says of texts: how many figures, how many of them checked, what it tells.

    `silenced` are those that a note in the text silences, each with the note's reason.
    """

    figures: int
    checked: int
    findings: tuple[Finding, ...]
    silenced: tuple[tuple[Finding, str], ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.wrong)


def check_part(part: Part, text: str) -> Checked:
    """A text of a part, as it is typed, with its references as they read now."""
    return _checked(part.report, [(part, _read(part, text))])


def check_report(report: Report) -> Checked:
    """The texts of all parts as they stand, held to each other too."""
    texts = [(part, latest(part)) for part in report.parts.select_related("report")]
    return _checked(report, [(part, _read(part, text.text)) for part, text in texts if text])


def _read(part: Part, text: str) -> str:
    return wording(text, {each["reference"]: each["said"] for each in figures_in(part, text)})


def _checked(report: Report, texts: list[tuple[Part, str]]) -> Checked:
    begins, parts, line = [], [], 1
    for part, text in texts:
        begins.append(line)
        parts.append(part)
        line += (text + BETWEEN).count("\n")
    whole = BETWEEN.join(text for _, text in texts)
    result = check_text(whole, "the report", reader=reader_of(report), area=report.force)

    def found(check: Check) -> Finding:
        at = bisect_right(begins, check.where.line) - 1
        return Finding(parts[at], check.where.line - begins[at] + 1, check)

    return Checked(
        len(result.figures),
        _count_checked(result),
        tuple(found(one) for one in result.checks if one.verdict in TOLD),
        tuple((found(one.check), one.reason) for one in result.silenced),
    )


def _count_checked(result: Result) -> int:
    """How many figures a check names another figure or an observation for."""
    held = {c.figure for c in result.checks if c.verdict is not Verdict.NOT_CHECKABLE}
    return len(held - {None})


def accept(report: Report, person: Person, why: str) -> Accepted:
    """Keep an approver's reason for publishing a locked report with figures that disagree."""
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        if report.state != Report.State.LOCKED:
            raise ScrutinyError("Lock the report first: its texts may still change.")
        told = _told(check_report(report))
        if not told:
            raise ScrutinyError("No figure of the report disagrees with another.")
        if not why.strip():
            raise ScrutinyError("Say why it is published with these figures.")
        return Accepted.objects.create(
            report=report, findings=told, key=_key(told), why=why.strip(), person=person
        )


def accepted(report: Report, found: Checked) -> Accepted | None:
    """The acceptance of just these findings, if there is one."""
    return report.accepted.filter(key=_key(_told(found))).last()


def refuse_unaccepted(report: Report) -> None:
    """A `ScrutinyError` when figures of a report disagree and no approver has said why they may."""
    found = check_report(report)
    if found.wrong and accepted(report, found) is None:
        number = len(found.wrong)
        figures = "1 figure of its texts disagrees" if number == 1 else (
            f"{number} figures of its texts disagree"
        )  # fmt: skip
        raise ScrutinyError(
            f"{figures} with others. Correct them, or an approver says why it is published so."
        )


def _told(found: Checked) -> list[dict[str, Any]]:
    return [
        {
            "part": str(one.part),
            "line": one.line,
            "rule": one.check.rule,
            "stated": one.check.stated,
            "expected": one.check.expected,
            "explanation": one.check.explanation,
        }
        for one in found.wrong
    ]


def _key(told: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
