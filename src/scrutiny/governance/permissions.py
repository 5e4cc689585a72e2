"""The one table of what each role may do."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from scrutiny.governance.people.models import Role

if TYPE_CHECKING:
    from scrutiny.governance.people.models import Person


@cache
def _held() -> dict[str, dict[str, str]]:
    text = files("scrutiny.governance").joinpath("permissions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def table() -> dict[str, frozenset[Role]]:
    """Each action with the roles that may do it, as `permissions.toml` says."""
    roles = {short: Role(name) for short, name in _held()["roles"].items()}
    return {
        action: frozenset(roles[short] for short in shorts.split())
        for action, shorts in _held()["may"].items()
    }


def meanings() -> dict[str, str]:
    """Each action in plain words."""
    return _held()["means"]


def may(person: Person | None, action: str) -> bool:
    """Whether a person may do something. An action that the table does not have is a `KeyError`."""
    allowed = table()[action]
    return person is not None and not allowed.isdisjoint(person.roles())
