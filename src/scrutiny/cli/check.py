from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scrutiny.cli.shared import AsAtOption, WorkspaceOption
from scrutiny.errors import ScrutinyError

if TYPE_CHECKING:
    from scrutiny.claims.model import Result

UNUSABLE = 2  # the code to leave with when the file cannot be checked


class Form(StrEnum):
    """What a result can be written as."""

    TERMINAL = "terminal"
    JSON = "json"
    SARIF = "sarif"
    HTML = "html"
    DOCX = "docx"


def run(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A report: Markdown, text, HTML, DOCX or PDF.")
    ],
    form: Annotated[
        Form,
        typer.Option("--format", help="What to write: html and docx are a copy with the findings."),
    ] = Form.TERMINAL,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 for cautions too.")] = False,
    workspace: WorkspaceOption = None,
    area: Annotated[
        str | None,
        typer.Option("--area", metavar="CODE", help="Whose figures to hold it to, as E23000003."),
    ] = None,
    as_at: AsAtOption = None,
) -> None:
    """Check the figures of a report against each other, and against a workspace's data if named.

    Exits 1 when a figure is inconsistent, 0 when none is, and 2 when the file cannot be checked.
    """
    try:
        result = _checked(context, file, workspace, area, as_at)
        written = _written(file, result, form, out)
    except ScrutinyError as error:
        typer.echo(f"scrutiny: {error}", err=True)
        raise typer.Exit(UNUSABLE) from None
    if written is not None:
        _put(written, out)
    verdicts = {check.verdict.value for check in result.checks}
    if "inconsistent" in verdicts or (strict and "caution" in verdicts):
        raise typer.Exit(1)


def _checked(
    context: typer.Context,
    file: Path,
    workspace: Path | None,
    area: str | None,
    as_at: str | None,
) -> Result:
    """The result, held to data only where a workspace is named: opening one takes a second."""
    from scrutiny.claims.check import check_file

    if workspace or area or as_at or context.find_root().obj:
        from scrutiny.cli.shared import reader

        return check_file(file, reader(context, workspace, as_at), area)
    return check_file(file)


def _written(file: Path, result: Result, form: Form, out: Path | None) -> str | bytes | None:
    """The result in a form; nothing when it went to the terminal."""
    if form is Form.JSON:
        from scrutiny.claims.forms.json import as_json

        return _json(as_json(result))
    if form is Form.SARIF:
        from scrutiny.claims.forms.sarif import as_sarif

        return _json(as_sarif(result))
    if form is Form.HTML:
        from scrutiny.claims.forms.annotated_html import annotated_html
        from scrutiny.claims.readers import read

        return annotated_html(read(file), result)
    if form is Form.DOCX:
        from scrutiny.claims.forms.commented_docx import commented_docx

        if file.suffix.lower() != ".docx":
            raise ScrutinyError(f"{file.name}: comments can be put in a DOCX only; try html")
        if out is None:
            raise ScrutinyError("a DOCX is written to a file: name it with --out FILE")
        return commented_docx(file, result)
    return _terminal(result, out)


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _terminal(result: Result, out: Path | None) -> str | None:
    from io import StringIO

    from rich.console import Console

    from scrutiny.claims.forms.terminal import print_result

    if out is None:
        print_result(result, Console(highlight=False, markup=False, emoji=False))
        return None
    held = StringIO()
    print_result(result, Console(file=held, width=100, highlight=False, markup=False, emoji=False))
    return held.getvalue()


def _put(written: str | bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(str(written))
        return
    try:
        out.write_bytes(written if isinstance(written, bytes) else written.encode("utf-8"))
    except OSError as error:
        typer.echo(f"scrutiny: {out.name}: cannot be written: {error.strerror}", err=True)
        raise typer.Exit(UNUSABLE) from None
