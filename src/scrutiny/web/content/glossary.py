"""The glossary: the field's words as GLOSSARY.md gives them, each with an address of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.content.prose import line, sections, slug, text, words
from scrutiny.web.edition import Edition

PATH = "/glossary/"
_ENTRY = re.compile(r"\*\*(?P<names>.+?)\*\*(?: \((?P<also>.+?)\))?: (?P<means>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field. `also` is its long form, such as that of an abbreviation."""

    names: tuple[str, ...]
    also: str
    means: Markup
    plain: str  # what it means, without HTML

    @property
    def id(self) -> str:
        return slug(self.names[0])

    @property
    def title(self) -> str:
        return ", ".join(self.names) + (f" ({self.also})" if self.also else "")


@dataclass(frozen=True, slots=True)
class Subject:
    """Terms that belong together."""

    title: str
    terms: tuple[Term, ...]

    @property
    def id(self) -> str:
        return f"about-{slug(self.title)}"


@dataclass(frozen=True, kw_only=True)
class GlossaryContent(Content):
    subjects: tuple[Subject, ...]


def glossary_page(edition: Edition, asked: Asked) -> GlossaryContent:
    return GlossaryContent(
        title="Glossary",
        description="The words that police performance is spoken of in, and what they mean here.",
        asked=asked,
        tables=(_table(subjects()),),
        subjects=subjects(),
    )


def term_address(name: str) -> str:
    """Where the glossary explains a term, whatever its case. A `LookupError` for one that it does
    not have, so that a page never sends a reader to nothing."""
    found = _by_name().get(name.lower())
    if found is None:
        raise LookupError(f"the glossary has no term {name!r}")
    return f"{PATH}#{found.id}"


@cache
def subjects() -> tuple[Subject, ...]:
    """Every term, under its heading, in the order of GLOSSARY.md."""
    return tuple(
        Subject(title, tuple(_term(each) for each in body.split("\n\n")))
        for title, body in sections(text("glossary"))
        if title
    )


def _term(paragraph: str) -> Term:
    found = _ENTRY.fullmatch(paragraph.strip())
    if found is None:
        raise ValueError(f"GLOSSARY.md: an entry is `**Term**: what it means` (got {paragraph!r})")
    means = found["means"][0].upper() + found["means"][1:]
    names = tuple(found["names"].split(", "))
    return Term(names, found["also"] or "", line(means), words(means))


@cache
def _by_name() -> dict[str, Term]:
    every = [term for subject in subjects() for term in subject.terms]
    names = {name.lower(): term for term in every for name in (term.also, *term.names) if name}
    return {f"{name}s": term for name, term in names.items()} | names


def _table(given: tuple[Subject, ...]) -> Table:
    rows: list[Row] = []
    for subject in given:
        rows.append(Row((Cell(subject.title),), group=True))
        rows += [Row((Cell(term.title), Cell(term.plain))) for term in subject.terms]
    columns = (Column("Term", "left"), Column("Meaning", "left", width=3))
    return Table("terms", 0, "Glossary", columns, tuple(rows), (), "Glossary")
