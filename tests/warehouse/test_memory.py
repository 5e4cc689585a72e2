"""Memory is bounded: by default by half of what this process may have, and in truth."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlglot

from scrutiny.warehouse import engines, memory
from scrutiny.warehouse.engines.base import Engine
from scrutiny.warehouse.engines.duckdb import DuckDBEngine
from scrutiny.warehouse.workspace import Settings

MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
LIMIT = 64 * 2**20


def machine(root: Path, groups: str, **limits: object) -> Path:
    """The files that say which control groups this process is in, and what their limits are."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(groups)
    for file, limit in limits.items():
        path = root / "sys/fs/cgroup" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{limit}\n")
    return root


@pytest.mark.parametrize(
    ("groups", "limits", "expected"),
    [
        ("0::/user/ours\n", {"user/ours/memory.max": LIMIT}, LIMIT),
        ("0::/user/ours\n", {"user/memory.max": LIMIT, "user/ours/memory.max": "max"}, LIMIT),
        ("0::/not/seen/here\n", {"memory.max": LIMIT}, LIMIT),  # inside a container
        ("0::/\n", {"memory.max": "max"}, MACHINE),
        ("0::/\n", {"memory.max": 2**63}, MACHINE),
        ("3:cpuset:/ours\n", {"memory/ours/memory.limit_in_bytes": LIMIT}, MACHINE),
        ("4:memory:/ours\n0::/\n", {"memory/ours/memory.limit_in_bytes": LIMIT}, LIMIT),
        ("4:memory:/ours/1\n", {"memory/ours/memory.limit_in_bytes": LIMIT}, LIMIT),
        ("4:cpu,memory:/\n", {"memory/memory.limit_in_bytes": 9223372036854771712}, MACHINE),
    ],
)
def test_what_is_available_is_the_least_of_the_machine_and_its_control_groups(
    tmp_path, groups, limits, expected
):
    assert memory.available(machine(tmp_path, groups, **limits)) == expected


def test_without_control_groups_it_is_the_machine(tmp_path):
    assert memory.available(tmp_path) == MACHINE


def limit_of(engine: Engine) -> str:
    asked = sqlglot.parse_one("SELECT CURRENT_SETTING('memory_limit') AS most")
    return engine.run(asked, {}).read_all()["most"][0].as_py()


def test_an_engine_is_given_half_of_it_unless_the_settings_say(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "available", lambda: 3000 * 2**20)
    assert limit_of(engines.engine(Settings(), tmp_path)) == "1.4 GiB"
    assert limit_of(engines.engine(Settings(memory="512MiB"), tmp_path)) == "512.0 MiB"


def test_where_the_system_does_not_say_the_engine_has_its_own_default(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "available", lambda: None)
    assert limit_of(engines.engine(Settings(), tmp_path)) == limit_of(DuckDBEngine())
