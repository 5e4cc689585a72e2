"""What reading a file gives: batches of rows, the slices they answer for, and their quality."""

from __future__ import annotations

import json
import tomllib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from importlib import resources
from threading import Lock
from typing import TYPE_CHECKING, Any

from scrutiny.errors import InputError
from scrutiny.sources.ahead import ahead

if TYPE_CHECKING:
    import pyarrow as pa

    from scrutiny.areas import Areas
    from scrutiny.catalogue import Catalogue
    from scrutiny.sources.entries import Entry

EXAMPLES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as it was given, before anything was unpacked."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """What a load answers for. `measure` is None for every table but `figures` and `population`."""

    source: str
    table: str
    area: str
    measure: str | None
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows that are legal but suspicious. `share` is of the rows read, 0 to 1.

    `counts` says what `rows` counts when not rows: files or sheets, whose share is nought.
    """

    reason: str
    title: str
    rows: int
    share: float
    detail: str
    examples: tuple[str, ...] = ()
    counts: str = "rows"


@dataclass(frozen=True, slots=True)
class Quality:
    """How many rows came in, how many count, and what about them a reader should know."""

    rows_read: int
    rows_kept: int
    rows_rejected: int
    findings: tuple[Finding, ...]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


class Tally:
    """Counts rows and findings while batches stream past; notes may come from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.rows_read = 0
        self.rows_rejected = 0
        self._rows: Counter[str] = Counter()
        self._examples: dict[str, Counter[str]] = {}

    def note(self, reason: str, rows: int, examples: Mapping[str, int] | None = None) -> None:
        """Add `rows` to a reason of `data/findings.toml`; `examples` are texts with counts."""
        with self._lock:
            if rows:
                self._rows[reason] += rows
            if examples:
                self._examples.setdefault(reason, Counter()).update(examples)

    def quality(self) -> Quality:
        words = finding_words()
        findings = []
        for reason, word in words.items():
            rows = self._rows[reason]
            if not rows:
                continue
            seen = self._examples.get(reason, Counter())
            common = sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:EXAMPLES_SHOWN]
            counts = word.get("counts", "rows")
            share = rows / self.rows_read if self.rows_read and counts == "rows" else 0.0
            examples = tuple(f"{text} ({count:,})" for text, count in common)
            findings.append(
                Finding(reason, word["title"], rows, share, word["detail"], examples, counts)
            )
        unknown = self._rows.keys() - words.keys()
        if unknown:
            raise KeyError(f"no words for the findings {sorted(unknown)}")
        kept = self.rows_read - self.rows_rejected
        return Quality(self.rows_read, kept, self.rows_rejected, tuple(findings))


class Reading(ABC):
    """One load's worth of files of one kind.

    `files` is known from the start. `batches()` streams validated rows with the columns of the
    warehouse table less `load`, and raises `InputError` at the first row that breaks a rule: the
    caller must then commit nothing. `slices` and `quality` are complete once it is exhausted.
    `bytes_read` says how far it has come, of `bytes_total`.
    """

    source: str
    table: str
    schema: pa.Schema

    def __init__(
        self,
        kind: str,
        entries: Sequence[Entry],
        files: Sequence[FileRead],
        left_out: Sequence[str],
        areas: Areas,
        catalogue: Catalogue | None,
    ) -> None:
        self.kind = kind
        self.entries = tuple(replace(entry, taken=self._take) for entry in entries)
        self.files = tuple(files)
        self.left_out = tuple(left_out)
        self.areas = areas
        self.catalogue = catalogue
        self.tally = Tally()
        self._claims: dict[Slice, str] = {}
        self._lock = Lock()
        self.bytes_read = 0

    def batches(self) -> Iterator[pa.RecordBatch]:
        self.tally = Tally()
        self._claims = {}
        self.bytes_read = 0
        self.tally.note("files-left-out", len(self.left_out), dict.fromkeys(self.left_out, 1))
        yield from ahead(self.rows())
        if not self.tally.rows_read:
            raise InputError("there is no row in it", file=self.entries[0].name)

    @abstractmethod
    def rows(self) -> Iterator[pa.RecordBatch]:
        """Yield the validated batches; count what is read in `tally` and `claim` every slice."""

    @cached_property
    def bytes_total(self) -> int | None:
        """What `bytes_read` comes to at the end, if it is known before.

        A .gz file counts as it lies, a file in a zip as it comes out. Of a Parquet file only the
        columns that are needed are read.
        """
        if any(entry.suffix == ".parquet" for entry in self.entries):
            return None
        return sum(entry.bytes for entry in self.entries)

    def _take(self, size: int) -> None:
        with self._lock:  # files are read by several threads
            self.bytes_read += size

    @property
    def slices(self) -> tuple[Slice, ...]:
        return tuple(sorted(self._claims, key=lambda s: (s.area, s.measure or "", s.first, s.last)))

    @property
    def quality(self) -> Quality:
        return self.tally.quality()

    def claim(
        self,
        file: str,
        area: str,
        first: str,
        last: str,
        measure: str | None = None,
        source: str | None = None,
    ) -> None:
        """Say that this load answers for a slice; two files cannot both answer for one."""
        piece = Slice(source or self.source, self.table, area, measure, first, last)
        other = self._claims.setdefault(piece, file)
        if other != file:
            period = first if first == last else f"{first} to {last}"
            what = f"{area} {period}" + (f" {measure}" if measure else "")
            raise InputError(
                f"gives {what} again, which {other} gives too: load one of them", file=file
            )


@cache
def settings(name: str) -> dict[str, Any]:
    """A packaged TOML file of this package's `data` folder."""
    text = resources.files("scrutiny.sources").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def finding_words() -> dict[str, dict[str, str]]:
    return settings("findings")
