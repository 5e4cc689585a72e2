"""Runs what a documentation page shows, and compares what comes out with what the page says.

A block fenced as `console` holds commands, each after `$ `, with the output that they give. In the
output a line `...` stands for any lines, and `...` within a line for any text. A block of another
language whose fence also names a file, such as `csv our-figures.csv`, is that file: it is written
before the commands that follow it. A page's commands run in order in one folder, which holds
the workspace of `make demo` and the checkout's `src`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRUTINY = [sys.executable, "-m", "scrutiny"]
# `make demo` sets up, which a test run has done, and then runs this.
PROGRAMS = {"scrutiny": SCRUTINY, "make": SCRUTINY, "python": [sys.executable]}


@dataclass(frozen=True)
class Step:
    """A file to write, or a command with the output that the page shows."""

    line: int
    file: str | None
    command: str
    text: str


def steps(page: str) -> Iterator[Step]:
    """The files and commands of a page, in order."""
    for block in _FENCE.finditer(page):
        language, file, body = block.groups()
        line = page.count("\n", 0, block.start()) + 2
        if file is not None:
            yield Step(line, file, "", body)
        elif language == "console":
            for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
                # A command may go on over lines that end with a backslash.
                match = re.fullmatch(r"\$ ((?:[^\n]*\\\n)*[^\n]*)\n(.*)", part, re.DOTALL)
                if match:
                    yield Step(line, None, match[1].replace("\\\n", " "), match[2])


def run(command: str, folder: Path) -> str:
    """What a command of a page writes, errors included, as in a terminal 120 characters wide."""
    program, *words = shlex.split(command)
    # The tests' own settings are not a reader's.
    own = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "SCRUTINY_"))}
    ran = subprocess.run(
        [*PROGRAMS[program], *words],
        cwd=folder,
        env={**own, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    refused = ran.returncode == 1 and ran.stdout.startswith("scrutiny: ")
    if ran.returncode and not refused:
        return f"exit {ran.returncode}\n{ran.stdout}"
    return ran.stdout


def shows(expected: str, got: str) -> bool:
    """Whether output is as a page shows it."""
    lines = [line.rstrip() for line in expected.strip("\n").splitlines()]
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"[ ]*\n"
        for line in lines
    )
    return re.fullmatch(pattern, got.rstrip("\n") + "\n" if got.strip() else "") is not None
