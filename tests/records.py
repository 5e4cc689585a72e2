"""A pytest plugin: where the records are kept while tests run. It comes before Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from tests.postgres import Postgres, PostgresMissingError

_server: list[Postgres] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    """Start PostgreSQL when it is asked for, once: workers find the address of their parent's."""
    os.environ.pop("SCRUTINY_WORKSPACE", None)
    asked = " ".join(args)
    if "--records=postgresql" in asked or "--records postgresql" in asked:
        if "PYTEST_XDIST_WORKER" not in os.environ and not os.environ.get("SCRUTINY_TEST_RECORDS"):
            server = _postgres()
            server.start()
            _server.append(server)
            os.environ["SCRUTINY_TEST_RECORDS"] = server.address
        os.environ["SCRUTINY_DATABASE"] = os.environ["SCRUTINY_TEST_RECORDS"]


def _postgres() -> Postgres:
    """A missing PostgreSQL is a failure in CI; elsewhere nothing is run."""
    try:
        return Postgres()
    except PostgresMissingError as missing:
        if os.environ.get("CI"):
            raise
        sys.stderr.write(f"tests on PostgreSQL are skipped: {missing}\n")
        raise SystemExit(0) from None


@pytest.fixture(scope="session", autouse=True)
def _audit_can_be_emptied() -> Iterator[None]:
    """Tests whose transactions are real end by emptying every table, which the audit refuses."""
    from django.db import connection
    from django.test import TransactionTestCase

    from scrutiny.governance.audit.guard import guard, unguard

    empty = TransactionTestCase._fixture_teardown

    def without_guard(test: TransactionTestCase) -> None:
        unguard(connection)
        empty(test)
        guard(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guard)
        yield


def pytest_unconfigure() -> None:
    for server in _server:
        server.remove()
    _server.clear()
