"""A part as the report would have it with the text at hand, and what is wrong in that text."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.errors import DefinitionError
from scrutiny.governance.reporting.checking import Checked, check_part
from scrutiny.governance.reporting.figures import month_of, reader_of, template_of
from scrutiny.governance.reporting.models import Part
from scrutiny.reports.build import build_section
from scrutiny.reports.model import Section


@dataclass(frozen=True, slots=True)
class Preview:
    """`faults` are the lines of the text, counted from 1, with what is wrong in each; `checked` is
    what the figure checker says of it."""

    section: Section
    faults: list[tuple[int, str]]
    checked: Checked


def preview(part: Part, text: str) -> Preview:
    """The section that a text makes, by the same steps as the report's own."""
    report = part.report
    reader = reader_of(report)
    faults: list[tuple[int, str]] = []

    def refused(line: int, error: DefinitionError) -> None:
        key = "" if error.key.startswith("line ") else f"{error.key}: "
        faults.append((line, key + error.rule))

    template = template_of(report, reader.catalogue)
    at = (report.force, month_of(report))
    section = build_section(reader, template, part.section, *at, text, refused)
    return Preview(section, sorted(faults), check_part(part, text))
