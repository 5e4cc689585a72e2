"""Making a backup while the site is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from scrutiny import __version__
from scrutiny.errors import DamageError, ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.audit.entries import FIRST_SEAL
from scrutiny.governance.audit.models import Head
from scrutiny.governance.backup.archive import Manifest, Writer, writing
from scrutiny.governance.backup.rows import kept_models, lines_of
from scrutiny.governance.upgrading import waiting
from scrutiny.warehouse.workspace import SETTINGS_FILE, Workspace
from scrutiny.warehouse.writing import locked

if TYPE_CHECKING:
    from scrutiny.warehouse.snapshot import Snapshot

OWN = ("catalogue", "templates")
"""Folders of a workspace with definitions of its own, where it has any."""


def make_backup(workspace: Workspace, file: Path) -> Manifest:
    """Write the records, the files that people added and the workspace's data to one file.

    The records are those of one moment. The data are as they stand after it, so that whatever a
    record names is there: the current snapshot and every pinned one. Others go on working: who
    publishes figures waits while the data are copied. The file is proved before it gets its name.
    """
    if waiting():
        raise ScrutinyError("the records are not up to date: run `scrutiny records upgrade` first")
    with writing(file) as archive:
        manifest = _records(archive)
        with locked(workspace.path):
            manifest.snapshot = _data(archive, workspace)
        archive.finish(manifest)
    return manifest


def _records(archive: Writer) -> Manifest:
    kept = kept_models(apps)
    with _one_moment():
        rows = {model._meta.label: _table(archive, model) for model in kept}
        head = Head.objects.first()
        names = sorted({name for model in kept for name in _files_of(model)})
    last = MigrationLoader(connection).graph.leaf_nodes()
    for name in names:  # a file never changes, and none is removed
        path = Path(settings.MEDIA_ROOT, name)
        if not default_storage.exists(name):
            raise DamageError(f"the file {name} of a record is missing from {settings.MEDIA_ROOT}")
        archive.add_file(f"files/{name}", path)
    return Manifest(
        software=__version__,
        made=clock.now().isoformat(),
        snapshot=0,
        migrations=[f"{app}.{name}" for app, name in sorted(last)],
        rows=rows,
        audit=[head.number, head.seal] if head else [0, FIRST_SEAL],
    )


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the records as they are when the block begins, and keep nobody from writing."""
    lite: Any = connection
    before = getattr(lite, "transaction_mode", None)  # SQLite's, which would lock others out
    lite.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        lite.transaction_mode = before


def _table(archive: Writer, model: type[models.Model]) -> int:
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        for line in lines_of(model):
            count += 1
            yield line

    archive.add(f"records/{model._meta.label}.jsonl", lines())
    return count


def _files_of(model: type[models.Model]) -> Iterator[str]:
    """The names of the files that a table's rows name."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.FileField):
            named: models.QuerySet[models.Model] = models.QuerySet(model).exclude(
                **{field.name: ""}
            )
            yield from named.values_list(field.name, flat=True)


def _data(archive: Writer, workspace: Workspace) -> int:
    """Add what the current and the pinned snapshots need, and say which is current."""
    root, current = workspace.path, workspace.snapshot()
    pins = workspace.pins()
    numbers = {current.number} | {pinned.number for pinned in pins.values()}
    small = [root / SETTINGS_FILE]
    small += [path for name in OWN for path in (root / name).rglob("*") if path.is_file()]
    small += [path for number, path in workspace.snapshots().items() if number in numbers]
    small += [root / "pins" / f"{name}.json" for name in pins]
    for path in (*small, *_tables(root, [current, *pins.values()])):
        archive.add_file(f"workspace/{path.relative_to(root).as_posix()}", path)
    return current.number


def _tables(root: Path, needed: list[Snapshot]) -> Iterator[Path]:
    """The files of the tables in these snapshots, and the logs that say so to other tools."""
    for snapshot in needed:
        for table in snapshot.names:
            yield from (Path(file) for file in snapshot.files(table))
    yield from sorted(path for path in root.glob("tables/*/_delta_log/*") if path.is_file())
