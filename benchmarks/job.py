"""What a timed process is given to do, and what it must give back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeAlias

Facts: TypeAlias = dict[str, str | int | float | None]
"""What a piece of work found out: `rows`, or where its output is. It is compared, not timed."""

Timed: TypeAlias = Callable[[], Facts]
"""The part of a piece of work that is timed; what makes one is its set-up, which is not."""

ANSWER = "answer.json"
"""Where work that gives an answer, and no table, leaves it: one object of numbers by name."""


@dataclass(frozen=True)
class Job:
    """`files` are street files; `workspace` is one to read; `out` is an empty folder to write to.

    `lookups` holds what the definitions say, for those who have no catalogue.
    """

    out: Path
    files: tuple[Path, ...] = ()
    workspace: Path = Path()
    lookups: Path = Path()
    options: dict[str, str] = field(default_factory=dict)

    def tables(self, table: str) -> list[str]:
        """The Parquet files of a table of the workspace, as any tool would find them."""
        return sorted(str(p) for p in (self.workspace / "tables" / table).glob("*.parquet"))

    def lookup(self, name: str) -> str:
        return str(self.lookups / f"{name}.parquet")

    def answer(self, found: Facts) -> None:
        (self.out / ANSWER).write_text(json.dumps(found))

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Job:
        held = json.loads(text)
        files = tuple(Path(file) for file in held["files"])
        folders = {name: Path(held[name]) for name in ("out", "workspace", "lookups")}
        return cls(files=files, options=held["options"], **folders)
