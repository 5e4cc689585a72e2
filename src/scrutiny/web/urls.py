"""Every address of the site. The pages' come from the table of kinds."""

from django.templatetags.static import static
from django.urls import URLPattern, path, register_converter
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from scrutiny.web.kinds import PAGES
from scrutiny.web.pages import robots, views


class ChartForm:
    """The forms in which a chart is given."""

    regex = "svg|png|json"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(ChartForm, "chart_form")


def _pages() -> list[URLPattern]:
    found = []
    for kind in PAGES:
        found += [
            path(kind.route, require_safe(views.page(kind)), name=kind.name),
            path(
                f"{kind.route}charts/<slug:chart>.<chart_form:form>",
                require_safe(views.chart(kind)),
                name=f"{kind.name}-chart",
            ),
        ]
    return found


handler400 = "scrutiny.web.pages.errors.bad_request"
handler404 = "scrutiny.web.pages.errors.not_found"
handler500 = "scrutiny.web.pages.errors.server_error"

urlpatterns = [
    path("", require_safe(views.start), name="start"),
    path("health/", require_safe(views.health), name="health"),
    path("robots.txt", require_safe(robots.robots), name="robots"),
    path("sitemap.xml", require_safe(robots.sitemap), name="sitemap"),
    # For what asks for it without reading a page.
    path("favicon.ico", RedirectView.as_view(url=static("icon.svg"), permanent=False)),
    *_pages(),
]
