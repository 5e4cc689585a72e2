"""The edition that the site shows: one snapshot, read as at today, for a whole answer.

An answer takes the edition once and uses nothing else, so that it never mixes two vintages. When a
load or a calculation has published a newer snapshot, the next edition is made beside the present
one and then put in its place: nobody waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scrutiny.areas import Areas, load_areas
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Against, Month, Window
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.workspace import Workspace

if TYPE_CHECKING:
    from scrutiny.web.asked import Asked

Made = TypeVar("Made")

LOOK_AGAIN = 1.0  # seconds between looks for a newer snapshot
QUARTERS_OFFERED = 20  # where nothing says how far back the figures go
CONTENTS_KEPT = 64  # pages' contents an edition holds, for their charts and downloads
MEASURE_OF_LATEST = "all_crime"  # the measure whose last quarter a page opens at

log = logging.getLogger(__name__)


class Edition:
    """One snapshot as at one day, with the workspace's definitions."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot, day: date) -> None:
        self.workspace, self.snapshot, self.day = workspace, snapshot, day
        own = workspace.path / "catalogue"
        self.catalogue: Catalogue = load_catalogue((own,) if own.is_dir() else ())
        self.areas: Areas = load_areas()
        self.reader = Reader(snapshot, self.catalogue, self.areas, day)
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    @property
    def id(self) -> str:
        """What answers made from this edition are kept under."""
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

        return self.remember(("reader", day), make)

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, kept under `key` while it is among the latest that were asked for."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: Made = self._kept[key]
                return kept
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > CONTENTS_KEPT:
                self._kept.popitem(last=False)
        return made


class Editions:
    """The present edition of a workspace, always ready; the next is made out of sight."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._present: Edition | None = None
        self._looked = 0.0
        self._making = False

    def current(self) -> Edition:
        """The edition to answer from. A `ScrutinyError` when there has never been one."""
        present = self._present
        if present is None:
            with self._lock:
                if self._present is None:
                    self._present = self._make()
                    self._looked = time.monotonic()
                return self._present
        if time.monotonic() - self._looked > LOOK_AGAIN:
            self._looked = time.monotonic()
            self._look(present)
        return present

    def _look(self, present: Edition) -> None:
        try:
            newest = Workspace.open(self._path).snapshot().number
        except ScrutinyError as error:
            log.warning("the workspace cannot be looked at: %s", error)
            return
        stale = (newest, _today()) != (present.snapshot.number, present.day)
        if stale and not self._making:
            self._making = True
            threading.Thread(target=self._replace, name="next edition", daemon=True).start()

    def _replace(self) -> None:
        try:
            self._present = self._make()
        except ScrutinyError as error:  # such as definitions that changed since the calculation
            log.warning("the edition shown stays, for the next cannot be made: %s", error)
        finally:
            self._making = False

    def _make(self) -> Edition:
        workspace = Workspace.open(self._path)
        return Edition(workspace, workspace.snapshot(), _today())


def _today() -> date:
    return datetime.now(UTC).date()


@cache
def editions() -> Editions:
    """The editions of the workspace that the settings name."""
    from django.conf import settings

    if not settings.SCRUTINY_WORKSPACE:
        raise ScrutinyError("no workspace: set SCRUTINY_WORKSPACE, or start with `scrutiny serve`")
    return Editions(Path(settings.SCRUTINY_WORKSPACE))
