"""Building a force's quarterly report: template, observations and narrative -> document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from scrutiny.errors import DefinitionError, InputError, ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Period, quarter_name
from scrutiny.reports.blocks import blocks_of, nothing
from scrutiny.reports.context import Context
from scrutiny.reports.model import (
    Block,
    Callout,
    Document,
    Paragraph,
    Section,
    Span,
)
from scrutiny.reports.narrative import blocks as narrative_blocks
from scrutiny.reports.passages import Passage, Refused, Restriction, passages
from scrutiny.reports.references import Scope
from scrutiny.reports.template import BlockSpec, SectionSpec, Template


def build_report(
    reader: Reader,
    template: Template,
    area: str,
    to: Month,
    narrative: Path | Mapping[str, str] | None = None,
    *,
    first: Mapping[str, Sequence[Block]] | None = None,
    restricted: bool = False,
) -> Document:
    """The report of a force for the quarter that ends with `to`.

    `narrative` is a folder of Markdown files, one a section, each named by the section's id; or
    the texts by that id. `first` are blocks that stand before a section's narrative. Passages that
    are marked restricted are left out unless `restricted`.
    Nothing in the document depends on the clock: its date is that of its latest source.
    """
    if reader.areas.get(area).kind != "force":
        raise ScrutinyError(f"a report is for a police force; {reader.areas.get(area).name} is not")
    if not to.ends_quarter:
        raise ScrutinyError(f"a quarterly report ends with a quarter; {to} does not")
    context = Context(reader, area, to)
    texts = narrative if isinstance(narrative, Mapping) else _texts(narrative)
    first = first or {}
    filled = {id for id, held in (*texts.items(), *first.items()) if held}
    template = template.without(
        {spec.id for _, spec in template.numbered() if spec.records and spec.id not in filled}
    )
    builder = _Builder(context, template, texts, first, restricted)
    sections = tuple(builder.sections())
    builder.check_narrative_used()
    force = context.name(area)
    issued = max(
        (s.released for s in context.book.sources if s.released), default=date(to.year, 1, 1)
    )
    quarter = Period.ending(to, 3)
    return Document(
        id=f"{_slug(force)}-{to}",
        title=f"{force}: {template.title}, {quarter.name}",
        subtitle=template.to,
        organisation=f"{force} police force",
        to=template.oversight,
        period=quarter.name,
        issued=issued,
        language="en-GB",
        description=template.description.replace("{force}", force).replace(
            "{period}", quarter.name
        ),
        keywords=("police performance", "recorded crime", force, str(to)),
        sections=sections,
        traces=context.book.traces,
        sources=context.book.sources,
        facts=(
            ("Report to", f"{template.oversight}, {template.to}"),
            ("Force", force),
            ("Period", f"{quarter.name} ({quarter_name(quarter)})"),
            ("Latest figures released", f"{issued:%-d %B %Y}"),
        ),
    )


def build_section(
    reader: Reader,
    template: Template,
    section: str,
    area: str,
    to: Month,
    text: str,
    refused: Refused | None = None,
) -> Section:
    """One section without its parts, as the report would have it with this narrative.

    `refused` is told of what is wrong in the text, and the rest is there all the same.
    """
    number, spec = next(held for held in template.numbered() if held[1].id == section)
    context = Context(reader, area, to)
    builder = _Builder(context, template, {section: text}, {}, True, refused)
    return builder.section(replace(spec, parts=()), number)


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


class _Builder:
    """Turns a template's sections into a document's, numbering sections and paragraphs."""

    def __init__(
        self,
        context: Context,
        template: Template,
        texts: Mapping[str, str],
        first: Mapping[str, Sequence[Block]],
        restricted: bool,
        refused: Refused | None = None,
    ) -> None:
        self.context, self.template = context, template
        self.texts, self.first, self.restricted = texts, first, restricted
        self.refused = refused
        self.used: set[str] = set()
        self.silent: list[str] = []
        self.numbers = {spec.id: (number, spec.title) for number, spec in template.numbered()}

    def sections(self) -> Iterator[Section]:
        for spec in self.template.sections:
            number, title = self.numbers[spec.id]
            section = self.section(replace(spec, title=title), number)
            yield replace(section, page_break=spec.appendix)

    def check_narrative_used(self) -> None:
        """A narrative file that no section reads is a slip in its name, and an error."""
        for unused in sorted(self.texts.keys() - self.used):
            raise ScrutinyError(
                f"{unused}.md: the template {self.template.id} has no section of this name"
            )

    def section(self, spec: SectionSpec, number: str) -> Section:
        waiting = {block.id: block for block in spec.blocks}  # until the narrative places them
        lacking: list[str] = []
        made: list[Block | Section] = list(self._text(spec, number, waiting, lacking))
        for block in waiting.values():
            made += self._placed(block, lacking)
        if lacking:
            made.append(Callout("missing", (Span(" ".join(dict.fromkeys(lacking))),)))
        for part in spec.parts:
            made.append(self.section(part, self.numbers[part.id][0]))
        if not made:
            made.append(Callout("missing", (Span(_unfilled(spec)),)))
        return Section(spec.id, number, spec.title, _numbered(made, number))

    def _text(
        self, spec: SectionSpec, number: str, waiting: dict[str, BlockSpec], lacking: list[str]
    ) -> Iterator[Block]:
        """The template's standing text, then the contributor's narrative where there is one."""
        scope = Scope(self.context.book, self.context.area, self.context.to, self.template.id)
        if spec.text:
            text = spec.text.replace("{force}", self.context.name(self.context.area))
            text = text.replace("{appendices}", self._appendices())
            yield from narrative_blocks(text, scope)
        yield from self.first.get(spec.id, ())
        own = self.texts.get(spec.id)
        if own is not None:
            self.used.add(spec.id)
            scope = replace(scope, where=f"{spec.id}.md", refused=self.refused)
            yield from self._narrative(own, scope, waiting, lacking)
        elif spec.owner and (spec.text or spec.blocks):
            self.silent.append(f"{number} {spec.title} ({_lower(spec.owner)})")

    def _appendices(self) -> str:
        titles = [self.numbers[spec.id][1] for spec in self.template.sections if spec.appendix]
        return "\n".join(f"- {title}" for title in titles) or "None."

    def _narrative(
        self, text: str, scope: Scope, waiting: dict[str, BlockSpec], lacking: list[str]
    ) -> Iterator[Block]:
        told: Restriction | None = None
        for passage in passages(text, scope.where, self.refused):
            shown = self.restricted or passage.restriction is None
            if shown and passage.restriction != told:
                yield _marked(passage.restriction)
                told = passage.restriction
            if passage.place:
                block = _taken(passage, scope, waiting)
                if shown and block is not None:
                    yield from self._placed(block, lacking)
            elif shown:
                yield from narrative_blocks(passage.text, replace(scope, line=passage.line))

    def _placed(self, block: BlockSpec, lacking: list[str]) -> list[Block]:
        found = self._blocks(block)
        if not found:
            lacking.append(nothing(self.context, block))
        return found

    def _blocks(self, spec: BlockSpec) -> list[Block]:
        """A block's tables, charts and paragraphs; none when its figures are not there."""
        found = blocks_of(self.context, spec)
        if spec.kind == "sources":
            found += self._without_narrative()
        if spec.note and found:
            found.append(Callout("note", (Span(spec.note),)))
        return found

    def _without_narrative(self) -> Iterator[Block]:
        if self.silent:
            words = "These sections have figures but no narrative from those who own them: "
            yield Callout("missing", (Span(f"{words}{'; '.join(self.silent)}."),))


def _unfilled(spec: SectionSpec) -> str:
    if spec.records:
        return "What the records hold stands here when the report is made."
    return f"{spec.owner} has not supplied this section."


def _marked(restriction: Restriction | None) -> Callout:
    """Where a restricted passage begins; or, for none, where it ended."""
    words = "What was restricted ends here."
    if restriction is not None:
        review = f"{restriction.review:%-d %B %Y}"
        words = f"What follows is restricted: {restriction.why}. To be reviewed by {review}."
    return Callout("note", (Span(words),))


def _taken(passage: Passage, scope: Scope, waiting: dict[str, BlockSpec]) -> BlockSpec | None:
    """The block that has its place here: each has one."""
    block = waiting.pop(passage.place, None)
    if block is None:
        rule = f"the tables and charts that wait for a place here are: {', '.join(waiting)}"
        error = DefinitionError(scope.where, passage.text.strip(), rule if waiting else _NONE_WAITS)
        if scope.refused is None:
            raise error
        scope.refused(passage.line, error)
    return block


_NONE_WAITS = "no table or chart of this section waits for a place"


def _texts(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return {}
    if not folder.is_dir():
        raise ScrutinyError(f"{folder}: there is no such folder of narrative")
    return {path.stem: _read(path) for path in sorted(folder.glob("*.md"))}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", file=path.name) from error


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _numbered(made: list[Block | Section], number: str) -> tuple[Block | Section, ...]:
    """Paragraphs numbered within their section: 4.a.1, 4.a.2."""
    if not number:
        return tuple(made)
    count = 0
    numbered: list[Block | Section] = []
    for block in made:
        if isinstance(block, Paragraph):
            count += 1
            numbered.append(replace(block, number=f"{number}.{count}"))
        else:
            numbered.append(block)
    return tuple(numbered)
