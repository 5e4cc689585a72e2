"""Files given to everyone, as files: a browser must not run what somebody added."""

from __future__ import annotations

import mimetypes

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """A file by its name. `inline` only for what the site itself made."""
    kind, _ = mimetypes.guess_type(name)
    answer = HttpResponse(content, content_type=kind or "application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
