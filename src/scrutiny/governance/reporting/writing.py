"""Texts of a part: each save is a version, two that collide are both kept, drafts are not lost."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.people.models import Person
from scrutiny.governance.reporting.figures import month_of, reader_of
from scrutiny.governance.reporting.models import Draft, Part, Report, Text
from scrutiny.reports.book import Book
from scrutiny.reports.passages import passages
from scrutiny.reports.references import REFERENCE, Scope, resolve


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two texts that follow the same one: the part's text, and the one that collided with it."""

    stands: Text
    collided: Text


def save_text(
    part: Part, text: str, follows: int | None, person: Person, settles: int | None = None
) -> Text:
    """Keep a text that was written by who had seen version `follows`, None for no version.

    If another was saved meanwhile the two collide: both are kept, and `conflict` gives them until
    a text `settles` the one of that number. A text that says what its writer's last says is that
    one, so that a form sent twice saves once. A text puts its part back to drafting.
    """
    text = "\n".join(text.splitlines()).strip() + "\n" if text.strip() else ""
    with transaction.atomic():
        part = Part.objects.select_for_update().select_related("report").get(pk=part.pk)
        if part.report.state != Report.State.DRAFTING:
            raise ScrutinyError("The report is locked. Its texts cannot change.")
        texts = {each.number: each for each in part.texts.select_related("person")}
        if follows is not None and follows not in texts:
            raise ScrutinyError(f"This part has no text {follows}.")
        same = _same(list(texts.values()), text, follows, person, settles)
        if same is None:
            same = Text.objects.create(
                part=part, number=len(texts) + 1, text=text, person=person,
                follows=texts.get(follows or 0), settles=texts.get(settles or 0),
                figures=figures_in(part, text),
            )  # fmt: skip
            _back_to_drafting(part, person)
        Draft.objects.filter(part=part, person=person).delete()
    return same


def _same(
    texts: list[Text], text: str, follows: int | None, person: Person, settles: int | None
) -> Text | None:
    """The version that this text is already."""
    latest = latest_of(texts)
    if latest is not None and settles is None and (latest.text, latest.number) == (text, follows):
        return latest
    for each in reversed(texts):
        seen = each.follows.number if each.follows else None
        settled = each.settles.number if each.settles else None
        if (each.text, each.person_id, seen, settled) == (text, person.pk, follows, settles):
            return each
    return None


def _back_to_drafting(part: Part, person: Person) -> None:
    if part.state != Part.State.DRAFTING:
        part.state, part.moved, part.moved_by = Part.State.DRAFTING, clock.now(), person
        part.save(note="A new text was saved")


def latest_of(texts: list[Text]) -> Text | None:
    """The text that stands: the end of the line of versions, of which the earlier goes first."""
    stands = None
    while True:
        later = [t for t in texts if t.follows_id == (stands.pk if stands else None)]
        if not later:
            return stands
        stands = min(later, key=lambda t: t.number)


def latest(part: Part) -> Text | None:
    """The text of a part that stands; None when nothing is written."""
    return latest_of(list(part.texts.select_related("person")))


def conflict(part: Part) -> Conflict | None:
    """The first text of a part that collided and that nothing settles yet."""
    texts = list(part.texts.select_related("person", "follows"))
    stands = latest_of(texts)
    done = {t.follows_id for t in texts} | {t.settles_id for t in texts}
    open_ends = [t for t in texts if t.pk not in done and t != stands]
    if stands is None or not open_ends:
        return None
    return Conflict(stands, open_ends[0])


def save_draft(part: Part, person: Person, text: str, follows: int | None) -> Draft:
    """Keep what somebody has typed and not saved, in place of what they had typed before."""
    seen = Text.objects.filter(part=part, number=follows).first() if follows else None
    draft, _ = Draft.objects.update_or_create(
        part=part,
        person=person,
        defaults={"text": text, "follows": seen, "at": clock.now()},
    )
    return draft


def figures_in(part: Part, text: str) -> list[dict[str, str]]:
    """Each reference in a text, in order, with the figure that it stands for now.

    A bad reference stands for itself: the text is saved all the same.
    """
    report = part.report
    scope = Scope(
        Book(reader_of(report)), report.force, month_of(report), part.section, lambda *_: None
    )
    said: dict[str, str] = {}
    for found in _references(text):
        if found not in said:
            said[found] = "".join(span.text for span in resolve(found, scope))
    return [{"reference": found, "said": said[found]} for found in _references(text)]


def _references(text: str) -> list[str]:
    lines = (p.text for p in passages(text, "", lambda *_: None) if not p.place)
    return [match[0] for line in lines for match in REFERENCE.finditer(line)]


def as_said(text: Text) -> str:
    """A text with its references as they read when it was saved."""
    figures = {each["reference"]: each["said"] for each in text.figures}
    return REFERENCE.sub(lambda match: figures.get(match[0], match[0]), text.text)
