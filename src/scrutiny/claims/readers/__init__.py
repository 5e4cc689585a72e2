"""Reading a paper from a file, whatever its form, with the place of every character."""

from __future__ import annotations

from pathlib import Path

from scrutiny.claims.model import Paper
from scrutiny.claims.readers.markdown import read_markdown
from scrutiny.errors import InputError

LARGEST = 50_000_000  # bytes; a report of a thousand pages has two
FORMS = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text", ".html": "html",
    ".htm": "html", ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip
LONGEST_TEXT = 3_000_000  # characters: a report of 60 pages has 200,000

MOST_LINES = 100_000
MOST_CELLS = 200_000
_CELLS = ("\t", "|", "<td", "<th", "<TD", "<TH")


def read(path: Path) -> Paper:
    """The paper in a file, by the ending of its name: .md, .txt, .html, .docx or .pdf.

    What cannot be read is an `InputError` that says why.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path.name) from error
    if size > LARGEST:
        raise InputError(f"has {size:,} bytes; a paper has {LARGEST:,} at most", file=path.name)
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise InputError("is not Markdown, text, HTML, DOCX or PDF by its name", file=path.name)
    if form in ("docx", "pdf"):
        return _packed(path, form)
    try:
        text = path.read_bytes().decode(_encoding(path))
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", file=path.name) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path.name) from error
    return read_text(text, path.name, form)


def _encoding(path: Path) -> str:
    """UTF-16 where its mark says so, as some programs write text; else UTF-8."""
    with path.open("rb") as file:
        return "utf-16" if file.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _packed(path: Path, form: str) -> Paper:
    with path.open("rb") as file:
        begin = file.read(1024)
    if form == "docx":
        if begin[:4] == b"\xd0\xcf\x11\xe0":
            raise InputError("is an old or a locked Word document; save it as DOCX", file=path.name)
        if begin[:2] != b"PK":
            raise InputError("is no DOCX, whatever its name says", file=path.name)
        from scrutiny.claims.readers.docx import read_docx

        return read_docx(path)
    if b"%PDF-" not in begin:
        raise InputError("is no PDF, whatever its name says", file=path.name)
    from scrutiny.claims.readers.pdf import read_pdf

    return read_pdf(path)


def read_text(text: str, name: str, form: str = "markdown") -> Paper:
    """The paper that a text is; `form` is markdown, text or html."""
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"has {len(text):,} characters; a paper has {LONGEST_TEXT:,} at most", file=name
        )
    if text.count("\n") > MOST_LINES or sum(map(text.count, _CELLS)) > MOST_CELLS:
        raise InputError(
            f"has more than {MOST_LINES:,} lines or {MOST_CELLS:,} cells of tables: divide it",
            file=name,
        )
    if "\0" in text:
        raise InputError("holds bytes that no text has", file=name)
    if form == "html":
        from scrutiny.claims.readers.html import read_html

        return read_html(text, name)
    return read_markdown(text, name, "text" if form == "text" else "markdown")
