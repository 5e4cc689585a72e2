"""A backup restored into an empty place is the same: every row, every file, every figure."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from tests.governance.conftest import Place
from tests.governance.filling import FILE, fill

from scrutiny.errors import DamageError, ScrutinyError
from scrutiny.governance.acting import acting
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.backup.archive import reading
from scrutiny.governance.backup.make import make_backup
from scrutiny.governance.backup.rows import kept_models
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Person
from scrutiny.warehouse.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workspace(tmp_path: Path, packaged_workspace: Path) -> Workspace:
    """The packaged data with an old snapshot pinned for a report, and a definition of its own."""
    place = tmp_path / "kept"
    shutil.copytree(packaged_workspace, place)
    for name in ("catalogue", "templates"):
        (place / name).mkdir()
        (place / name / "own.toml").write_text("# Our own definitions come here.\n")
    workspace = Workspace.open(place)
    workspace.pin("lancashire-2019-12", number=40)
    return workspace


@pytest.fixture
def filled(
    meeting: Meeting, person: Callable[..., Person], tmp_path: Path, settings: LazySettings
) -> Meeting:
    """Records with a history, a row in every other table, and a file that somebody added."""
    settings.MEDIA_ROOT = tmp_path / "files"
    file = tmp_path / "files" / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(b"A paper of the meeting")
    with acting(person("scrutiny-officer")):
        meeting.place = "County Hall"
        meeting.save(note="The room was double-booked")
        enter("saw", meeting)
    fill(kept_models(apps))
    return meeting


@pytest.fixture
def backup(workspace: Workspace, filled: Meeting, tmp_path: Path) -> Path:
    file = tmp_path / "backup.zip"
    make_backup(workspace, file)
    return file


def held(file: Path) -> dict[str, Any]:
    """All that a backup holds but when it was made: the hash of every table and file."""
    with reading(file) as archive:
        manifest = archive.manifest
    return {name: getattr(manifest, name) for name in manifest.__slots__ if name != "made"}


def test_what_is_restored_is_the_same(
    backup: Path, new_place: Callable[..., Place], tmp_path: Path, filled: Meeting
) -> None:
    before = held(backup)
    assert len(before["rows"]) > 30
    assert {table: n for table, n in before["rows"].items() if n == 0} == {}

    restored = new_place("restored")
    said = restored.records("restore", str(backup))
    assert f"the audit is whole to entry {before['audit'][0]}" in said
    assert restored.records("verify").startswith("The audit is whole")
    assert (restored.workspace / "files" / FILE).read_bytes() == b"A paper of the meeting"
    again = tmp_path / "again.zip"
    restored.records("backup", str(again))
    assert held(again) == before

    # And into the other kind of database, and so to where it came from.
    home = new_place("home", "sqlite")
    home.records("restore", str(again))
    third = tmp_path / "third.zip"
    home.records("backup", str(third))
    assert held(third) == before


def test_restored_data_give_the_same_figures_now_and_as_a_report_pinned_them(
    backup: Path, workspace: Workspace, new_place: Callable[..., Place]
) -> None:
    from scrutiny.areas import load_areas
    from scrutiny.catalogue import load_catalogue
    from scrutiny.comparison.compare import compare
    from scrutiny.measures.read import Reader
    from scrutiny.periods import Month, Window

    place = new_place("restored")
    place.records("restore", str(backup))
    restored = Workspace.open(place.workspace)
    catalogue, areas = load_catalogue(), load_areas()
    both = []
    for space in (workspace, restored):
        pinned, _ = space.pinned("lancashire-2019-12")
        assert pinned.number == 40
        assert pinned.read("loads").num_rows > 0
        reader = Reader(space.snapshot(), catalogue, areas)
        measure = catalogue.measure("all_crime")
        both.append(compare(reader, measure, "E23000003", Month.parse("2019-12"), Window.YEAR))
    assert both[0] == both[1]
    assert both[0].current.value == 146_063  # docs/tutorial.md
    assert (place.workspace / "catalogue" / "own.toml").is_file()
    assert (place.workspace / "templates" / "own.toml").is_file()


def test_a_restored_place_can_be_worked_in(backup: Path, new_place: Callable[..., Place]) -> None:
    place = new_place("restored")
    place.records("restore", str(backup))
    running = place.start("-c", ADD_NOTES, str(place.workspace), "2")
    assert running.communicate()[0] == ""
    before = held(backup)["audit"][0]
    assert f"{before + 2} entries" in place.records("verify")


ADD_NOTES = """
import sys
from pathlib import Path
from scrutiny.cli.records import open_records
open_records(Path(sys.argv[1]))
from datetime import date
from scrutiny.governance.people.models import Organisation
for number in range(int(sys.argv[2])):
    Organisation.objects.create(kind="partner", name=f"Partner {number}", begins=date(2012, 11, 22))
"""


def test_a_backup_that_is_made_while_others_write_is_of_one_moment(
    place: Place, new_place: Callable[..., Place], tmp_path: Path
) -> None:
    place.records("backup", str(tmp_path / "empty.zip"))
    writers = [place.start("-c", ADD_NOTES, str(place.workspace), "150") for _ in range(2)]
    made = []
    while any(writer.poll() is None for writer in writers):
        made.append(tmp_path / f"{len(made)}.zip")
        place.records("backup", str(made[-1]))
    assert [writer.communicate()[0] for writer in writers] == ["", ""]
    numbers = []
    for file in made:
        rows, (number, _) = held(file)["rows"], held(file)["audit"]
        assert rows["audit.Entry"] == rows["people.Organisation"] == number
        numbers.append(number)
    assert numbers == sorted(numbers)
    last = new_place("restored")
    last.records("restore", str(made[len(made) // 2]))
    last.records("verify")


def test_two_who_write_at_once_make_one_chain(place: Place) -> None:
    writers = [place.start("-c", ADD_NOTES, str(place.workspace), "40") for _ in range(3)]
    assert [writer.communicate()[0] for writer in writers] == ["", "", ""]
    assert place.records("verify").startswith("The audit is whole: 120 entries")


# What is refused


@pytest.fixture
def empty_place(new_place: Callable[..., Place]) -> Iterator[Place]:
    """A new place, in which a restoring that is refused must leave nothing."""
    place = new_place("restored")
    there = set(place.workspace.parent.iterdir())
    yield place
    made = {path.name for path in set(place.workspace.parent.iterdir()) - there}
    assert {name for name in made if "restored" in name} == set()


def test_a_damaged_backup_is_refused_with_what_is_wrong(backup: Path, empty_place: Place) -> None:
    whole = backup.read_bytes()
    for place in (len(whole) // 3, len(whole) // 2):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        backup.write_bytes(changed)
        code, said = empty_place.try_records("restore", str(backup))
        assert (code, "is damaged: " in said) == (1, True), said
    backup.write_bytes(whole[:-100])
    assert "is damaged" in empty_place.try_records("restore", str(backup))[1]


def test_a_backup_whose_audit_was_changed_is_refused(
    backup: Path, empty_place: Place, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    from scrutiny.governance.backup import make

    def changed(model: Any) -> Iterator[bytes]:
        for line in lines(model):
            yield line.replace(b"double-booked", b"too small") if model is Entry else line

    lines = make.lines_of
    monkeypatch.setattr(make, "lines_of", changed)
    other = backup.with_name("changed.zip")
    make_backup(workspace, other)
    code, said = empty_place.try_records("restore", str(other))
    assert code == 1
    assert "the audit in the backup is not whole: entry" in said
    # Nothing is half done: the same place takes the backup that is whole.
    empty_place.records("restore", str(backup))
    shutil.rmtree(empty_place.workspace)


def test_a_place_that_holds_anything_is_refused(backup: Path, place: Place) -> None:
    code, said = place.try_records("restore", str(backup))
    assert (code, "is there already: restore into a new folder" in said) == (1, True)


def test_what_is_no_backup_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(ScrutinyError, match="there is no backup"), reading(tmp_path / "none"):
        pass
    with (
        pytest.raises(DamageError, match="not a backup"),
        reading(workspace.path / "scrutiny.toml"),
    ):
        pass


def test_a_backup_does_not_take_the_place_of_another(backup: Path, workspace: Workspace) -> None:
    before = backup.read_bytes()
    with pytest.raises(ScrutinyError, match="there already"):
        make_backup(workspace, backup)
    assert backup.read_bytes() == before


def test_a_file_that_is_missing_stops_the_backup(
    filled: Meeting, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "files" / FILE).unlink()
    with pytest.raises(DamageError, match=FILE):
        make_backup(workspace, tmp_path / "backup.zip")
    assert list(tmp_path.glob("*backup.zip*")) == []


def test_only_its_owner_can_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
