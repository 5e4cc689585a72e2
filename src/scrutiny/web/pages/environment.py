"""What the templates can call: addresses, static files, and figures as they are printed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.timezone import localtime
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from scrutiny import __version__
from scrutiny.analysis.rounding import format_value
from scrutiny.periods import Period, Window
from scrutiny.reports.model import Trace
from scrutiny.reports.tracing import tone_words
from scrutiny.web.api.addresses import lasting, twin
from scrutiny.web.asked import Asked, window_of
from scrutiny.web.content import Content
from scrutiny.web.content.glossary import term_address
from scrutiny.web.content.load import size
from scrutiny.web.content.methods import method_address
from scrutiny.web.desk.forms import styled
from scrutiny.web.edition import Edition
from scrutiny.web.kinds import PAGES


def environment(**options: Any) -> Environment:
    """Jinja for Django: a name that is not there is an error, not an empty space."""
    made = Environment(**{**options, "undefined": StrictUndefined})
    made.globals |= {
        "kinds": PAGES,
        "static": static,
        "url": _url,
        "address": address,
        "source_of": source_of,
        "twin_of": twin_of,
        "term": term,
        "method": method,
        "contact": settings.SCRUTINY_CONTACT,
        "of_example": of_example,
        "single_sign_on": settings.SCRUTINY_OIDC_NAME,
        "styled": styled,
        "version": __version__,
    }
    made.filters |= {"day": _day, "moment": _moment, "figure": format_value, "tone": _tone}
    made.filters["source_title"] = _source_title
    made.filters["size"] = size
    made.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    made.filters["tone_words"] = tone_words
    made.filters["json_script"] = json_script
    return made


def of_example(here: str) -> bool:
    """Whether the page of that path shows records that are the example."""
    from scrutiny.governance.example.models import example
    from scrutiny.web.middleware import OF_RECORDS

    try:
        return here.startswith(OF_RECORDS) and example() is not None
    except DatabaseError:  # the page says itself that the records do not answer
        return False


def address(page: str, asked: Asked | None = None, **parts: Any) -> str:
    """The address of a page for the choices made so far.

    What the page's path does not hold and `Asked` has is a change of choice (`to=...`); an area
    in the path is not said again in the query.
    """
    kind = next(kind for kind in PAGES if kind.name == page)
    own = {name: str(value) for name, value in parts.items() if f":{name}>" in kind.route}
    changes = {name: value for name, value in parts.items() if name not in own}
    if asked is not None and ":area>" in kind.route:
        own.setdefault("area", asked.area)
    path = reverse(page, kwargs=own)
    if asked is None:
        return f"{path}?{urlencode(changes)}" if changes else path
    pairs = asked.query(**changes)
    if "area" in own:
        pairs = "&".join(pair for pair in pairs.split("&") if not pair.startswith("area="))
    return f"{path}?{pairs}" if pairs else path


def _url(name: str, /, **parts: Any) -> str:
    """The address of a named view that is not a kind of page."""
    return reverse(name, kwargs=parts)


def term(name: str, said: str = "") -> Markup:
    """A link to the glossary, as `said` or as the term itself. An unknown term is an error."""
    return _link(term_address(name), said or name)


def method(id: str, said: str) -> Markup:
    """A link to a section of the methods, such as `significance`. An unknown one is an error."""
    return _link(method_address(id), said)


def _link(href: str, said: str) -> Markup:
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(href, said)


def source_of(trace: Trace, asked: Asked) -> str:
    """The page that says where a figure comes from: its measure, for its area, period and source,
    as at the date that its page shows."""
    pairs = {"area": trace.area, "to": trace.last}
    window = window_of(Period.parse(trace.first, trace.last)) or Window.YEAR
    if window is not Window.YEAR:
        pairs["window"] = window.value
    if trace.given_by:
        pairs["source"] = trace.given_by
    if asked.as_at:
        pairs["as_at"] = asked.as_at.isoformat()
    return f"{reverse('measure', kwargs={'measure': trace.measure})}?{urlencode(pairs)}"


def twin_of(here: str, page: Content, **form: str) -> str:
    """The address in the API of a page that is shown, with the newest figures."""
    query = "&".join(part for part in (lasting(page.query), urlencode(form)) if part)
    return twin(f"{here}?{query}")


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _moment(at: datetime) -> str:
    return f"{localtime(at):%-d %B %Y, %H:%M}"


def _source_title(source: str, edition: Edition) -> str:
    known = edition.catalogue.sources.get(source)
    return known.title if known else source


def _tone(tone: str) -> str:
    return f"app-tone--{tone.replace(' ', '-')}"
