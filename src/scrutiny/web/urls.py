"""Every address of the site. The pages' come from the table of kinds."""

from django.urls import URLPattern, path, register_converter

from scrutiny.web.kinds import PAGES
from scrutiny.web.pages import views


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
            path(kind.route, views.page(kind), name=kind.name),
            path(
                f"{kind.route}charts/<slug:chart>.<chart_form:form>",
                views.chart(kind),
                name=f"{kind.name}-chart",
            ),
        ]
    return found


urlpatterns = [
    path("", views.start, name="start"),
    path("health/", views.health, name="health"),
    *_pages(),
]
