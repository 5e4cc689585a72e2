"""The edition that the site shows: one snapshot, read as at today, for a whole answer.

An answer takes the edition once and uses nothing else, so that it never mixes two vintages. The
parts of a page that a browser asks for later, such as its charts, name the page's edition and get
it. When a load or a calculation has published a newer snapshot, the next edition is made beside the
present one and then put in its place: nobody waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scrutiny.areas import Areas, load_areas
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Against, Month, Window
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.workspace import Workspace
from scrutiny.web.once import Once

if TYPE_CHECKING:
    from scrutiny.web.asked import Asked

Made = TypeVar("Made")

LOOK_AGAIN = 1.0  # seconds between looks for a newer snapshot
LEAST_REST = 4  # times as long as an edition took to make: a long load must not use up the machine
TRY_AGAIN = 60.0  # seconds until an edition that could not be made is tried again
KEEP_BEFORE = 600.0  # seconds that the edition before is kept, for pages that are open in a browser
QUARTERS_OFFERED = 20  # where nothing says how far back the figures go
CONTENTS_KEPT = 64  # pages' contents an edition holds, for their charts and downloads
READERS_KEPT = 3  # readers as at other dates an edition holds; each may be large
MEASURE_OF_LATEST = "all_crime"  # the measure whose last quarter a page opens at

log = logging.getLogger(__name__)


class GoneError(ScrutinyError):
    """An edition that was asked for by name is not kept any more; the answer's status is 410."""


class Edition:
    """One snapshot as at one day, with the workspace's definitions."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot, day: date) -> None:
        self.workspace, self.snapshot, self.day = workspace, snapshot, day
        own = workspace.path / "catalogue"
        self.catalogue: Catalogue = load_catalogue((own,) if own.is_dir() else ())
        self.areas: Areas = load_areas()
        self.reader = Reader(snapshot, self.catalogue, self.areas, day)
        self._contents, self._readers = Once(CONTENTS_KEPT), Once(READERS_KEPT)

    @property
    def id(self) -> str:
        """Its name: what answers made from it are kept under, and a page's parts asked for with."""
        return f"{self.snapshot.number}-{self.day}-{self.catalogue.fingerprint}"

    @cached_property
    def home_area(self) -> str:
        """The force that the site opens at: the workspace's own, else the first with figures."""
        if self.workspace.settings.force:
            return self.workspace.settings.force
        measure = self.catalogue.measure(MEASURE_OF_LATEST)
        codes = [area.code for area in self.areas.forces()]
        loaded = (code for code in codes if self.reader.coverage.latest(measure, code))
        return next(loaded, codes[0])

    def latest_quarter(self, area: str) -> Month:
        """The last month of the last quarter that the area has figures for."""
        measures = (self.catalogue.measure(MEASURE_OF_LATEST), *self.catalogue.measures)
        ends = (self.reader.coverage.latest(measure, area) for measure in measures)
        last = next((end for end in ends if end is not None), Month.of(self.day))
        while not last.ends_quarter:
            last -= 1
        return last

    @property
    def windows(self) -> tuple[Window, ...]:
        return tuple(Window)

    @property
    def againsts(self) -> tuple[Against, ...]:
        return tuple(Against)

    def quarters(self, asked: Asked) -> list[Month]:
        """The ends of quarters that the bar of choices offers, the latest first."""
        last = self.latest_quarter(asked.area)
        first = self.reader.coverage.earliest(self.catalogue.measure(MEASURE_OF_LATEST), asked.area)
        count = max(last.months_since(first) // 3, 0) if first else QUARTERS_OFFERED
        found = {last - 3 * n for n in range(count + 1)} | {asked.to}
        return sorted(found, reverse=True)

    def as_at(self, day: date | None) -> Reader:
        """The reader as at a date; today's for none."""
        if day is None or day == self.day:
            return self.reader
        if day > self.day:
            raise ScrutinyError(f"{day:%-d %B %Y} has not come yet")

        def make() -> Reader:
            return Reader(self.snapshot, self.catalogue, self.areas, day)

        return self._readers.get(day, make)

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, kept under `key` while it is among the latest that were asked for."""
        return self._contents.get(key, make)


class Editions:
    """The present edition of a workspace, always ready; the next is made out of sight.

    Each worker makes its own, so for a moment after a publication two answers can be of different
    editions; each is whole, and its header X-Edition says which it is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._making = threading.Lock()
        self._present: Edition | None = None
        self._before: Edition | None = None
        self._next: Edition | None = None  # while it is prepared
        self._replaced = 0.0  # when the present edition took the place of the one before
        self._refused: tuple[object, float] | None = None  # what could not be made, and when
        self._why = ScrutinyError("the figures have not been read yet")

    def current(self) -> Edition:
        """The edition to answer from. A `ScrutinyError` when there has never been one."""
        if self._present is None:
            self.look()
        found = self._present or self._next  # another thread may be about to put it in place
        if found is None:
            raise ScrutinyError(str(self._why))
        return found

    def named(self, id: str) -> Edition:
        """The edition of that name: the present one, the one before, or a newer one that another
        worker already shows. A `GoneError` when it is none of these."""
        for look in (False, True):
            if look:
                self.look()
            for edition in (self.current(), self._before, self._next):
                if edition is not None and edition.id == id:
                    return edition
        raise GoneError("These figures have been replaced by newer ones.")

    def watch(self, prepare: Callable[[Edition], None]) -> None:
        """Look for the first edition now, and for newer ones in a thread from now on.

        `prepare` is called with each: with a newer one before readers see it, with the first at
        once, so that readers of a site that has just started need not wait for the rest of it.
        """

        def run() -> None:
            if self._present is not None:
                prepare(self._present)
            while True:
                began = time.monotonic()
                made = self.look(prepare)
                took = time.monotonic() - began
                time.sleep(max(LOOK_AGAIN, LEAST_REST * took) if made else LOOK_AGAIN)

        self.look()
        threading.Thread(target=run, name="editions", daemon=True).start()

    def look(self, prepare: Callable[[Edition], None] | None = None) -> bool:
        """Put a newer edition in place, once it is prepared, if there is one; whether there was.

        One that cannot be made leaves the present one in its place, and is told to the log.
        """
        with self._making:
            made = self._newer()
            if made is None:
                return False
            self._next = made
        if prepare is not None and self._present is not None:
            prepare(made)
        with self._making:
            if self._next is not made:  # a newer one has come meanwhile
                return False
            self._present, self._before, self._next = made, self._present, None
            self._replaced = time.monotonic()
            return True

    def _newer(self) -> Edition | None:
        """An edition of what is newer than the last that was made, if there is that."""
        last, now = self._next or self._present, time.monotonic()
        if now - self._replaced > KEEP_BEFORE:
            self._before = None
        wanted: object = None
        try:
            workspace, day = Workspace.open(self._path), today()
            wanted = (max(workspace.snapshots(), default=None), day)
            if last and wanted == (last.snapshot.number, last.day):
                return None
            if self._waits(wanted, now):
                return None
            made = Edition(workspace, workspace.snapshot(), day)
        except Exception as error:  # whatever it is, readers keep what they have
            if not self._waits(
                wanted, now
            ):  # such as definitions that changed since they were used
                self._refused, self._why = (wanted, now), ScrutinyError(str(error))
                unforeseen = None if isinstance(error, ScrutinyError | OSError) else error
                log.warning("no newer edition can be made: %s", error, exc_info=unforeseen)
            return None
        self._refused = None
        return made

    def _waits(self, wanted: object, now: float) -> bool:
        """Whether this could not be made a short while ago."""
        if self._refused is None:
            return False
        what, when = self._refused
        return what == wanted and now - when < TRY_AGAIN


def today() -> date:
    """The day as at which the newest edition is read."""
    return datetime.now(UTC).date()


def editions() -> Editions:
    """The editions of the workspace that the settings name."""
    from django.conf import settings

    if not settings.SCRUTINY_WORKSPACE:
        raise ScrutinyError("no workspace: set SCRUTINY_WORKSPACE, or start with `scrutiny serve`")
    return _editions(Path(settings.SCRUTINY_WORKSPACE))


@lru_cache(maxsize=2)  # a site has one; a test may have one of its own
def _editions(workspace: Path) -> Editions:
    return Editions(workspace)
