"""Inspections that the public may see, and canaries in all of them that they may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from scrutiny.governance.inspection.models import (
    Asked,
    Evidence,
    Finding,
    Grade,
    Inspection,
    Judgement,
    NationalGrades,
    Practice,
    Response,
    Statement,
    Step,
    TakenUp,
)
from scrutiny.governance.people.models import Organisation, Person

if TYPE_CHECKING:
    from .planting import Planted

LANCASHIRE = "E23000003"
AREA, OTHER_AREA = "investigating-crime", "preventing-crime"
KEPT: dict[str, Any] = {"restricted": True, "restricted_review": date(2030, 1, 1)}


@dataclass
class Inspected:
    """Two inspections; the later has a response, and a finding that repeats the earlier's."""

    before: Inspection
    inspection: Inspection
    finding: Finding
    practice: Practice


def publish_inspections(oversight: Organisation) -> Inspected:
    before, inspection = (
        Inspection.objects.create(
            framework="peel-2016", force=LANCASHIRE, title=title, state="published",
            published=day, summary=summary, source="The inspectorate",
        )
        for title, day, summary in (
            ("Effectiveness 2018", date(2018, 3, 22), "The force is good."),
            ("Effectiveness 2019", date(2019, 3, 22), "The force is good, less so with burglary."),
        )
    )  # fmt: skip
    for of in (before, inspection):
        Grade.objects.create(inspection=of, side="inspectors", area=AREA, grade="Good")
    for grade, forces in (("Outstanding", 1), ("Good", 30), ("Requires improvement", 12)):
        NationalGrades.objects.create(inspection=inspection, area=AREA, grade=grade, forces=forces)
    earlier = Finding.objects.create(
        inspection=before, order=1, kind="area-for-improvement", area=AREA, reference="p. 4",
        text="Burglaries wait too long for a visit.", state="closed",
    )  # fmt: skip
    finding = Finding.objects.create(
        inspection=inspection, order=1, kind="area-for-improvement", area=AREA, reference="p. 9",
        text="Burglaries still wait too long for a visit.", repeats=earlier, measures=["all_crime"],
        owner_title="Head of Crime", due=date(2030, 6, 1), state="under-way",
    )  # fmt: skip
    Finding.objects.create(
        inspection=inspection,
        order=2,
        kind="strength",
        area=AREA,
        text="Victims are kept informed.",
    )
    Response.objects.create(
        inspection=inspection, oversight=oversight, text="Burglary is in the plan.",
        state="published", published_on=date(2019, 5, 1),
    )  # fmt: skip
    practice = Practice.objects.create(
        force=LANCASHIRE, inspection=inspection, area=AREA, title="Visits by appointment",
        problem="Burglary victims were out.", solution="They choose the hour.",
        outcomes="Fewer visits fail.", evaluated=True,
    )  # fmt: skip
    TakenUp.objects.create(practice=practice, by="Another force", on=date(2019, 9, 1))
    return Inspected(before, inspection, finding, practice)


def keep_pack() -> None:
    """A pack of the force that the site opens at, as if it had been made."""
    from scrutiny.web.edition import editions
    from scrutiny.web.public.evidence_pack import chosen, pack_of

    edition = editions().current()
    of = pack_of(edition, chosen(edition, {}))
    assert of is not None
    of.folder.mkdir(parents=True, exist_ok=True)
    (of.folder / "pack.html").write_text('<html lang="en"><p>Figures of the force.</p></html>')


def plant_inspections(planted: Planted, of: Inspected, body: Organisation, who: Person) -> None:
    """Canaries: what is restricted, what is part of that, what is not published, what never is."""
    make, public = planted.make, of.inspection
    hidden = make(Inspection, "restricted", framework="peel-2016", force=LANCASHIRE,
                  state="published", published=date(2017, 3, 2), **KEPT)  # fmt: skip
    older = make(Inspection, "restricted", framework="hmic-2007", force=LANCASHIRE,
                 state="published", published=date(2008, 3, 3), **KEPT)  # fmt: skip
    make(Judgement, "inside what is restricted", inspection=older, side="inspectors",
         criterion="neighbourhood-policing-beacon", verdict="met")  # fmt: skip
    coming = make(Inspection, "in progress", framework="peel-2016", force=LANCASHIRE,
                  state="in-progress", begins=date(2020, 3, 2))  # fmt: skip
    for about, where, more in (
        ("restricted", public, KEPT), ("inside what is restricted", hidden, {}),
        ("not published", coming, {}),
    ):  # fmt: skip
        _parts(planted, about, where, body if where != public else None, more)
        make(Practice, about, force=LANCASHIRE, inspection=where, **more)
    make(Response, "restricted", inspection=of.before, oversight=body, state="published",
         published_on=date(2018, 5, 1), **KEPT)  # fmt: skip
    make(Practice, "withdrawn", force=LANCASHIRE, inspection=public, withdrawn=True)
    make(Finding, "identical to what is restricted", inspection=public, area=AREA,
         kind="area-for-improvement",
         same_as=Finding.objects.filter(inspection=public, restricted=True).first())  # fmt: skip
    make(Statement, "restricted", force=LANCASHIRE, year=2021, due=date(2021, 5, 31), **KEPT)
    make(Step, "never published", finding=of.finding, state="under-way", person=who)
    make(Evidence, "never published", finding=of.finding, file=planted.file("evidence"))
    make(Asked, "never published", inspection=public, on=date(2019, 1, 7), area="",
         supplied_on=date(2019, 1, 9), file=planted.file("evidence supplied"))  # fmt: skip
    make(Grade, "the reason of a grade", inspection=public, side="inspectors", area=OTHER_AREA,
         grade="Inadequate", **KEPT)  # fmt: skip


def _parts(
    planted: Planted, about: str, where: Inspection, body: Organisation | None, more: dict[str, Any]
) -> None:
    """One of each part of an inspection."""
    finding = planted.make(
        Finding, about, inspection=where, area=AREA, kind="area-for-improvement", state="open",
        measures=["all_crime"], **more,
    )  # fmt: skip
    planted.make(Step, about, finding=finding, state="open", **more)
    planted.make(Evidence, about, finding=finding, file=planted.file(about), **more)
    planted.make(Asked, about, inspection=where, on=date(2020, 3, 2), area="",
                 supplied_on=date(2020, 3, 3), **more)  # fmt: skip
    if body is not None:
        planted.make(Response, about, inspection=where, oversight=body, state="approved", **more)
        planted.make(Grade, about, inspection=where, area=AREA, side="inspectors", grade="Good")
