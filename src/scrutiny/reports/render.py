"""Every format of a report, side by side in one folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from scrutiny.errors import ScrutinyError
from scrutiny.reports.model import Document

FORMATS = ("html", "pdf", "docx", "xlsx", "csv")


def render(
    document: Document,
    out: Path,
    formats: Sequence[str] = FORMATS,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> list[Path]:
    """Write the report to `out` in the formats named, and give the paths of what was written.

    Files are made beside their places and moved there when all are whole, so that a run that
    fails or is killed leaves the last good report as it was.
    """
    for name in formats:
        if name not in FORMATS:
            raise ScrutinyError(f"a report is made as {', '.join(FORMATS)} (got {name!r})")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".making-") as folder:
        for number, name in enumerate(formats):
            if progress is not None:
                progress(name, number, len(formats))
            _WRITERS[name](document, Path(folder))
        made = sorted(Path(folder).iterdir())
        return [_moved(path, out / path.name) for path in made]


def rendered(document: Document, form: str) -> bytes:
    """A document in one format that is one file, such as `pdf`."""
    with tempfile.TemporaryDirectory() as folder:
        (made,) = render(document, Path(folder) / "made", (form,))
        return made.read_bytes()


def _moved(made: Path, place: Path) -> Path:
    if place.is_dir():
        shutil.rmtree(place)
    return made.replace(place)


def _html(document: Document, folder: Path) -> None:
    from scrutiny.reports.html import render_html

    render_html(document, folder / f"{document.id}.html")


def _pdf(document: Document, folder: Path) -> None:
    from scrutiny.reports.pdf import render_pdf

    render_pdf(document, folder / f"{document.id}.pdf")


def _docx(document: Document, folder: Path) -> None:
    from scrutiny.reports.docx import render_docx

    render_docx(document, folder / f"{document.id}.docx")


def _xlsx(document: Document, folder: Path) -> None:
    from scrutiny.reports.spreadsheet import render_spreadsheet

    render_spreadsheet(document, folder / f"{document.id}.xlsx")


def _csv(document: Document, folder: Path) -> None:
    from scrutiny.reports.tidy import render_tidy

    render_tidy(document, folder / f"{document.id}-data")


_WRITERS = {"html": _html, "pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "csv": _csv}
