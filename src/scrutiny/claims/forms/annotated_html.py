"""A copy of a paper as a page in which each finding is marked, with a note for each.

It has no scripts and loads nothing. A mark is told apart by its outline and its number, not by its
colour alone; it leads to its note, and the note leads back.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape

from scrutiny.claims.forms.shared import findings, summary, tame, words_for
from scrutiny.claims.forms.terminal import in_one_line
from scrutiny.claims.model import (
    Block,
    Check,
    Grid,
    GridCell,
    Marks,
    Paper,
    Passage,
    Place,
    Result,
    Verdict,
)

_STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; color: #111;
  background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; }
td, th { border: 1px solid #767676; padding: .2rem .5rem; text-align: left; vertical-align: top; }
mark { background: #fff3bf; color: #111; outline: 2px dashed #8a5a00; }
mark.inconsistent { background: #ffe3e3; outline: 2px solid #b00020; }
mark a { color: inherit; text-decoration: none; }
mark a:focus, li:target, mark:target { outline: 3px solid #0b5fff; }
li { margin-bottom: .75rem; }
.rule { color: #595959; }
q { font-weight: bold; }
""".strip()
Finding = tuple[int, Check]


def annotated_html(paper: Paper, result: Result) -> str:
    """The page. Findings whose text cannot be found in the paper have a note alone."""
    numbered = list(enumerate(findings(result), 1))
    marked: set[int] = set()
    by_line: dict[int, list[Finding]] = defaultdict(list)
    for number, check in numbered:
        by_line[check.where.line].append((number, check))
    body = "\n".join(_block(block, by_line, marked) for block in paper.blocks)
    title = escape(tame(f"{result.file}: figures checked"))
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{title}</h1>\n{_summary(result)}\n</header>\n"
        f'<main aria-label="The paper">\n{body}\n</main>\n'
        f'<section aria-labelledby="notes">\n<h2 id="notes">Findings</h2>\n'
        f"{_notes(numbered, marked)}\n</section>\n{_silenced(result)}</body>\n</html>\n"
    )


def _summary(result: Result) -> str:
    counts = summary(result)
    said = escape(in_one_line(result).removeprefix(tame(f"{result.file}: ")))
    link = '<p><a href="#notes">To the findings</a></p>' if counts["inconsistent"] else ""
    return f"<p>{said}.</p>{link}"


def _block(block: Block, by_line: dict[int, list[Finding]], marked: set[int]) -> str:
    if isinstance(block, Grid):
        caption = f"<caption>{escape(tame(block.caption))}</caption>" if block.caption else ""
        rows = "\n".join(
            "<tr>" + "".join(_cell(cell, by_line, marked) for cell in row) + "</tr>"
            for row in block.rows
        )
        return f"<table>{caption}\n{rows}\n</table>"
    said = _said(block, by_line, marked)
    if block.kind == "heading":
        level = min(max(block.level, 1) + 1, 6)
        return f"<h{level}>{said}</h{level}>"
    if block.kind == "item":
        return f"<ul><li>{said}</li></ul>"
    return f"<p>{said}</p>"


def _cell(cell: GridCell, by_line: dict[int, list[Finding]], marked: set[int]) -> str:
    tag = "th" if cell.header else "td"
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    return f"<{tag}{span}>{_said(cell, by_line, marked)}</{tag}>"


def _said(held: Passage | GridCell, by_line: dict[int, list[Finding]], marked: set[int]) -> str:
    """A text with its findings marked. Of two that overlap, the later is marked beside."""
    ranges = []
    for line in dict.fromkeys(held.marks.lines):
        for number, check in by_line.get(line, ()):
            found = None if number in marked else span_of(held.marks, held.text, check.where)
            if found is not None:
                ranges.append((*found, number, check))
                marked.add(number)
    made, at = "", 0
    for start, end, number, check in sorted(ranges, key=lambda one: one[:3]):
        start, end = max(start, at), max(end, at)
        made += escape(tame(held.text[at:start]))
        kind = "inconsistent" if check.verdict is Verdict.INCONSISTENT else "caution"
        made += (
            f'<mark class="{kind}" id="mark-{number}">{escape(tame(held.text[start:end]))}'
            f'<sup><a href="#note-{number}" aria-label="Finding {number}: {kind}">[{number}]</a>'
            "</sup></mark>"
        )
        at = end
    return made + escape(tame(held.text[at:]))


def span_of(marks: Marks, text: str, where: Place) -> tuple[int, int] | None:
    """The stretch of a text that stands at a place, if it does."""
    for index, (start, line, column) in enumerate(
        zip(marks.starts, marks.lines, marks.columns, strict=True)
    ):
        end = marks.starts[index + 1] if index + 1 < len(marks.starts) else len(text)
        if line != where.line or not column <= where.start < column + max(end - start, 1):
            continue
        if where.block and marks.block and where.block != marks.block:
            continue
        at = start + where.start - column
        if where.text and text.startswith(where.text, at):
            return at, at + len(where.text)
        return at, min(max(at + where.end - where.start, at), len(text))
    return None


def _notes(numbered: list[Finding], marked: set[int]) -> str:
    if not numbered:
        return "<p>None.</p>"
    return "<ol>\n" + "\n".join(_note(*one, one[0] in marked) for one in numbered) + "\n</ol>"


def _note(number: int, check: Check, marked: bool) -> str:
    place = escape(tame(words_for(check.where)))
    back = f'<a href="#mark-{number}" aria-label="Back to finding {number}">{place}</a>'
    quoted = f" <q>{escape(tame(check.where.text))}</q>" if check.where.text.strip() else ""
    right = ""
    if check.expected and check.expected not in check.explanation:
        right = f" It should be {escape(tame(check.expected))}."
    return (
        f'<li id="note-{number}"><strong>{check.verdict.value.capitalize()}</strong>, '
        f"{back if marked else place}:{quoted} {escape(tame(check.explanation))}{right} "
        f'<span class="rule">{escape(check.rule)}</span></li>'
    )


def _silenced(result: Result) -> str:
    if not result.silenced:
        return ""
    items = "\n".join(
        f"<li>{escape(tame(words_for(one.check.where)))}: {escape(one.check.rule)} "
        f"({escape(tame(one.reason))})</li>"
        for one in result.silenced
    )
    return (
        f'<section aria-labelledby="silenced">\n<h2 id="silenced">Silenced</h2>\n<ul>\n{items}'
        "\n</ul>\n</section>\n"
    )
