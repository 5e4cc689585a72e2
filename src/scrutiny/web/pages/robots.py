"""What search engines and browsers ask every site for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from scrutiny.web.edition import Edition
from scrutiny.web.kinds import PAGES, PageKind
from scrutiny.web.public.shown import every_page as records

# An address with a query is one of thousands of choices on a page that stands in the site map.
_ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /api/
Sitemap: {sitemap}
"""


def robots(request: HttpRequest) -> HttpResponse:
    """Which pages a search engine is to read."""
    text = _ROBOTS.format(sitemap=request.build_absolute_uri(reverse("sitemap")))
    return HttpResponse(text, content_type="text/plain")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page without choices: of each kind, each force, each measure and each public record."""
    edition: Edition = request.edition  # type: ignore[attr-defined]
    found = [path for kind in PAGES for path in _paths(kind, edition)] + records()
    places = "".join(
        f"<url><loc>{escape(request.build_absolute_uri(path))}</loc></url>" for path in found
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    )
    return HttpResponse(text, content_type="application/xml")


def _paths(kind: PageKind, edition: Edition) -> Iterator[str]:
    values = {
        "area": [area.code for area in edition.areas.forces()],
        "measure": [measure.id for measure in edition.catalogue.measures],
    }
    parts = re.findall(r"<(?:\w+:)?(\w+)>", kind.route)
    if not parts:
        yield reverse(kind.name)
    elif len(parts) == 1 and parts[0] in values:
        yield from (reverse(kind.name, args=[value]) for value in values[parts[0]])
