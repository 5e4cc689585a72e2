"""Every kind of page: its address, what makes its content, and the choices it takes.

Its HTML page, its charts, its downloads and its twin in the API all follow from one entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from scrutiny.web.asked import Asked, asked
from scrutiny.web.content import Content
from scrutiny.web.content.accessibility import accessibility_page
from scrutiny.web.content.area import area_page
from scrutiny.web.content.areas import areas_page
from scrutiny.web.content.catalogue import catalogue_page
from scrutiny.web.content.compare import compare_page
from scrutiny.web.content.comparisons import comparisons_page
from scrutiny.web.content.data import data_page
from scrutiny.web.content.glossary import glossary_page
from scrutiny.web.content.home import home_page
from scrutiny.web.content.load import load_page
from scrutiny.web.content.measure import measure_page
from scrutiny.web.content.methods import methods_page
from scrutiny.web.content.outcomes import outcomes_page
from scrutiny.web.content.stop_and_search import stop_and_search_page
from scrutiny.web.edition import Edition


@dataclass(frozen=True, slots=True)
class PageKind:
    """`route` is the page's path, with Django's converters; `make` gets what they catch by name.

    `own` are the names of query parameters that only this kind of page takes; `make` gets them by
    name too, as text, empty when not given. `chooses` are the choices of `Asked` that the bar at
    the head of the page offers. `menu` and `footer` are what the page is called there, if it is
    there.
    """

    name: str
    route: str
    make: Callable[..., Content]
    summary: str
    own: tuple[str, ...] = ()
    chooses: tuple[str, ...] = field(default=("area", "to"))
    menu: str = ""
    footer: str = ""

    @property
    def template(self) -> str:
        return f"{self.name}.html"

    def content(
        self, edition: Edition, parts: Mapping[str, str], query: Mapping[str, str]
    ) -> Content:
        """The content that an address asks for; see `asked` for the errors of a wrong one."""
        choices: Asked = asked(edition, query, parts.get("area"))
        given = {name: value for name, value in parts.items() if name != "area"}
        given |= {name: query.get(name, "") for name in self.own}
        key = (self.name, choices, *sorted(given.items()))

        def make() -> Content:
            own = [(name, given[name]) for name in self.own if given[name]]
            pairs = urlencode([*own, ("edition", edition.id)])
            made = self.make(edition, choices, **given)
            return replace(made, query=f"{choices.query()}&{pairs}")

        return edition.remember(key, make)


PAGES: tuple[PageKind, ...] = (
    PageKind(
        "home",
        "forces/<slug:area>/",
        home_page,
        "How a force is doing: what stands out, and every measure by priority.",
        chooses=("area", "to", "against"),
    ),
    PageKind(
        "measure",
        "measures/<slug:measure>/",
        measure_page,
        "One measure of an area: its value, its past, its peers and where it comes from.",
        chooses=("area", "to", "window", "against", "source", "as_at"),
    ),
    PageKind(
        "comparisons",
        "compare/",
        comparisons_page,
        "The measures on which forces can be compared.",
        own=("q",),
        chooses=(),
        menu="Compare forces",
    ),
    PageKind(
        "compare",
        "compare/<slug:measure>/",
        compare_page,
        "Every force on one measure: ranks, changes, a funnel plot and a map.",
        own=("sort",),
        chooses=("area", "to", "window", "against", "source"),
    ),
    PageKind(
        "areas",
        "areas/",
        areas_page,
        "Finds an area by its name or code, 50 a page.",
        own=("q", "page"),
        chooses=(),
        menu="Areas",
    ),
    PageKind(
        "area",
        "areas/<slug:area>/",
        area_page,
        "What is different in an area: against those beside it and its own past, and where.",
        chooses=("to",),
    ),
    PageKind(
        "outcomes",
        "outcomes/",
        outcomes_page,
        "What became of recorded crimes: every outcome type, beside England and Wales.",
        own=("group",),
        menu="Outcomes",
    ),
    PageKind(
        "stop_and_search",
        "stop-and-search/",
        stop_and_search_page,
        "Who was stopped and searched, for what, and with what result.",
        menu="Stop and search",
    ),
    PageKind(
        "catalogue",
        "catalogue/",
        catalogue_page,
        "Every measure, with what it means and whose figures it uses.",
        own=("q", "priority", "given_by", "unit", "figures"),
        chooses=(),
        menu="Catalogue",
    ),
    PageKind(
        "data",
        "data/",
        data_page,
        "Every release that was loaded, by source, with its rows and whether it is in use.",
        chooses=(),
        menu="Data",
    ),
    PageKind(
        "load",
        "data/loads/<slug:load>/",
        load_page,
        "One load: its files, what it covers, and its quality report.",
        chooses=(),
    ),
    PageKind(
        "glossary",
        "glossary/",
        glossary_page,
        "The words that police performance is spoken of in.",
        chooses=(),
        footer="Glossary",
    ),
    PageKind(
        "methods",
        "methods/",
        methods_page,
        "How each comparison is made, and every break in a series.",
        chooses=(),
        footer="Methods",
    ),
    PageKind(
        "accessibility",
        "accessibility/",
        accessibility_page,
        "How accessible the site is, and how that was tested.",
        chooses=(),
        footer="Accessibility",
    ),
)
