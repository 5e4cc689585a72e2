"""A site in a process of its own, with records of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..conftest import SOURCE, running

EMAIL, PASSWORD = "admin@example.org", "a long enough password"


@contextmanager
def site_with_administrator(
    workspace: Path, place: Path, *options: str, emails: Sequence[str] = (EMAIL,), **settings: str
) -> Iterator[str]:
    """The address of a site with one person of each address, whose records are in `place`."""
    named = settings | {
        "SCRUTINY_DATABASE": f"sqlite:///{place / 'records.sqlite3'}",
        "SCRUTINY_PASSWORD": PASSWORD,
    }
    as_administrator = (
        "--title", "Administrator", "--role", "administrator", "--organisation", "Commissioner",
        "--kind", "commissioner", "--workspace", str(workspace),
    )  # fmt: skip
    own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
    with running(workspace, *options, **named) as address:
        environment = own | {"PYTHONPATH": str(SOURCE)} | named
        for email in emails:
            add = ("people", "add", email, *as_administrator)
            subprocess.run([sys.executable, "-m", "scrutiny", *add], env=environment, check=True)
        yield address
