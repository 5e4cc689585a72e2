"""Restoring a backup into an empty place: all of it, or nothing."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from scrutiny.errors import DamageError, ScrutinyError
from scrutiny.governance.audit.entries import FIRST_SEAL, faults
from scrutiny.governance.audit.models import Head
from scrutiny.governance.backup.archive import Archive, Manifest, reading
from scrutiny.governance.backup.rows import add_rows, kept_models, number_on
from scrutiny.warehouse.workspace import Workspace


def restore_backup(file: Path, place: Path) -> Manifest:
    """Put what a backup holds into the folder `place`, the files' folder and the database that the
    settings name; the last must be empty.

    The records are put into tables as they were when the backup was made, and then brought up to
    date. What is damaged, or was made by newer software, is an error before anything is written;
    so is an audit that is not whole, at the end.
    """
    _check_empty(place)
    with reading(file) as archive:
        archive.prove()
        manifest = archive.manifest
        (place / "pins").mkdir(exist_ok=True)  # there may be none
        for name in archive.names("workspace"):
            archive.extract(name, place / name.removeprefix("workspace/"))
        for name in archive.names("files"):
            archive.extract(name, Path(settings.MEDIA_ROOT, name.removeprefix("files/")))
        # SQLite cannot change tables inside a transaction: who calls throws its file away instead.
        with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
            _records(archive)
            _prove(manifest)
    found = Workspace.open(place).snapshot().number
    if found != manifest.snapshot:
        raise DamageError(f"the data came back as snapshot {found}, not {manifest.snapshot}")
    connection.close()
    return manifest


def _check_empty(place: Path) -> None:
    if connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]).parent != place:
        raise ScrutinyError(
            "SCRUTINY_DATABASE names a file: unset it, and the records go into the new workspace"
        )
    if connection.introspection.table_names():
        raise ScrutinyError("the records' database is not empty: restore into a new one")


def _records(archive: Archive) -> None:
    manifest, executor = archive.manifest, MigrationExecutor(connection)
    last = [(app, name) for app, _, name in (each.partition(".") for each in manifest.migrations)]
    if unknown := [node for node in last if node not in executor.loader.graph.nodes]:
        app, name = unknown[0]
        raise ScrutinyError(
            f"the backup was made by newer software ({manifest.software}): {app} {name} is unknown"
        )
    then = executor.migrate(last).apps
    kept = {model._meta.label: model for model in kept_models(then)}
    with transaction.atomic():
        # PostgreSQL: rows may come before those that they name; making tables had ended that.
        connection.check_constraints()
        for label, count in manifest.rows.items():
            added = add_rows(kept[label], archive.lines(f"records/{label}.jsonl"))
            if added != count:
                raise DamageError(f"{label} has {added} rows, and the backup had {count}")
        number_on(kept.values())
        connection.check_constraints()
    call_command("migrate", verbosity=0)


def _prove(manifest: Manifest) -> None:
    """The audit is whole, and ends where it ended."""
    if wrong := next(faults(), None):
        raise DamageError(f"the audit in the backup is not whole: {wrong}")
    head = Head.objects.first()
    if ([head.number, head.seal] if head else [0, FIRST_SEAL]) != manifest.audit:
        raise DamageError("the audit in the backup does not end where it ended")
