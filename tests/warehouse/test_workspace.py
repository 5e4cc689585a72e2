from __future__ import annotations

import json
import shutil
from datetime import date

import pytest
from deltalake import DeltaTable

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.measures.calculate import calculate
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.tables import TABLES
from scrutiny.warehouse.workspace import Settings, Workspace


def test_a_new_workspace_has_its_force_and_every_table_empty(tmp_path):
    made = Workspace.create(tmp_path / "new", "E23000003")
    assert Workspace.open(tmp_path / "new") == made
    assert made.settings == Settings(force="E23000003", engine="duckdb")
    snapshot = made.snapshot()
    assert snapshot.number == 0
    for table, schema in TABLES.items():
        assert snapshot.read(table).schema == schema
        assert snapshot.read(table).num_rows == 0


def test_a_workspace_may_be_made_in_an_empty_folder_but_not_over_anything(tmp_path):
    Workspace.create(tmp_path)
    with pytest.raises(ScrutinyError, match="already a workspace"):
        Workspace.create(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.docx").touch()
    with pytest.raises(ScrutinyError, match=r"not empty \(it holds thesis.docx\)"):
        Workspace.create(tmp_path / "other")
    assert [p.name for p in (tmp_path / "other").iterdir()] == ["thesis.docx"]


def test_a_workspace_half_made_by_a_killed_init_is_finished(tmp_path):
    Workspace.create(tmp_path)
    (tmp_path / "scrutiny.toml").unlink()
    (tmp_path / "snapshots" / "00000000.json").unlink()
    with pytest.raises(ScrutinyError, match="scrutiny init"):
        Workspace.open(tmp_path)
    assert Workspace.create(tmp_path).snapshot().number == 0


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(ScrutinyError, match="cannot make a workspace"):
        Workspace.create(tmp_path / "taken")


def test_a_folder_that_is_not_a_workspace_is_told_what_to_do(tmp_path):
    with pytest.raises(ScrutinyError, match="make one with `scrutiny init"):
        Workspace.open(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("force = ", "scrutiny.toml: file: is not TOML"),
        ("colour = 'red'", "scrutiny.toml: colour: is not a setting"),
        ("threads = 'two'", "scrutiny.toml: threads: must be a whole number"),
        ("threads = true", "scrutiny.toml: threads: must be a whole number"),
    ],
)
def test_a_setting_that_breaks_a_rule_is_named(workspace, text, says):
    (workspace.path / "scrutiny.toml").write_text(text)
    with pytest.raises(DefinitionError, match=says):
        Workspace.open(workspace.path)


def test_a_snapshot_that_never_was_is_an_error(workspace):
    with pytest.raises(ScrutinyError, match="there is no snapshot 7"):
        workspace.snapshot(7)


def test_a_damaged_snapshot_names_its_file(workspace):
    (workspace.path / "snapshots" / "00000000.json").write_text('{"number": 0}')
    with pytest.raises(ScrutinyError, match=r"00000000.json: this is not a snapshot"):
        workspace.snapshot()


def test_a_pin_keeps_the_snapshot_it_was_made_from(workspace, quarters):
    pinned = workspace.pin("2019-q4")
    load(workspace, quarters({"2019-03": 10}), date(2019, 7, 1))
    assert workspace.pins() == {"2019-q4": pinned}
    assert workspace.pin("2019-q4") == workspace.snapshot() == workspace.pins()["2019-q4"]


def test_a_pin_cannot_be_named_out_of_its_folder(workspace):
    with pytest.raises(ScrutinyError, match="letters, digits"):
        workspace.pin("../snapshots/00000009")


def test_a_snapshot_is_pinned_that_is_no_longer_the_current_one(workspace, quarters):
    """A report pins what it was made from, though more was loaded while it was being made."""
    made_from = workspace.snapshot()
    load(workspace, quarters({"2019-03": 10}), date(2019, 7, 1))
    assert workspace.pin("lancashire-2019-12", number=made_from.number) == made_from
    assert workspace.pins() == {"lancashire-2019-12": made_from}


def test_a_workspace_made_before_a_table_was_thought_of_is_given_it_when_it_is_written(
    workspace, quarters
):
    older = workspace.path / "snapshots" / "00000000.json"
    held = json.loads(older.read_text("utf-8"))
    del held["tables"]["recorded_crime"], held["tables"]["calculations"]
    older.write_text(json.dumps(held), "utf-8")
    for table in ("recorded_crime", "calculations"):
        shutil.rmtree(workspace.path / "tables" / table)

    empty = workspace.snapshot()
    assert empty.files("recorded_crime") == ()
    assert empty.rows("recorded_crime", ["offences"]) == []
    assert empty.read("recorded_crime").schema == TABLES["recorded_crime"]
    assert not (workspace.path / "tables" / "recorded_crime").exists()
    snapshot = load(workspace, quarters({"2019-03": 10}), date(2019, 7, 1)).snapshot
    assert snapshot.rows("recorded_crime", ["offences"]) == [(10,)]
    delta = DeltaTable(workspace.path / "tables" / "recorded_crime")
    assert delta.version() == snapshot.tables["recorded_crime"]
    calculate(workspace, workspace.engine(), load_catalogue(), load_areas())
    assert len(workspace.snapshot().rows("calculations", ["load"])) == 1


@pytest.mark.parametrize("sign", ["%41", "%2f"])
def test_a_folder_whose_name_delta_would_misread_is_refused_before_anything_is_made(tmp_path, sign):
    with pytest.raises(ScrutinyError, match=f"has {sign} in it"):
        Workspace.create(tmp_path / f"crime{sign}data" / "ours")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_have_other_signs_in_its_name(tmp_path, quarters):
    workspace = Workspace.create(tmp_path / "100% crime # é ?", "E23000003")
    assert load(workspace, quarters({"2019-03": 10}), date(2019, 7, 1)).record.rows_kept == 1
