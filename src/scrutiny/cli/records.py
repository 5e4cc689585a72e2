"""The records of governance as an administrator looks after them."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scrutiny.cli.shared import WorkspaceOption, counted, file_size, open_workspace
from scrutiny.errors import DamageError, ScrutinyError

if TYPE_CHECKING:
    from scrutiny.warehouse.workspace import Workspace


PRODUCTION = "scrutiny.web.settings.production"
ProductionOption = Annotated[
    bool, typer.Option("--production", help="With the settings of a server that others reach.")
]


def open_records(workspace: Path, *, production: bool = False) -> None:
    """Set Django up with the records of a workspace, or those that SCRUTINY_DATABASE names."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connection

    os.environ["SCRUTINY_WORKSPACE"] = str(workspace.absolute())
    if production:
        os.environ["DJANGO_SETTINGS_MODULE"] = PRODUCTION
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.web.settings.local")
    try:
        django.setup()
        with database_told("cannot be reached"):
            connection.ensure_connection()
    except ImproperlyConfigured as error:
        raise ScrutinyError(str(error)) from error


@contextmanager
def database_told(what: str) -> Iterator[None]:
    """What the database says when it fails, in one line: `the records' database {what}: ...`."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise ScrutinyError(f"the records' database {what}: {why}") from error


def _opened(context: typer.Context, given: Path | None) -> Workspace:
    space = open_workspace(context, given)
    open_records(space.path)
    return space


def upgrade(
    context: typer.Context,
    plan: Annotated[bool, typer.Option("--plan", help="Only say what it would do.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Bring the records' database up to date with this version of the software."""
    from django.core.management import call_command

    from scrutiny.governance.upgrading import waiting

    _opened(context, workspace)
    steps = waiting()
    for step in steps:
        typer.echo(step)
    if not steps:
        typer.echo("The records are up to date.")
    elif not plan:
        call_command("migrate", verbosity=0)
        typer.echo(f"Done: {counted(len(steps), 'step', 'steps')}.")


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Write the records, the files that people added, and the data to one file.

    Nobody has to stop working. The file holds everything that is restricted, and passwords'
    hashes: keep it as safe as the records.
    """
    space = _opened(context, workspace)
    from scrutiny.governance.backup.make import make_backup

    made = make_backup(space, file)
    typer.echo(
        f"{file}: {counted(sum(made.rows.values()), 'row', 'rows')} of records, data as of "
        f"snapshot {made.snapshot}, {file_size(file.stat().st_size)}; read again and whole"
    )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Restore a backup into a new workspace, named with --workspace.

    The records go into that workspace, or into the empty PostgreSQL that SCRUTINY_DATABASE names.
    """
    named = workspace or context.find_root().obj
    if named is None:
        raise ScrutinyError("name the new workspace with --workspace DIR")
    place = Path(named).absolute()
    if place.exists():
        raise ScrutinyError(f"{place} is there already: restore into a new folder")
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        part.mkdir(parents=True)
        open_records(part)
        from scrutiny.governance.backup.restore import restore_backup

        made = restore_backup(file, part)
        part.rename(place)
    except OSError as error:
        raise ScrutinyError(f"cannot write {place}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    typer.echo(
        f"{named}: {counted(sum(made.rows.values()), 'row', 'rows')} of records, data as of "
        f"snapshot {made.snapshot}; the audit is whole to entry {made.audit[0]}"
    )


def verify(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Prove that nothing in the audit was changed, removed or added from outside."""
    _opened(context, workspace)
    from scrutiny.governance.audit.entries import faults
    from scrutiny.governance.audit.models import Head

    wrong = list(faults())
    for fault in wrong:
        typer.echo(fault)
    if wrong:
        raise DamageError("the audit is not whole")
    head = Head.objects.first()
    end = f"; its last seal is {head.seal}" if head else ""
    number = head.number if head else 0
    typer.echo(f"The audit is whole: {counted(number, 'entry', 'entries')}{end}")


def export_audit(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A name that ends with .csv or .jsonl.")
    ],
    workspace: WorkspaceOption = None,
) -> None:
    """Write every entry of the audit to a file, as CSV or as lines of JSON."""
    _opened(context, workspace)
    from scrutiny.governance.audit.export import FORMATS
    from scrutiny.governance.audit.models import Entry

    export = FORMATS.get(file.suffix)
    if export is None:
        raise ScrutinyError(f"the file's name ends with .csv or .jsonl (got {file.name!r})")
    entries = Entry.objects.select_related("person")
    try:
        with file.open("x", encoding="utf-8", newline="") as written:
            written.writelines(export.lines(entries.iterator()))
    except OSError as error:
        raise ScrutinyError(f"cannot write {file}: {error.strerror or error}") from error
    typer.echo(f"{file}: {counted(entries.count(), 'entry', 'entries')}")


COMMANDS = {
    "upgrade": upgrade,
    "backup": backup,
    "restore": restore,
    "verify": verify,
    "export-audit": export_audit,
}
