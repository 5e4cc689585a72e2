"""Reading a paper from a file, whatever its form, with the place of every character."""

from __future__ import annotations

from pathlib import Path

from scrutiny.claims.model import Paper
from scrutiny.claims.readers.markdown import read_markdown
from scrutiny.errors import InputError

LARGEST = 50_000_000  # bytes; a report of a thousand pages has two
LONGEST_TEXT = 5_000_000  # characters


def read(path: Path) -> Paper:
    """The paper in a file, by the ending of its name: .md, .txt or .html.

    What cannot be read is an `InputError` that says why.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path.name) from error
    if size > LARGEST:
        raise InputError(f"has {size:,} bytes; a paper has {LARGEST:,} at most", file=path.name)
    ending = path.suffix.lower()
    form = {".md": "markdown", ".markdown": "markdown", ".txt": "text", ".html": "html"}
    form |= {".htm": "html"}
    if ending not in form:
        raise InputError("is not Markdown, text or HTML by its name", file=path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", file=path.name) from error
    return read_text(text, path.name, form[ending])


def read_text(text: str, name: str, form: str = "markdown") -> Paper:
    """The paper that a text is; `form` is markdown, text or html."""
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"has {len(text):,} characters; a paper has {LONGEST_TEXT:,} at most", file=name
        )
    if "\0" in text:
        raise InputError("holds bytes that no text has", file=name)
    if form == "html":
        from scrutiny.claims.readers.html import read_html

        return read_html(text, name)
    return read_markdown(text, name, "text" if form == "text" else "markdown")
