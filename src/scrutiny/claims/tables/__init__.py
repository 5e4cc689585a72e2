"""Tables, understood without being told their layout.

Grid -> cells -> parts (heads, labels, body) -> frames (and turned) -> relations -> Fact, Check
"""

from __future__ import annotations

from scrutiny.claims.dates import NOTHING_KNOWN, Context
from scrutiny.claims.model import Check, Fact, Grid
from scrutiny.claims.tables.cells import cells_of
from scrutiny.claims.tables.checks import checks_of
from scrutiny.claims.tables.facts import facts_of_frame, facts_of_labels
from scrutiny.claims.tables.frames import frames_of
from scrutiny.claims.tables.layout import parts_of
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import word_set

__all__ = ["facts_of_grid"]


def facts_of_grid(
    grid: Grid, block: int, context: Context = NOTHING_KNOWN, title: str = ""
) -> tuple[list[Fact], list[Check]]:
    """What each figure of a table is said to be, and the checks of the table.

    `title` is the passage above the table, where it names what the table is of; the grid's own
    caption is used beside it.
    """
    facts: list[Fact] = []
    checks: list[Check] = []
    named = f"{grid.caption} {title}".strip()
    for part in parts_of(cells_of(grid, block)):
        straight, turned = frames_of(part, context)
        notes = f"{named} {part.title} {part.corner} {' '.join(part.heads.values())}"
        rounded = says_rounding(notes)
        straight.rounded = turned.rounded = rounded
        found, (along, down) = checks_of(straight, turned)
        checks += found
        facts += facts_of_frame(straight, along, down, named)
        facts += facts_of_labels(part.named)
    return facts, checks


def says_rounding(notes: str) -> bool:
    """Whether the words about a table say that its figures were rounded one by one."""
    low = " ".join(token.low for token in tokens_of(notes[:2000]))
    return any(f" {phrase} " in f" {low} " for phrase in word_set("tables", "rounding_note"))
