"""How much memory a calculation may use when the settings do not say: half of what there is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SHARE = 2  # one part of so many is ours; the rest is for the system and whoever else works here
MEBIBYTE = 2**20


def default() -> str | None:
    """Half of the memory as an engine's setting, such as `7932MiB`.

    None where the system does not say how much there is; an engine then has a default of its own.
    """
    there = available()
    return f"{there // SHARE // MEBIBYTE}MiB" if there else None


def available(root: Path = Path("/")) -> int | None:
    """Bytes of memory for this process: the machine's, or those of a container that has fewer.

    `root` stands for the machine's files in tests.
    """
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not a system of the Unix kind
        return None
    return min([machine, *_limits(root)])


def _limits(root: Path) -> Iterator[int]:
    """The limits of the control groups of this process and of those that they lie in.

    Linux keeps them in one tree (version 2, `memory.max`) or in one for memory (version 1). A
    container may see its own group at the top of the tree, so a folder that is not there is no
    error: those above it are.
    """
    try:
        groups = (root / "proc/self/cgroup").read_text("utf-8").splitlines()
    except OSError:
        return
    tree = root / "sys/fs/cgroup"
    for group in groups:
        _, kinds, path = group.split(":", 2)
        if not kinds:
            top, name = tree, "memory.max"
        elif "memory" in kinds.split(","):
            top, name = tree / "memory", "memory.limit_in_bytes"
        else:
            continue
        own = Path(path.lstrip("/"))
        for folder in (own, *own.parents):
            try:
                yield int((top / folder / name).read_text("ascii"))
            except (OSError, ValueError):  # not there, or `max`: no limit
                continue
