"""The list of requests and actions: what of it is asked for, as a page and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from scrutiny.governance import clock
from scrutiny.governance.asks.models import Ask, Asks
from scrutiny.governance.audit.export import FORMULA
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Person
from scrutiny.governance.plan.models import Section
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.signed_in import signed_in

SOON = 30  # days
A_PAGE = 30  # requests and actions
COLUMNS = (
    "number", "kind", "what is asked", "owner", "organisation", "due", "overdue", "state",
    "meeting", "section", "measure", "area", "answer", "restricted", "address",
)  # fmt: skip


class Filter(Form):
    """What of the list is wanted. Whatever is left empty, or cannot be, leaves nothing out."""

    whose = forms.ChoiceField(
        label="Whose",
        choices=[("", "Everyone's"), ("mine", "Mine"), ("ours", "Mine and those I look after")],
        required=False,
    )
    when = forms.ChoiceField(
        label="Due",
        choices=[("", "Whenever"), ("overdue", "Overdue"), ("soon", f"In the next {SOON} days")],
        required=False,
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "Not closed"), *Ask.State.choices, ("all", "Whatever")],
        required=False,
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Requests and actions"), *Ask.Kind.choices], required=False
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Set by", required=False, empty_label="Any meeting"
    )
    section = forms.ModelChoiceField(
        Section.objects.none(), label="Section", required=False, empty_label="Any section"
    )

    def __init__(self, given: Any, person: Person) -> None:
        super().__init__(given)
        self._person = person
        seen = Ask.objects.seen_by(person)
        owners = seen.order_by("owner_title").values_list("owner_title", flat=True).distinct()
        choices = [("", "Anyone"), *((title, title) for title in owners)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        for name, model in (("meeting", Meeting), ("section", Section)):
            own = model.objects.filter(pk__in=seen.values(name))
            self.fields[name].queryset = own  # type: ignore[attr-defined]

    def found(self) -> Asks:
        """The asks that are wanted, the first that is due first."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        asks: Asks = Ask.objects.seen_by(self._person)
        if wanted.get("whose") == "mine":
            asks = asks.filter(owner=self._person)
        elif wanted.get("whose") == "ours":
            asks = Ask.objects.concerning(self._person)
        if wanted.get("when") == "overdue":
            asks = asks.overdue()
        elif wanted.get("when") == "soon":
            asks = asks.due_within(SOON)
        state = wanted.get("state")
        if state is None:
            asks = asks.exclude(state__in=(Ask.State.CLOSED, Ask.State.WITHDRAWN))
        elif state != "all":
            asks = asks.filter(state=state)
        names = {"kind": "kind", "owner": "owner_title", "meeting": "meeting", "section": "section"}
        return asks.filter(
            **{field: wanted[name] for name, field in names.items() if name in wanted}
        )

    @property
    def query(self) -> str:
        """The address's query for what is wanted."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})


def asks(request: HttpRequest) -> HttpResponse:
    """The list, a page at a time."""
    wanted = Filter(request.GET, signed_in(request))
    found = related(wanted.found())
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return shown(
        request,
        "desk/asks/list.html",
        form=wanted,
        listed=listed,
        overdue=Ask.objects.concerning(signed_in(request)).overdue().count(),
        today=clock.today(),
    )


def asks_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV, of what its address asks for and the person may see."""
    found = related(Filter(request.GET, signed_in(request)).found())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(found, request))
    answer = HttpResponse(text.getvalue(), "text/csv; charset=utf-8")
    name = f"requests-and-actions-{clock.today()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def related(asks: Any) -> Any:
    """With what a line of the list says of each."""
    return asks.select_related("owner", "organisation", "meeting", "section__plan")


def _rows(asks: Iterable[Ask], request: HttpRequest) -> Iterator[list[str]]:
    for ask in asks:
        row = (
            ask.pk, ask.get_kind_display(), ask.text, ask.owner_title, ask.organisation or "",
            ask.due, "yes" if ask.overdue() else "no", ask.get_state_display(), ask.meeting or "",
            ask.section or "", ask.measure, ask.area, ask.answer,
            "yes" if ask.kept else "no", request.build_absolute_uri(ask.get_absolute_url()),
        )  # fmt: skip
        yield [_plain(str(value)) for value in row]


def _plain(text: str) -> str:
    """Text that a spreadsheet does not run as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
