"""Which files may be a paper of a meeting. What a file is, its bytes say, and not its name."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pikepdf

from scrutiny.errors import ScrutinyError

LARGEST = 25 * 1024 * 1024  # bytes: a scanned annex of some hundred pages
OFFICE = "application/vnd.openxmlformats-officedocument"
PDF, TEXT, CSV = "application/pdf", "text/plain", "text/csv"
ENDINGS = {
    ".pdf": PDF,
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".csv": CSV,
    ".txt": TEXT,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_INSIDE = {"word/document.xml": ENDINGS[".docx"], "xl/workbook.xml": ENDINGS[".xlsx"]}
_MACROS = "vbaproject.bin"


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is: its media type, its size in bytes, and its SHA-256."""

    kind: str
    size: int
    sha256: str


def examine(file: Any, name: str) -> Examined:
    """What an uploaded file is; a `ScrutinyError` says why one cannot be a paper."""
    said = ENDINGS.get(PurePosixPath(name).suffix.lower())
    if said is None:
        raise ScrutinyError(f"A paper is a file that ends with {', '.join(ENDINGS)}.")
    if file.size > LARGEST:
        raise ScrutinyError(f"The file is larger than {LARGEST // 1024**2} MB.")
    file.seek(0)
    data: bytes = file.read()
    file.seek(0)
    if not data:
        raise ScrutinyError("The file is empty.")
    held = _held(data)
    if held != said and not (held == TEXT and said == CSV):
        raise ScrutinyError(f"The file is not what its name says: {name}.")
    if held == PDF:
        _check_pdf(data)
    return Examined(said, len(data), hashlib.sha256(data).hexdigest())


def _held(data: bytes) -> str | None:
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    try:
        return TEXT if "\0" not in data.decode("utf-8") else None
    except UnicodeDecodeError:
        return None


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = container.namelist()
    except zipfile.BadZipFile:
        return None
    if any(PurePosixPath(name).name.lower() == _MACROS for name in names):
        raise ScrutinyError("The file has macros. Save it without them.")
    return next((kind for inside, kind in _INSIDE.items() if inside in names), None)


def _check_pdf(data: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not pdf.pages:
                raise ScrutinyError("The PDF has no pages.")
    except pikepdf.PasswordError as error:
        raise ScrutinyError("The PDF asks for a password. Save it without one.") from error
    except pikepdf.PdfError as error:
        raise ScrutinyError("The PDF is damaged: it cannot be opened.") from error
