"""Keeping a part, or what is in it, out of every edition but the restricted one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance.reporting.figures import reader_of, template_of
from scrutiny.governance.reporting.models import Part, Report, Withheld
from scrutiny.governance.reporting.writing import latest
from scrutiny.reports.passages import FENCE, Passage, passages
from scrutiny.reports.template import BlockSpec


def blocks_of(part: Part) -> dict[str, str]:
    """The tables and charts of a part's section: what each is called, by its id."""
    catalogue = reader_of(part.report).catalogue
    template = template_of(part.report, catalogue)
    spec = next((s for _, s in template.numbered() if s.id == part.section), None)
    measures = {m.id: m.title for m in catalogue.measures}
    return {b.id: _title(b, measures) for b in (spec.blocks if spec else ())}


def _title(block: BlockSpec, measures: dict[str, str]) -> str:
    kind = block.kind.replace("-", " ").capitalize()
    about = block.title or measures.get(block.measure or "", "")
    return f"{kind}: {about}" if about else kind


def restrict(part: Part, why: str, review: date | None) -> None:
    """Keep a part from the public, with its sub-sections."""
    _change(part, True, why, review)


def open_up(part: Part, why: str) -> None:
    """Let a part be public again."""
    _change(part, False, "", None, note=why)


def _change(part: Part, closed: bool, why: str, review: date | None, note: str = "") -> None:
    with transaction.atomic():
        _must_be_open(part)
        part.restricted, part.restricted_why, part.restricted_review = closed, why, review
        part.save(note=note)


def withhold(part: Part, block: str, why: str, review: date) -> Withheld:
    """Keep a table or chart from the public. One that is withheld already stays so."""
    with transaction.atomic():
        _must_be_open(part)
        if block not in blocks_of(part):
            raise ScrutinyError("This part has no such table or chart.")
        held: Withheld
        held, _ = Withheld.objects.get_or_create(
            part=part, block=block, ended=False, defaults={"why": why, "review": review}
        )
    return held


def show_again(withheld: Withheld, why: str = "") -> None:
    """Let a table or chart be public again."""
    with transaction.atomic():
        _must_be_open(withheld.part)
        withheld.ended = True
        withheld.save(note=why)


def restricted_passages() -> Iterator[tuple[Part, Passage]]:
    """The passages that the texts that stand keep from the public; none of a text that fell.

    A fence that is not as it must be keeps all after it, and has no reason or day.
    """
    for part in Part.objects.filter(texts__text__contains=FENCE).distinct():
        text = latest(part)
        for passage in passages(text.text, "text", lambda *_: None) if text else ():
            if passage.restriction:
                yield part, passage


def _must_be_open(part: Part) -> None:
    """A locked report's editions are as they were approved."""
    held = Report.objects.select_for_update().get(pk=part.report_id)
    if held.state != Report.State.DRAFTING:
        raise ScrutinyError("The report is locked. Unlock it, or correct it, first.")
