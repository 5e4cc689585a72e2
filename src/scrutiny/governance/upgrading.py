"""What the records' database lacks of what this version of the software needs."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def waiting() -> list[str]:
    """The steps that have not been applied yet, in order: the app, then what each says it does."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{each.app_label}: {_words(each.name)}" for each, _ in plan]


def _words(name: str) -> str:
    """A migration's name as words: `0002_entries_are_only_added` is `entries are only added`."""
    return name.partition("_")[2].replace("_", " ") or name
