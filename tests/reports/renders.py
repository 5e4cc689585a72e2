"""Draws the sample in two fresh processes that disagree about everything but the document."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SCRIPT = """
import locale, sys, tempfile
from pathlib import Path
locale.setlocale(locale.LC_ALL, "")
from scrutiny.reports.{kind} import render_{kind}
from tests.reports.sample import sample_document
with tempfile.TemporaryDirectory() as folder:
    out = Path(folder) / "report"
    render_{kind}(sample_document(), out)
    sys.stdout.buffer.write(out.read_bytes())
"""


def renders_the_same_everywhere(kind: str) -> bool:
    """Whether `kind` gives the same bytes under another time zone, locale, hash seed and folder."""
    settings = (
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    )
    digests = set()
    for setting in settings:
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT.format(kind=kind)],
            env={**os.environ, **setting, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
            capture_output=True,
            check=True,
        )
        assert done.stdout, "nothing was drawn"
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    return len(digests) == 1
