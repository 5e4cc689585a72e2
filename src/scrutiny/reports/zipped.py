"""Zip containers (DOCX, XLSX) whose bytes depend on what is in them and on nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can carry
FIRST = ("[Content_Types].xml", "_rels/.rels")  # where readers of Office files look first


def write_zip(container: bytes, out: Path) -> None:
    """Write the zip `container` to `out` with its members in a fixed order and at a fixed time.

    Office libraries stamp each member with the clock; two builds of the same report would differ
    by that alone.
    """
    with zipfile.ZipFile(io.BytesIO(container)) as given:
        members = {name: given.read(name) for name in given.namelist()}
    rest = sorted(members.keys() - set(FIRST))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in (*(name for name in FIRST if name in members), *rest):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every operating system
            made.writestr(entry, members[name])
