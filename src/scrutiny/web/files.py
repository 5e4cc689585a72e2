"""Files given to be saved: a browser must not run what somebody added."""

from __future__ import annotations

import mimetypes

from django.http import HttpResponse
from django.utils.http import content_disposition_header

UNKNOWN = "application/octet-stream"


def download(
    content: bytes, name: str, kind: str | None = None, *, inline: bool = False
) -> HttpResponse:
    """A file by its name, and of the kind given or else its ending's.

    `inline`, to be shown in the browser, only for what the site itself made.
    """
    answer = HttpResponse(content, content_type=kind or mimetypes.guess_type(name)[0] or UNKNOWN)
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
