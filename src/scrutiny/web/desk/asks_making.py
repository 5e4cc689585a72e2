"""Setting a request or an action, changing what it says, and keeping it from the public."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from scrutiny.governance.asks.models import Ask
from scrutiny.governance.people.models import Person
from scrutiny.web.desk.asks_forms import AskForm, RestrictForm
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404
from scrutiny.web.desk.signed_in import signed_in

SAME = ("kind", "text", "owner_title", "due", "meeting", "section")  # of a form that is sent twice


def new(request: HttpRequest) -> HttpResponse:
    """Set one. `?meeting=` and `?section=` fill in where it comes from."""
    person = signed_in(request)
    given = request.POST if request.method == "POST" else None
    form = AskForm(request.edition, person, given, initial=request.GET.dict())  # type: ignore[attr-defined]
    if given is None or not form.is_valid():
        return _form(request, form, "Set a request or an action", "Set it")
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # the second form waits for the first
        same = Ask.objects.to_do().filter(**{name: form.cleaned_data[name] for name in SAME})
        made = same.first() or form.save()
    messages.success(request, f"The {made.get_kind_display().lower()} was set.")
    return redirect(made)


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change what it says and whom it is asked of."""
    found = seen_or_404(request, Ask, number)
    given = request.POST if request.method == "POST" else None
    form = AskForm(request.edition, signed_in(request), given, instance=found)  # type: ignore[attr-defined]
    if given is None or not form.is_valid():
        title = f"Change this {found.get_kind_display().lower()}"
        return _form(request, form, title, "Save", found)
    form.save()
    messages.success(request, "It was changed. The change is in its history.")
    return redirect(found)


def restrict(request: HttpRequest, number: int) -> HttpResponse:
    """Keep it from the public, or no longer."""
    found = seen_or_404(request, Ask, number)
    given = request.POST if request.method == "POST" else None
    form = RestrictForm(given, instance=found)
    if given is None or not form.is_valid():
        return _form(request, form, "Who may see this", "Save", found)
    form.save()
    said = "It is restricted." if found.restricted else "It is not restricted."
    messages.success(request, said)
    return redirect(found)


def _form(
    request: HttpRequest, form: AskForm | RestrictForm, title: str, button: str,
    ask: Ask | None = None,
) -> HttpResponse:  # fmt: skip
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return shown(
        request, "desk/asks/form.html", status=status, form=form, heading=title, button=button,
        ask=ask,
    )  # fmt: skip
