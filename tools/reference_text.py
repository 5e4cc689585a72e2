"""Markdown for tools/reference.py, and the check that its words fit the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


class WordsError(Exception):
    """reference.toml and the code do not name the same things."""


def page_text(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def anchor(title: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


def same_names(what: str, known: Iterable[str], described: Iterable[str]) -> None:
    if missing := sorted(set(known) - set(described)):
        raise WordsError(f"reference.toml says nothing of the {what}: {', '.join(missing)}")
    if extra := sorted(set(described) - set(known)):
        raise WordsError(f"reference.toml describes {what} that do not exist: {', '.join(extra)}")
