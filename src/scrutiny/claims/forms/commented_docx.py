"""A copy of a Word document with a comment at each finding."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from scrutiny.claims.forms.shared import findings, tame
from scrutiny.claims.model import Check, Result
from scrutiny.claims.readers.docx import Lined, Origin, style_names
from scrutiny.claims.readers.docx_walk import Text, W, events_of, walk
from scrutiny.errors import InputError

AUTHOR, INITIALS = "Police Scrutiny", "PS"
MOST = 1_000  # comments; a program that shows more than that shows none of them well
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def commented_docx(path: Path, result: Result) -> bytes:
    """The document as it is, with a comment for each inconsistent figure and each caution.

    A finding whose place is not in the text of the document, such as one in a footnote, is told in
    a comment on its first words.
    """
    from docx import Document
    from docx.text.run import Run

    names = style_names(path)  # refuses what the reader refuses, before it is unpacked here
    try:
        document = Document(str(path))
    except Exception as error:  # python-docx raises what its own readers do
        raise InputError("is a damaged Word document", file=path.name) from error
    lined = Lined(names)
    for block in walk(events_of(document.element), path.name):
        lined.add(block)
    found = findings(result)[:MOST]
    # From the end to the beginning, so that what is split does not move what is still to come.
    for check in sorted(found, key=lambda one: (one.where.line, one.where.start), reverse=True):
        runs = _runs(check, lined.origins) or _first_run(lined.origins)
        if runs:
            first, last = (Run(one, document._body) for one in (runs[0], runs[-1]))
            document.add_comment([first, last], _words(check), AUTHOR, INITIALS)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _words(check: Check) -> str:
    text = f"{check.verdict.value.capitalize()}: {check.explanation}"
    if check.expected and check.expected not in check.explanation:
        text += f" It should be {check.expected}."
    return tame(f"{text} [{check.rule}]")


def _runs(check: Check, origins: list[list[Origin]]) -> list[Any]:
    """The runs that hold a finding's text, cut so that they hold nothing else."""
    where = check.where
    if not 1 <= where.line <= len(origins):
        return []
    before = [one for one in origins[where.line - 1] if one[0] <= where.start]
    if not before:
        return []
    column, text, offset = before[-1]
    start = where.start - column + offset
    return _cut_out(text, start, start + max(where.end - where.start, 1))


def _first_run(origins: list[list[Origin]]) -> list[Any]:
    for line in origins:
        for _, text, _ in line:
            for _, source in text.sources:
                run = _run_of(source)
                if run is not None:
                    return [run]
    return []


def _cut_out(text: Text, start: int, end: int) -> list[Any]:
    """The runs of a paragraph from one offset to another, cut where these are within a run."""
    for edge in (end, start):
        for at, source in list(text.sources):
            run = _run_of(source)
            if run is not None and at < edge < at + len(source.text or ""):
                text.sources.append((edge, _split(run, source, edge - at)))
    text.sources.sort(key=lambda one: one[0])
    within = (
        _run_of(source)
        for at, source in text.sources
        if start <= at and at + len(source.text or "") <= end and source.text
    )
    return [run for run in within if run is not None]


def _run_of(source: Any) -> Any | None:
    parent = source.getparent()
    return parent if parent is not None and parent.tag == W + "r" else None


def _split(run: Any, source: Any, at: int) -> Any:
    """Cut a run in two at an offset of one of its texts; the text of the later run."""
    later = run.makeelement(run.tag, run.attrib)
    looks = run.find(W + "rPr")
    if looks is not None:
        later.append(deepcopy(looks))
    new = deepcopy(source)
    later.append(new)
    for child in list(run)[list(run).index(source) + 1 :]:
        later.append(child)  # it is moved, not copied
    said = source.text or ""
    source.text, new.text = said[:at], said[at:]
    for one in (source, new):
        one.set(_XML_SPACE, "preserve")
    run.addnext(later)
    return new
