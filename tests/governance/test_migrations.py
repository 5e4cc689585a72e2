"""The records' tables: what the models say, from nothing and from tables that are in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tests.governance.conftest import Place

import scrutiny.governance

pytestmark = pytest.mark.django_db

FILL = """
import sys
from pathlib import Path
from scrutiny.cli.records import open_records
open_records(Path(sys.argv[1]))
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from scrutiny.governance.backup.rows import kept_models, number_on
from tests.governance.filling import fill

executor = MigrationExecutor(connection)
graph = executor.loader.graph
# Our tables as one migration, or several of that name, first made them; others' as they are.
ours = {node[0] for node, made in graph.nodes.items() if made.__module__.startswith("scrutiny.")}
first = {app: name for app, name in graph.leaf_nodes() if app not in ours}
first |= {app: n for app, n in sorted(graph.nodes) if app in ours and n.endswith("initial")}
kept = kept_models(executor.migrate(list(first.items())).apps)
fill(kept)
number_on(kept)
for model in kept:
    print(model._meta.label, model._base_manager.count())
"""

COUNT = """
import sys
from pathlib import Path
from scrutiny.cli.records import open_records
open_records(Path(sys.argv[1]))
from django.apps import apps
from scrutiny.governance.backup.rows import kept_models, lines_of
for model in kept_models(apps):
    print(model._meta.label, len(list(lines_of(model))))
"""


def counts(place: Place, script: str) -> dict[str, int]:
    """Rows by table, as a script says them."""
    running = place.start("-c", script, str(place.workspace))
    said = running.communicate()[0]
    assert running.returncode == 0, said
    return {label: int(count) for label, count in map(str.split, said.splitlines())}


def test_every_change_of_a_model_has_its_migration() -> None:
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"


def test_each_app_has_one_last_migration_and_each_says_what_it_does() -> None:
    last = Counter(app for app, _ in MigrationLoader(connection).graph.leaf_nodes())
    assert {app: count for app, count in last.items() if count > 1} == {}
    folder = Path(scrutiny.governance.__file__).parent
    assert len(list(folder.rglob("migrations/0*.py"))) > len(last) / 2
    assert list(folder.rglob("migrations/*_auto_*.py")) == []


def test_migrations_go_forward_from_an_empty_database(
    new_place: Callable[..., Place], packaged_workspace: Path
) -> None:
    from scrutiny.warehouse.workspace import Workspace

    place = new_place("empty")
    Workspace.create(place.workspace)
    planned = place.records("upgrade", "--plan").splitlines()
    assert "audit: entries are only added" in planned
    assert place.records("upgrade").splitlines() == [*planned, f"Done: {len(planned)} steps."]
    assert place.records("upgrade") == "The records are up to date.\n"
    assert set(counts(place, COUNT).values()) == {0}


def test_migrations_go_forward_from_a_filled_database(new_place: Callable[..., Place]) -> None:
    from scrutiny.warehouse.workspace import Workspace

    place = new_place("filled")
    Workspace.create(place.workspace)
    before = counts(place, FILL)
    assert len(before) > 25
    assert set(before.values()) == {1}
    place.records("upgrade")
    after = counts(place, COUNT)
    assert {label: after[label] for label in before} == before
