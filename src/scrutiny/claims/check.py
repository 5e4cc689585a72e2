"""The whole check of a paper: read, take its figures out, hold them to each other, and settle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scrutiny.claims.model import Check, Fact, Grid, Paper, Passage, Quantity, Result, Verdict
from scrutiny.claims.periods import Context, context_of
from scrutiny.claims.places import Figures
from scrutiny.claims.prose import facts_of
from scrutiny.claims.readers import read, read_text
from scrutiny.claims.rules import completeness, consistency, data, method, sums
from scrutiny.claims.rules.breaks import breaks
from scrutiny.claims.rules.echoes import echoes
from scrutiny.claims.rules.elsewhere import filled, misplaced
from scrutiny.claims.rules.leftover import leftover
from scrutiny.claims.sayings import Saying, sayings_of
from scrutiny.claims.settle import HOLDS, key_of, mirrored, settle
from scrutiny.claims.silence import notes_of, silenced, without_notes
from scrutiny.claims.tables import facts_of_grid
from scrutiny.errors import InputError

if TYPE_CHECKING:
    from scrutiny.measures.read import Reader

TITLE_REACH = 3  # blocks from a table back to its title, over notes
LONGEST_TITLE = 200  # characters
CELL = 20  # characters that a cell counts as at the least: an empty one costs time too
MOST_TEXT = 1_500_000  # characters: some 500 pages. More would take longer than anyone waits.


def check_file(path: Path, reader: Reader | None = None, area: str | None = None) -> Result:
    """All that the figures of a file say of each other and, given a `Reader`, of the data.

    `area` is the code of the area that the paper is about, for the data. Raises `InputError` for
    what cannot be read.
    """
    return check_paper(read(path), reader, area)


def check_text(
    text: str,
    name: str = "text",
    form: str = "markdown",
    reader: Reader | None = None,
    area: str | None = None,
) -> Result:
    """`check_file` for a text: markdown, text or html."""
    return check_paper(read_text(text, name, form), reader, area)


def check_paper(paper: Paper, reader: Reader | None = None, area: str | None = None) -> Result:
    """`check_file` for a paper that is read already."""
    size = sum(_size(block) for block in paper.blocks)
    if size > MOST_TEXT:
        raise InputError(
            f"has {size:,} characters of text; a paper that is checked has {MOST_TEXT:,} at most, "
            "some 500 pages: divide it",
            file=paper.name,
        )
    notes = notes_of(paper)
    paper = without_notes(paper)
    context = context_of(paper)
    facts, checks, lacking = _of_blocks(paper, context)
    figures = Figures(paper, _once(facts))
    sayings = sayings_of(paper, facts)
    checks += [
        *consistency.run(paper, facts, sayings, _vouched(facts, checks, figures)),
        *sums.sums(paper, facts, sayings),
        *sums.changes_of_tables(paper, facts, sayings),
        *misplaced(paper, facts, sayings),
    ]
    checks = settle([_pointed(check, figures) for check in checks], figures, facts)
    checks += [
        *filled(paper, lacking, facts, sayings),
        *completeness.run(paper),
        *method.run(paper, facts, checks, figures),
        *breaks(paper, facts, sayings, area),
    ]
    if reader is not None:
        checks += data.run(paper, facts, sayings, reader, area)
    checks = [_pointed(check, figures) for check in checks]
    checks += mirrored(checks, figures)
    checks += echoes(paper, checks, figures)
    checks += leftover(checks, figures, *_by_figure(figures, facts, sayings))
    checks.sort(key=lambda one: (one.where.page or 0, one.where.line, one.where.start, one.rule))
    left, quiet = silenced(checks, notes)
    return Result(paper.name, figures.figures, left, quiet)


def _size(block: Passage | Grid) -> int:
    if isinstance(block, Passage):
        return len(block.text)
    return sum(max(len(cell.text), CELL) for row in block.rows for cell in row)


def _of_blocks(paper: Paper, context: Context) -> tuple[list[Fact], list[Check], list[Check]]:
    """The facts, the checks of them within their block, and what each block lacks."""
    lacking: list[Check] = []
    facts: list[Fact] = []
    checks: list[Check] = []
    for number, block in enumerate(paper.blocks):
        if isinstance(block, Passage):
            more, found = facts_of(block, number, context)
        else:
            more, found = facts_of_grid(block, number, context, _title(paper, number))
        facts += more
        checks += found
        lacking += completeness.of_block(paper, number, context)
    return facts, checks, lacking


def _title(paper: Paper, number: int) -> str:
    """The words just above a table, where they are few and no sentence."""
    for block in reversed(paper.blocks[max(number - TITLE_REACH, 0) : number]):
        if not isinstance(block, Passage):
            return ""
        if not block.text.startswith(("*", "†", "‡")):
            whole = block.text.rstrip().endswith((".", ";", ","))
            return "" if whole or len(block.text) > LONGEST_TITLE else block.text
    return ""


def _by_figure(
    figures: Figures, facts: Sequence[Fact], sayings: Sequence[Saying]
) -> tuple[dict[int, Fact], dict[int, Saying]]:
    """The facts and the sayings by the index of their figure."""
    at = {key_of(one): i for i, one in enumerate(figures.figures)}
    index = [at[key_of(fact.quantity)] for fact in facts]
    return dict(zip(index, facts, strict=True)), {index[one.index]: one for one in sayings}


def _vouched(facts: Sequence[Fact], checks: Sequence[Check], figures: Figures) -> frozenset[int]:
    """The facts whose figures stand in a relation that holds."""
    held: set[int] = set()
    for check in checks:
        if check.verdict in HOLDS and not check.rule.startswith("direction"):
            for place in (check.where, *check.against):
                index = figures.at(place)
                if index is not None:
                    held.add(index)
    keys = {key_of(figures.figures[index]) for index in held}
    return frozenset(i for i, fact in enumerate(facts) if key_of(fact.quantity) in keys)


def _once(facts: Sequence[Fact]) -> list[Quantity]:
    """Every figure once, in the order of the paper."""
    found = {(q.block, q.cell or (-1, -1), q.start): q for q in (fact.quantity for fact in facts)}
    return [found[key] for key in sorted(found)]


def _pointed(check: Check, figures: Figures) -> Check:
    index = figures.at(check.where) if check.figure is None else check.figure
    if index is None or index == check.figure:
        return check
    return Check(  # `replace` takes thrice as long, and there are many checks
        check.rule, check.verdict, check.severity, check.where, check.stated, check.expected,
        check.explanation, check.confidence, check.against, index,
    )  # fmt: skip


def inconsistent(result: Result) -> tuple[Check, ...]:
    """The checks that say a figure is wrong."""
    return tuple(one for one in result.checks if one.verdict is Verdict.INCONSISTENT)
