"""What the public may see, and canaries in everything beside it that they may not.

A canary is a word that stands nowhere else. `Planted.where` says where each was put.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models

from scrutiny.governance.acting import acting
from scrutiny.governance.asks.models import Ask, Evidence, Step
from scrutiny.governance.background.models import Job
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting, Note, Paper
from scrutiny.governance.people.models import Organisation, Person
from scrutiny.governance.plan.models import (
    AreaForConsideration,
    Plan,
    Priority,
    Section,
    StandingItem,
)
from scrutiny.governance.raised.models import Raised
from scrutiny.governance.record import Sensitive
from scrutiny.governance.reporting.models import (
    Comment,
    Draft,
    Edition,
    EditionFile,
    Part,
    Report,
    Text,
    Withheld,
)

from .planting_inspections import (
    Inspected,
    keep_pack,
    plant_inspections,
    publish_inspections,
)

RAISED = {
    "unit": "offences", "value": 1.0, "load": "1", "loads": ["1"],
    "released": date(2020, 1, 23),
}  # fmt: skip
LANCASHIRE = "E23000003"
PUBLISHED = datetime(2020, 3, 20, 10, tzinfo=UTC)
# Texts that are codes, and so cannot be a word.
CODES = {
    "force",
    "to",
    "asked",
    "first",
    "measure",
    "area",
    "source",
    "unit",
    "section",
    "template",
    "framework",
    "criterion",
}


@dataclass
class Planted:
    """Canaries by where they were put."""

    where: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(100))

    def canary(self, where: str) -> str:
        word = f"QZX{next(self.numbers)}"
        self.where[word] = where
        return word

    def make(self, kind: type[models.Model], about: str, /, **given: Any) -> Any:
        """A record with a canary in each text that it has and that is not given."""
        texts = {
            f.name: self.canary(f"{kind.__name__}.{f.name}, {about}")
            for f in kind._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField)
            and not isinstance(f, models.URLField)
            and not f.choices and f.editable and f.name not in CODES and f.name not in given
            and not (f.name == "restricted_why" and not given.get("restricted"))
        }  # fmt: skip
        return kind.objects.create(**texts, **given)  # type: ignore[attr-defined]

    def file(self, where: str) -> ContentFile[bytes]:
        return ContentFile(f"{self.canary(where)}\n".encode(), f"{self.canary(where)}.txt")


@dataclass
class World:
    """What everybody may see, and what hangs on it."""

    plan: Plan
    section: Section
    held: Meeting  # its minutes are published
    minuted: Meeting  # its minutes are not
    coming: Meeting  # its agenda is not
    item: AgendaItem
    request: Ask
    answered: Ask  # not accepted
    part: Part
    edition: Edition
    inspected: Inspected


def publish_world(oversight: Organisation) -> World:
    """A plan in force, three meetings, what was asked at one, and a report."""
    plan = Plan.objects.create(
        oversight=oversight, force=LANCASHIRE, title="Scrutiny plan", version="1",
        dated=date(2019, 4, 1), begins=date(2019, 4, 1), ends=date(2021, 3, 31), state="in-force",
        vision="Safer communities",
    )  # fmt: skip
    box = Priority.objects.create(plan=plan, order=1, title="Tackle crime", text="And reoffending")
    section = Section.objects.create(
        plan=plan, order=1, number="1", title="Burglary and theft", owner="Chief Constable",
        frequency="quarterly", aim="Fewer victims", approach="Figures", priority=box,
    )  # fmt: skip
    StandingItem.objects.create(section=section, text="Burglary", measures=["all_crime"])

    def meet(day: date, to: str, **more: Any) -> Meeting:
        made: Meeting = Meeting.objects.create(
            oversight=oversight, force=LANCASHIRE, day=day, to=to, place="County Hall", **more
        )
        return made

    agreed = {"state": "minutes-agreed", "agenda_published": PUBLISHED}
    held = meet(date(2020, 3, 12), "2019-12", minutes_published=PUBLISHED, **agreed)
    minuted = meet(date(2020, 6, 11), "2020-03", **agreed)
    coming = meet(date(2030, 9, 10), "2020-06")
    AreaForConsideration.objects.create(
        section=section, meeting=held, title="Rural crime", rationale="Residents asked",
        state="considered",
    )  # fmt: skip
    item = AgendaItem.objects.create(
        meeting=held, order=1, title="Burglary", section=section, about="The figures", lead="Crime"
    )
    Attendance.objects.create(
        meeting=held, title="Chief Constable", organisation=oversight, state="present"
    )
    Paper.objects.create(
        meeting=held, item=item, title="Burglary by district", name="burglary.txt",
        file=ContentFile(b"Burglary fell.\n", "burglary.txt"),
    )  # fmt: skip
    asks = [
        Ask.objects.create(
            kind="request", text=text, owner_title="Head of Crime", due=date(2030, 6, 1),
            meeting=held, section=section, measure="all_crime", state=state, answer=answer,
        )
        for text, state, answer in (
            ("Why did burglary fall?", "closed", "Patrols were moved to where it was worst."),
            ("What of theft?", "answered", ""),
        )
    ]  # fmt: skip
    for ask in asks:
        Note.objects.create(meeting=held, item=item, kind="request", text=ask.text, ask=ask)
    Note.objects.create(meeting=held, item=item, kind="decision", text="The plan is agreed.")
    Evidence.objects.create(
        ask=asks[0], title="Map of patrols", name="patrols.txt",
        file=ContentFile(b"Patrols\n", "patrols.txt"),
    )  # fmt: skip
    report = Report.objects.create(force=LANCASHIRE, to="2019-12", meeting=held, state="published")
    part = Part.objects.create(report=report, section="burglary", number="1", title="Burglary")
    edition = Edition.objects.create(report=report, audience="public", published=PUBLISHED)
    page = b'<html lang="en"><section id="burglary">Burglary fell.</section></html>'
    EditionFile.objects.create(
        edition=edition, name="report.html", size=len(page), sha256="0" * 64,
        file=ContentFile(page, "report.html"),
    )  # fmt: skip
    return World(
        plan, section, held, minuted, coming, item, asks[0], asks[1], part, edition,
        publish_inspections(oversight),
    )  # fmt: skip


def plant(world: World, oversight: Organisation, officer: Person) -> Planted:
    """Put canaries into everything that is not for the public."""
    planted = Planted()
    with acting(officer):
        _restricted(planted, world)
        _inside_what_is_restricted(planted, world, oversight)
        _not_published(planted, world, oversight)
        _never_published(planted, world, officer)
        plant_inspections(planted, world.inspected, oversight, officer)
    return planted


def _restricted(planted: Planted, world: World) -> None:
    """One of each kind, restricted itself, beside what is public."""
    closed = {"restricted": True, "restricted_review": date(2030, 1, 1)}

    def make(kind: type[models.Model], /, **given: Any) -> Any:
        return planted.make(kind, "restricted", **closed, **given)

    held, section = world.held, world.section
    make(Plan, oversight=world.plan.oversight, force=LANCASHIRE, dated=date(2020, 4, 1),
         begins=date(2020, 4, 1), ends=date(2022, 3, 31), state="in-force")  # fmt: skip
    make(Priority, plan=world.plan, order=2)
    make(Section, plan=world.plan, order=2, frequency="quarterly", number="9.Z")
    make(StandingItem, section=section, measures=["all_crime"])
    make(AreaForConsideration, section=section, meeting=held, state="planned", origin="meeting")
    make(Meeting, oversight=held.oversight, force=LANCASHIRE, day=date(2020, 1, 9),
         to="2019-12", agenda_published=PUBLISHED, minutes_published=PUBLISHED,
         state="minutes-agreed")  # fmt: skip
    item = make(AgendaItem, meeting=held, order=0, minutes=77)
    make(Paper, meeting=held, item=world.item, file=planted.file("a paper"), name="x.txt")
    ask = make(Ask, kind="request", meeting=held, due=date(2020, 4, 1), state="closed")
    make(Note, meeting=held, item=world.item, kind="decision")
    make(Note, meeting=held, item=item, kind="action", ask=ask)
    make(Step, ask=world.request, state="open")
    make(Evidence, ask=world.request, file=planted.file("restricted evidence"))
    make(Raised, kind="signal", severity=1, snapshot=1, measure="all_crime", area=LANCASHIRE,
         source="home-office", first="2019-01", to="2019-12", asked="2019-12", **RAISED,
         meeting=held)  # fmt: skip
    part = make(Part, report=world.part.report, section="secret", number="2")
    make(Text, part=part, number=1, person=Person.objects.first())
    make(Comment, part=part, person=Person.objects.first())
    planted.make(
        Ask, "answered in a restricted section", kind="request", meeting=None, state="closed",
        text="Asked in public", owner_title="Head of Crime", due=date(2020, 4, 1),
        answered_in=part, restricted=True, restricted_review=date(2030, 1, 1),
    )  # fmt: skip


def _inside_what_is_restricted(planted: Planted, world: World, oversight: Organisation) -> None:
    """Of each kind one that is not restricted itself, but part of what is."""
    about = "inside what is restricted"
    kept = {"restricted": True, "restricted_review": date(2030, 1, 1)}
    meeting = planted.make(
        Meeting, about, oversight=oversight, force=LANCASHIRE, day=date(2020, 5, 5), to="2020-03",
        agenda_published=PUBLISHED, minutes_published=PUBLISHED, state="minutes-agreed", **kept,
    )  # fmt: skip
    plan = Plan.objects.filter(restricted=True).first()
    planted.make(Priority, about, plan=plan)
    section = planted.make(Section, about, plan=world.plan, order=3, number="8.Z", **kept)
    planted.make(Section, about, plan=world.plan, part_of=section, number="8.Y")
    planted.make(StandingItem, about, section=section)
    for where in ({"section": section, "meeting": world.held},
                  {"section": world.section, "meeting": meeting}):  # fmt: skip
        planted.make(AreaForConsideration, about, state="planned", **where)
    item = planted.make(AgendaItem, about, meeting=meeting)
    planted.make(AgendaItem, about, meeting=world.held, section=section)
    planted.make(Paper, about, meeting=meeting, file=planted.file("inside"), name="y.txt")
    ask = planted.make(Ask, about, kind="action", meeting=meeting, due=date(2020, 7, 1))
    planted.make(Note, about, meeting=meeting, item=item, kind="decision")
    planted.make(Step, about, ask=ask, state="open")
    planted.make(Evidence, about, ask=ask, file=planted.file("inside"))
    planted.make(Raised, about, kind="signal", severity=1, snapshot=1, measure="burglary_dwelling",
                 area=LANCASHIRE, source="home-office", first="2019-01", to="2019-12",
                 asked="2019-12", **RAISED, meeting=meeting)  # fmt: skip


def _not_published(planted: Planted, world: World, oversight: Organisation) -> None:
    about = "not published"
    draft = planted.make(Plan, about, oversight=oversight, force=LANCASHIRE,
                         dated=date(2020, 4, 1),
                         begins=date(2020, 4, 1), ends=date(2022, 3, 31),
                         state="draft")  # fmt: skip
    planted.make(Priority, about, plan=draft)
    section = planted.make(Section, about, plan=draft)
    planted.make(StandingItem, about, section=section)
    planted.make(StandingItem, "taken out", section=world.section, withdrawn=True)
    for state in ("proposed", "withdrawn"):
        planted.make(AreaForConsideration, f"{about}, {state}", section=world.section,
                     meeting=world.held, state=state)  # fmt: skip
    planted.make(AgendaItem, about, meeting=world.coming, section=world.section)
    planted.make(AgendaItem, "taken off", meeting=world.held, dropped=True)
    planted.make(Paper, about, meeting=world.coming, file=planted.file(about), name="z.txt")
    planted.make(Paper, "withdrawn", meeting=world.held, file=planted.file("withdrawn"),
                 name="w.txt", withdrawn=True)  # fmt: skip
    ask = planted.make(Ask, about, kind="action", meeting=world.minuted, due=date(2020, 7, 1))
    planted.make(Note, about, meeting=world.minuted, kind="action", ask=ask)
    planted.make(Note, about, meeting=world.minuted, kind="decision")
    planted.make(Note, "withdrawn", meeting=world.held, kind="decision", withdrawn=True)
    planted.make(Evidence, "of what is not closed", ask=world.answered, file=planted.file(about))
    world.answered.answer = planted.canary("an answer that is not accepted")
    world.answered.save(note=planted.canary("a comment"))
    for audience in ("panel", "restricted"):
        edition = planted.make(Edition, about, report=world.part.report, audience=audience,
                               published=PUBLISHED)  # fmt: skip
        EditionFile.objects.create(
            edition=edition, name=planted.canary(f"file of the {audience} edition"), size=1,
            sha256="1" * 64, file=planted.file(f"the {audience} edition"),
        )  # fmt: skip
    report = Report.objects.create(force=LANCASHIRE, to="2020-03", meeting=world.held)
    planted.make(Part, about, report=report, section="burglary", number="1")


def _never_published(planted: Planted, world: World, officer: Person) -> None:
    about = "never published"
    person = Person.objects.create_user(
        f"{planted.canary('an e-mail address')}@example.org", "a long enough password",
        title=planted.canary("a person's title"),
    )  # fmt: skip
    planted.make(Step, about, ask=world.request, state="closed", person=person)
    planted.make(Text, about, part=world.part, number=1, person=person)
    planted.make(Comment, about, part=world.part, person=person)
    planted.make(Withheld, about, part=world.part, review=date(2030, 1, 1))
    Draft.objects.create(
        part=world.part, person=person, text=planted.canary("a draft"), at=PUBLISHED
    )
    planted.make(Job, about, state="failed", given={"it": planted.canary("a job")}, person=officer)
    Attendance.objects.create(
        meeting=world.coming, title=planted.canary("who is invited"),
        organisation=world.held.oversight, person=person,
    )  # fmt: skip
    world.held.save(note=planted.canary("a note of the audit"))


def sensitive_kinds() -> set[type[Sensitive]]:
    return {kind for kind in apps.get_models() if issubclass(kind, Sensitive)}


def fill() -> None:
    """Fill the records of a site: what is public, and canaries beside it."""
    body = Organisation.objects.create(
        kind="commissioner", name="Lancashire Police and Crime Commissioner", area=LANCASHIRE,
        begins=date(2012, 11, 22),
    )  # fmt: skip
    officer = Person.objects.create_user("officer@example.org", "a long enough password", title="O")
    plant(publish_world(body), body, officer)
    keep_pack()
