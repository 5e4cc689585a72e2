"""People from the command line: the first administrator, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import scrutiny

SOURCE = Path(scrutiny.__file__).parents[1]
BODY = "Lancashire Police and Crime Commissioner"
FIRST = (
    "people", "add", "Admin@example.org", "--title", "Systems administrator",
    "--role", "administrator", "--organisation", BODY,
)  # fmt: skip


@pytest.fixture(scope="module")
def records(packaged_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a workspace whose records are empty, and up to date."""
    place = tmp_path_factory.mktemp("records") / "records.sqlite3"
    own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
    named = own | {
        "PYTHONPATH": str(SOURCE),
        "SCRUTINY_WORKSPACE": str(packaged_workspace),
        "SCRUTINY_DATABASE": f"sqlite:///{place}",
        "SCRUTINY_PASSWORD": "a long enough password",
    }
    said = run(named, "people", "list")
    assert "run `scrutiny records upgrade`" in said.stderr
    assert run(named, "records", "upgrade").returncode == 0
    return named


def run(named: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrutiny", *command],
        env=named,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_administrator_is_added_and_given_another_role(records: dict[str, str]) -> None:
    refused = run(records, *FIRST)
    assert refused.returncode == 1
    assert refused.stderr == f"scrutiny: there is no organisation '{BODY}' today: --kind makes it\n"
    assert run(records, "people", "list").stdout == ""

    added = run(records, *FIRST, "--kind", "commissioner")
    assert added.stdout == f"admin@example.org may sign in, as Administrator, {BODY}\n"
    role = ("people", "role", "admin@example.org", "--role", "scrutiny-officer")
    given = run(records, *role, "--organisation", BODY)
    roles = f"Administrator, {BODY}; Scrutiny officer, {BODY}"
    assert given.stdout == f"admin@example.org is {roles}\n"
    listed = run(records, "people", "list").stdout
    assert listed == f"admin@example.org  Systems administrator: {roles}\n"
    again = run(records, *FIRST)
    assert again.returncode == 1
    assert "already exists" in again.stderr


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("--role", "king"), "there is no role 'king': the roles are panel-member, "),
        (("--kind", "club"), "there is no kind of organisation 'club': the kinds are authority, "),
    ],
)
def test_what_is_not_known_is_refused(
    records: dict[str, str], change: tuple[str, str], why: str
) -> None:
    ran = run(records, *FIRST[:-1], "Nowhere", "--kind", "commissioner", *change)
    assert ran.returncode == 1
    assert why in ran.stderr


def test_a_weak_password_is_refused(records: dict[str, str]) -> None:
    weak = records | {"SCRUTINY_PASSWORD": "password"}
    ran = run(weak, *FIRST, "--kind", "commissioner")
    assert ran.returncode == 1
    assert "at least 12 characters" in ran.stderr
