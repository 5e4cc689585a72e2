"""Locking a report to its figures, publishing its editions, correcting and withdrawing them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.reporting.checking import refuse_unaccepted
from scrutiny.governance.reporting.document import document_of
from scrutiny.governance.reporting.figures import workspace
from scrutiny.governance.reporting.models import Edition, EditionFile, Part, Report
from scrutiny.reports.render import FORMATS, render
from scrutiny.reports.zipped import write_zip

State = Report.State
Progress = Callable[[str, int, int], None]


def unready(report: Report) -> list[Part]:
    """The parts that a report waits for before it can be locked."""
    return [p for p in report.parts.all() if p.to_write and p.state != Part.State.APPROVED]


def lock(report: Report) -> Report:
    """Pin the figures of a report whose parts are all approved: from now on nothing in it changes.

    The pin keeps its data from ever being cleared away. A correction that keeps the figures of the
    edition before keeps its pin.
    """
    with transaction.atomic():
        report = _held(report, State.DRAFTING)
        waits = unready(report)
        if waits:
            raise ScrutinyError(f"{len(waits)} of its parts are not approved yet.")
        if not report.pin:
            report.pin = f"report-{report.pk}-{next_number(report)}"
            report.as_at = clock.today()
            report.snapshot = workspace().pin(report.pin, report.as_at).number
        for audience in Edition.Audience.values:  # what cannot be made is told now
            document_of(report, audience, next_number(report))
        report.state = State.LOCKED
        report.save()
        enter("locked", report, note=f"Snapshot {report.snapshot} as at {report.as_at}")
    return report


def unlock(report: Report, why: str) -> Report:
    """Open a locked report again, before it is published."""
    with transaction.atomic():
        report = _held(report, State.LOCKED)
        _must_say(why, "Say why it is unlocked.")
        report.state = State.DRAFTING
        if not report.editions.exists():
            report.pin, report.snapshot, report.as_at = "", None, None
        report.save(note=why.strip())
    return report


def next_number(report: Report) -> int:
    """The number that the report's next edition has."""
    return max((edition.number for edition in report.editions.all()), default=0) + 1


def publish(report: Report, progress: Progress = lambda *_: None) -> list[Edition]:
    """Make and publish the public, the panel's and the restricted edition, in every format.

    A report with figures that disagree is published only with an approver's reason. Done again
    after it stopped in the middle it begins anew; done twice it publishes once.
    """
    report = Report.objects.get(pk=report.pk)
    number = next_number(report)
    if report.state == State.PUBLISHED:
        return list(report.editions.filter(number=number - 1))
    if report.state != State.LOCKED:
        raise ScrutinyError("Lock the report first.")
    refuse_unaccepted(report)
    made: dict[str, list[tuple[str, bytes]]] = {}
    for done, audience in enumerate(Edition.Audience.values):
        progress(f"the {Edition.Audience(audience).label.lower()} edition", done, 3)
        made[audience] = _files(report, audience, number)
    with transaction.atomic():
        report = _held(report, State.LOCKED)
        if next_number(report) != number:
            raise ScrutinyError("Another edition was published meanwhile.")
        _end(report, Edition.State.CORRECTED, report.correction)
        now = clock.now()
        for audience, files in made.items():
            _keep(Edition(report=report, audience=audience, number=number, published=now), files)
        report.state = State.PUBLISHED
        report.save()
    return list(report.editions.filter(number=number))


def correct(report: Report, what: str, newest: bool = False) -> Report:
    """Open a published report for a new edition that corrects it; what is published stays so long.

    `what` was corrected is printed in the new edition and beside the old. The figures stay those
    of the edition before, unless the `newest` are to be used.
    """
    with transaction.atomic():
        report = _held(report, State.PUBLISHED, State.WITHDRAWN)
        _must_say(what, "Say what is corrected.")
        report.state, report.correction = State.DRAFTING, what.strip()
        if newest:
            report.pin, report.snapshot, report.as_at = "", None, None
        report.save(note=what.strip())
    return report


def withdraw(report: Report, why: str) -> Report:
    """Withdraw what is published. Its address stays, and says why."""
    with transaction.atomic():
        report = _held(report, State.PUBLISHED)
        _must_say(why, "Say why it is withdrawn.")
        report.state, report.correction = State.WITHDRAWN, why.strip()
        report.save(note=why.strip())
        _end(report, Edition.State.WITHDRAWN, why.strip())
    return report


def _held(report: Report, *states: Report.State) -> Report:
    """The report as it is now, held while it is changed."""
    held: Report = Report.objects.select_for_update().get(pk=report.pk)
    if held.state not in states:
        raise ScrutinyError(f"The report is {held.get_state_display().lower()}.")
    return held


def _must_say(words: str, rule: str) -> None:
    if not words.strip():
        raise ScrutinyError(rule)


def _end(report: Report, state: Edition.State, why: str) -> None:
    for edition in report.editions.filter(state=Edition.State.PUBLISHED):
        edition.state, edition.why = state, why
        edition.save()


def _keep(edition: Edition, files: list[tuple[str, bytes]]) -> None:
    edition.save()
    for name, held in files:
        EditionFile.objects.create(
            edition=edition, name=name, file=ContentFile(held, name=name), size=len(held),
            sha256=hashlib.sha256(held).hexdigest(),
        )  # fmt: skip
    enter("published", edition)


def _files(report: Report, audience: str, number: int) -> list[tuple[str, bytes]]:
    """Every format of an edition by its file's name; the CSV files together in one zip."""
    document = document_of(report, audience, number)
    with TemporaryDirectory() as folder:
        for path in render(document, Path(folder), FORMATS):
            if path.is_dir():
                _zip(path, path.with_name(f"{path.name}.zip"))
        return [(p.name, p.read_bytes()) for p in sorted(Path(folder).iterdir()) if p.is_file()]


def _zip(folder: Path, out: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for file in folder.iterdir():
            made.write(file, file.name)
    write_zip(held.getvalue(), out)
