"""Everything that the site gives to the public about records, in all formats."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pikepdf
from pypdf import PdfReader

if TYPE_CHECKING:
    from django.test import Client

HOST = "http://testserver"
STARTS = (
    "/scrutiny/", "/scrutiny/plan/", "/scrutiny/panel/", "/scrutiny/search/?q=burglary",
    "/sitemap.xml", "/robots.txt", "/api/v1/openapi.json", "/api/v1/docs",
    *(f"/api/v1/scrutiny/{name}{query}"
      for name in ("plan", "meetings", "asked", "reports", "panel", "search?q=burglary",
                   "inspections", "inspections/findings", "inspections/practice",
                   "inspections/evidence-pack")
      for query in ("", "&format=csv" if "?" in name else "?format=csv")),
)  # fmt: skip
OURS = ("/scrutiny/", "/api/v1/scrutiny/")
LINK = re.compile(
    r"""(?:href="|src="|<loc>|<id>|"page": ?"|"file": ?"|^URL:)(.*?)(?:"|<|\s*$)""", re.M
)

# The page of one record, which has a twin in the API.
ONE = re.compile(r"/scrutiny/(meetings|asked|inspections(/findings|/practice)?)/[-0-9a-f]{10,}/$")


def crawl(client: Client, *, files: bool = True) -> dict[str, str]:
    """All public addresses of records that links lead to, with all that each answers."""
    waiting, found = list(STARTS), dict[str, str]()
    while waiting:
        address = waiting.pop()
        if address in found or (not files and re.search(r"\.(pdf|docx|zip|xlsx)$", address)):
            continue
        answer = client.get(address)
        text = "\n".join(_texts(bytes(answer.content)))
        found[address] = f"{answer.status_code}\n{dict(answer.headers)}\n{text}"
        waiting += [link for link in _links(address, text) if link.startswith(OURS)]
        if ONE.match(address):
            waiting += [f"/api/v1{address.rstrip('/')}{form}" for form in ("", "?format=csv")]
    return found


def _links(page: str, text: str) -> Iterator[str]:
    for found in LINK.findall(text):
        address = urljoin(f"{HOST}{page}", html.unescape(found))
        if address.startswith(HOST):
            parts = urlsplit(address)
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _texts(content: bytes) -> Iterator[str]:
    """The bytes as text, and what is in them where they are a file."""
    yield content.decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(content))
        yield from (page.extract_text() for page in pages.pages)
        yield str(pages.metadata)
        yield from _inside(io.BytesIO(content))
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield name
                yield from _texts(parts.read(name))


def _inside(file: io.BytesIO) -> Iterator[str]:
    """Everything in a PDF as it is written there: titles, bookmarks, names of attachments."""
    with pikepdf.open(file) as pdf:
        for each in pdf.objects:
            held: Any = each
            yield str(held.read_bytes()) if isinstance(held, pikepdf.Stream) else str(held)
