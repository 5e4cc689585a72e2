"""Completeness: figures left blank, tables and pictures that are not there, periods at odds."""

from __future__ import annotations

from scrutiny.claims.model import Check, Paper
from scrutiny.claims.periods import Context
from scrutiny.claims.rules.blanks import blanks
from scrutiny.claims.rules.headed import periods
from scrutiny.claims.rules.promised import promised


def of_block(paper: Paper, number: int, context: Context) -> list[Check]:
    """What one block lacks: figures, and periods that agree."""
    block = paper.blocks[number]
    above = paper.blocks[number - 1] if number else None
    return [*blanks(block), *periods(block, above, context)]


def run(paper: Paper) -> list[Check]:
    """What the paper promises and does not hold."""
    return promised(paper)
