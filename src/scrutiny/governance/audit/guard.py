"""The database's own refusal to change the audit, for whoever reaches it without this software.

Entries are only added. Who owns the database can still remove the guard: the chain of seals shows
what they did then.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "an entry of the audit is never changed or removed"

_GUARDS = {
    "sqlite": (
        "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    ),
}
_NO_GUARDS = {
    "sqlite": (
        "DROP TRIGGER audit_entry_unchanged",
        "DROP TRIGGER audit_entry_kept",
    ),
    "postgresql": (
        "DROP TRIGGER audit_entry_unchanged ON audit_entry",
        "DROP FUNCTION audit_entry_refuse()",
    ),
}


def guard(connection: BaseDatabaseWrapper) -> None:
    """Have the database refuse to change or remove an entry.

    A migration that alters the table on SQLite makes it anew without its guard: it ends with this.
    """
    _run(connection, _GUARDS)


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away, to take the migration back."""
    _run(connection, _NO_GUARDS)


def _run(connection: BaseDatabaseWrapper, statements: Mapping[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
