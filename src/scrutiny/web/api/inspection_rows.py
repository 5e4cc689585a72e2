"""The rows of the twins of inspections, findings, practices and evidence packs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from ninja import Schema

from scrutiny.governance import publication
from scrutiny.governance.inspection.grades import Graded, side_by_side
from scrutiny.governance.inspection.models import Finding, Inspection
from scrutiny.web.api import record_schemas as out
from scrutiny.web.public import evidence_pack
from scrutiny.web.public.findings import (
    listed,
    measures_since,
    progress_of,
    stand,
    states_of,
)
from scrutiny.web.public.inspections import response_of
from scrutiny.web.public.practices import area_of, found_by
from scrutiny.web.public.shown import by_code, finding_page, inspection_page, practice_page


def inspections(request: HttpRequest) -> Iterable[Schema]:
    return [out.InspectionOut(**_inspection(request, each)) for each in publication.inspections()]


def inspection(request: HttpRequest, code: str) -> Iterable[Schema]:
    found = by_code(publication.inspections(), code)
    findings = publication.findings().filter(inspection=found).select_related("inspection")
    response, _ = response_of(found)
    whole = out.InspectionWholeOut(
        **_inspection(request, found),
        scale=list(found.frame.scale.grades),
        grades=[_grade(each) for each in side_by_side(found, public=True)],
        findings=[out.FindingOut(**_finding(request, each)) for each in findings],
        response=response.text if response else "",
        practices=[each.title for each in publication.practices().filter(inspection=found)],
    )
    return [whole]


def findings(request: HttpRequest, progress: str) -> Iterable[Schema]:
    return [out.FindingOut(**_finding(request, each)) for each in listed(progress)]


def finding(request: HttpRequest, code: str) -> Iterable[Schema]:
    found = by_code(publication.findings().select_related("inspection"), code)
    of = stand(found)

    def page(each: Finding) -> str:
        return request.build_absolute_uri(finding_page(each))

    whole = out.FindingWholeOut(
        **_finding(request, found),
        repeats=page(of.before) if of.before else "",
        repeated=[page(each) for each in publication.findings().filter(repeats=found)],
        answered_on=page(of.here),
        states=[
            out.StateOut(
                text=f"{step.get_state_display()}, {localtime(step.made):%-d %B %Y}",
                state=step.state, on=localtime(step.made).date(),
            )
            for step in states_of(found)
        ],
        since=[
            out.SinceOut(text=f"{each.title}: {each.answer}", measure=each.id, answer=each.answer)
            for each in measures_since(request, found)
        ],
    )  # fmt: skip
    return [whole]


def practices(request: HttpRequest, q: str) -> Iterable[Schema]:
    return [_practice(request, each) for each in found_by(q.strip())]


def practice(request: HttpRequest, code: str) -> Iterable[Schema]:
    return [_practice(request, by_code(publication.practices(), code))]


def evidence_packs(request: HttpRequest, area: str, to: str) -> Iterable[Schema]:
    edition = request.edition  # type: ignore[attr-defined]
    choices = evidence_pack.chosen(edition, {"area": area, "to": to})
    of = evidence_pack.pack_of(edition, choices)
    page = f"{reverse('public-evidence-pack')}?{choices.query()}"
    return [
        out.PackOut(
            force=choices.area, to=str(choices.to), state=evidence_pack.state_of(of),
            released=of.as_at if of else None,
            files=[
                request.build_absolute_uri(each.address) for each in evidence_pack.files_of(of)
            ],
            page=request.build_absolute_uri(page),
        )
    ]  # fmt: skip


def _inspection(request: HttpRequest, of: Inspection) -> dict[str, Any]:
    progress = progress_of(of)
    response, stands = response_of(of)
    return {
        "title": of.title, "force": of.force, "framework": of.framework, "begins": of.begins,
        "ends": of.ends, "published": of.published, "summary": of.summary, "source": of.source,
        "address": of.address, "followed": progress.followed, "to_do": progress.to_do,
        "overdue": progress.overdue, "response_due": stands.due if stands else None,
        "response_published": response.published_on if response else None,
        "page": request.build_absolute_uri(inspection_page(of)),
    }  # fmt: skip


def _grade(of: Graded) -> out.GradeOut:
    grade = of.inspectors.grade if of.inspectors else ""
    said = grade or ("Not known" if of.area.graded else "Not graded")
    return out.GradeOut(
        text=f"{of.area.name}: {said}", area=of.area.id, grade=grade,
        forces=dict(of.nation.forces) if of.nation else {},
    )  # fmt: skip


def _finding(request: HttpRequest, of: Finding) -> dict[str, Any]:
    found = stand(of)
    here = found.here
    return {
        "kind": of.kind, "scope": of.scope, "inspection": of.inspection.title, "area": of.area,
        "reference": of.reference, "text": of.text,
        "owner": here.owner_title if of.followed else "", "due": here.due if of.followed else None,
        "state": here.state if of.followed else of.state, "overdue": found.late,
        "measures": of.measures, "page": request.build_absolute_uri(finding_page(of)),
    }  # fmt: skip


def _practice(request: HttpRequest, of: Any) -> out.PracticeOut:
    return out.PracticeOut(
        title=of.title, force=of.force, inspection=of.inspection.title if of.inspection else "",
        area=area_of(of), problem=of.problem, solution=of.solution, outcomes=of.outcomes,
        contact=of.contact, evaluated=of.evaluated, transferable=of.transferable,
        taken_up=[each.by for each in of.taken_up.all()],
        page=request.build_absolute_uri(practice_page(of)),
    )  # fmt: skip
