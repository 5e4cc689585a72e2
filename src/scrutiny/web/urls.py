"""Every address of the site. The pages' come from the table of kinds."""

from django.templatetags.static import static
from django.urls import URLPattern, include, path, register_converter
from django.views.generic import RedirectView

from scrutiny.web.api import docs
from scrutiny.web.api.records import api
from scrutiny.web.desk import urls as desk
from scrutiny.web.kinds import PAGES
from scrutiny.web.pages import downloads, robots, views
from scrutiny.web.public import urls as public
from scrutiny.web.reading import read_only


class ChartForm:
    """The forms in which a chart is given."""

    regex = "svg|png|json"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class DataForm(ChartForm):
    """The forms in which a page's figures are given."""

    regex = "csv|json|xlsx"


register_converter(ChartForm, "chart_form")
register_converter(DataForm, "data_form")


def _pages() -> list[URLPattern]:
    found = []
    for kind in PAGES:
        found += [
            path(kind.route, read_only(views.page(kind)), name=kind.name),
            path(
                f"{kind.route}charts/<slug:chart>.<chart_form:form>",
                read_only(views.chart(kind)),
                name=f"{kind.name}-chart",
            ),
            path(
                f"{kind.route}data.<data_form:form>",
                read_only(downloads.data(kind)),
                name=f"{kind.name}-data",
            ),
            path(
                f"{kind.route}tables/<slug:table>.csv",
                read_only(downloads.table(kind)),
                name=f"{kind.name}-table",
            ),
        ]
    return found


handler400 = "scrutiny.web.pages.errors.bad_request"
handler404 = "scrutiny.web.pages.errors.not_found"
handler500 = "scrutiny.web.pages.errors.server_error"

urlpatterns = [
    path("", read_only(views.start), name="start"),
    path("health/", read_only(views.health), name="health"),
    path("robots.txt", read_only(robots.robots), name="robots"),
    path("sitemap.xml", read_only(robots.sitemap), name="sitemap"),
    # For what asks for it without reading a page.
    path("favicon.ico", RedirectView.as_view(url=static("icon.svg"), permanent=False)),
    *_pages(),
    path("api/v1/", RedirectView.as_view(pattern_name="api-docs", permanent=False)),
    path("api/v1/docs", docs.page, name="api-docs"),
    path("api/v1/", api.urls),
    path("accounts/", include("scrutiny.web.accounts.urls")),
    *public.urlpatterns,
    *desk.urlpatterns,
]
