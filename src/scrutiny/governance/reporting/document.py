"""A report as a document for one audience. What an audience may not see is left out before the
document is made, so that numbers, contents, sources and file properties close up over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scrutiny.governance.asks.models import Ask
from scrutiny.governance.reporting.answering import requests_of
from scrutiny.governance.reporting.figures import month_of, reader_of, template_of
from scrutiny.governance.reporting.inspected import SECTION, inspected
from scrutiny.governance.reporting.models import Edition, Part, Report, Withheld
from scrutiny.governance.reporting.writing import latest
from scrutiny.reports.build import build_report
from scrutiny.reports.model import Block, Document, Paragraph, Span
from scrutiny.reports.passages import passages
from scrutiny.reports.template import Template

Audience = Edition.Audience
PANEL = "Police and Crime Panel"


def document_of(report: Report, audience: str, number: int | None = None) -> Document:
    """The report as it would be published now for an audience of `Edition.Audience`.

    `number` is that of its edition; without one it is a draft, and says so. Only the restricted
    edition has what is restricted: the others are made without it, and nothing in them shows it.
    """
    reader = reader_of(report)
    template = template_of(report, reader.catalogue)
    parts = list(report.parts.all())
    texts = {part.section: text.text for part in parts if (text := latest(part)) and text.text}
    restricted = audience == Audience.RESTRICTED
    if not restricted:
        template = _public(report, template, parts, texts)
    if audience == Audience.PANEL:
        template = replace(template.for_panel(), oversight=PANEL, to="Panel meeting")
    kept = {spec.id for _, spec in template.numbered()}
    document = build_report(
        reader, template, report.force, month_of(report),
        {section: text for section, text in texts.items() if section in kept},
        first={s: b for s, b in _first(report, parts, restricted).items() if s in kept},
        restricted=restricted,
    )  # fmt: skip
    return _named(document, report, audience, number)


def _public(
    report: Report, template: Template, parts: Sequence[Part], texts: Mapping[str, str]
) -> Template:
    """The template less what is restricted or withheld, and less what had nothing else in it."""
    closed = {part.section for part in parts if part.restricted}
    standing = {spec.id: spec for _, spec in template.numbered()}
    for section, text in texts.items():
        spec = standing.get(section)
        if spec and not (spec.text or spec.blocks or spec.parts) and _all_restricted(text):
            closed.add(section)
    withheld = Withheld.objects.filter(part__report=report, ended=False)
    blocks = {(each.part.section, each.block) for each in withheld.select_related("part")}
    return template.without(closed, blocks)


def _all_restricted(text: str) -> bool:
    return all(passage.restriction for passage in passages(text, "text"))


def _first(report: Report, parts: Sequence[Part], restricted: bool) -> dict[str, list[Block]]:
    """What the records bring to each section, before its narrative."""
    found = _asked(parts, restricted)
    if SECTION in found:
        found[SECTION] += inspected(report, restricted)
    return found


def _asked(parts: Sequence[Part], restricted: bool) -> dict[str, list[Block]]:
    """What each section was asked, and its answer, as far as the audience may see it."""
    found = {part.section: requests_of(part) for part in parts}
    shown = {ask.pk for asks in found.values() for ask in asks}
    if not restricted:
        shown = set(Ask.objects.public().filter(pk__in=shown).values_list("pk", flat=True))
    return {
        section: [block for ask in asks if ask.pk in shown for block in _asked_words(ask)]
        for section, asks in found.items()
    }


def _asked_words(ask: Ask) -> Iterator[Block]:
    when = f" at the meeting of {ask.meeting.day:%-d %B %Y}" if ask.meeting else ""
    yield Paragraph((Span(f"Asked{when}: ", strong=True), Span(ask.text)))
    if ask.answer:
        yield Paragraph((Span("Answer: ", strong=True), Span(ask.answer)))


def _named(document: Document, report: Report, audience: str, number: int | None) -> Document:
    """The document with its audience and edition in its names, title and facts."""
    facts, id, title = document.facts, document.id, document.title
    if audience == Audience.PANEL:
        id, title = f"{id}-panel", f"{title}, for the {PANEL}"
    elif audience == Audience.RESTRICTED:
        id, title = f"{id}-restricted", f"{title} (restricted)"
        facts = (*facts, ("Marking", "Restricted. Not to be published."))
    if number is None:
        id, title = f"{id}-draft", f"Draft: {title}"
    elif number > 1:
        id = f"{id}-edition-{number}"
        facts = (*facts, ("Edition", f"{number}. What was corrected: {report.correction}"))
    return replace(document, id=id, title=title, facts=facts)
