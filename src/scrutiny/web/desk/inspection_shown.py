"""What the pages of inspections share: a page that is one form, and how things are named."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from scrutiny.governance.inspection.models import Inspection, Response
from scrutiny.governance.inspection.models.responses import standing
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import visible
from scrutiny.web.edition import Edition


def form_page(
    request: HttpRequest,
    form: Any,
    heading: str,
    button: str,
    back: str | None,
    columns: Sequence[str] = (),
) -> HttpResponse:
    """A page that is one form; what was wrong with it when it was sent is said on it.

    `columns` are those of a CSV file that it takes in.
    """
    wrong = request.method == "POST"
    return shown(
        request, "desk/inspections/form.html",
        status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK,
        form=form, heading=heading, button=button, back=back,
        uploads=form.is_multipart(), columns=columns,
    )  # fmt: skip


def standing_of(request: HttpRequest, inspection: Inspection) -> Any:
    """Where the response to an inspection stands, in its days."""
    response = visible(request, Response.objects).filter(inspection=inspection).first()
    return response.standing() if response else standing(inspection)


def named(request: HttpRequest) -> Any:
    """The name of a force by its code."""
    areas = edition_of(request).areas
    return lambda code: areas.get(code).name if code in areas else code


def question_or_404(inspection: Inspection, area: str) -> Any:
    """The graded area that an address names."""
    graded = [each for each in inspection.frame.areas if each.graded and each.id == area]
    if not graded:
        raise Http404
    return graded[0]


def edition_of(request: HttpRequest) -> Edition:
    edition: Edition = request.edition  # type: ignore[attr-defined]
    return edition
