"""The command line as a user meets it: exit codes, errors, workspaces, lists."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

import scrutiny

Command = Callable[..., Any]
PACKAGE = Path(scrutiny.__file__).parent
LANCASHIRE = "E23000003"
ALL_CRIME = ("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-12", "--json")
FIGURES = PACKAGE / "data" / "figures" / "figures-2020-02.csv"


def test_a_figure_is_exit_0_with_json_alone_on_stdout(
    process: Command, packaged_workspace: Path
) -> None:
    done = process(*ALL_CRIME, "--workspace", packaged_workspace)
    assert (done.code, done.err) == (0, "")
    assert done.json["current"]["value"] == 146_063


def test_what_the_user_can_put_right_is_exit_1_with_one_line_and_no_traceback(
    process: Command, packaged_workspace: Path
) -> None:
    asked = ("measure", "all_crimes", "--area", LANCASHIRE, "--to", "2019-12")
    done = process(*asked, "--workspace", packaged_workspace)
    assert (done.code, done.out) == (1, "")
    [line] = done.err.splitlines()
    assert line.startswith("scrutiny: no measure is called 'all_crimes'; did you mean all_crime")


def test_a_wrong_call_is_exit_2_and_says_how_it_is_called(process: Command) -> None:
    done = process("measure", "all_crime", "--to", "2019-12")
    assert (done.code, done.out) == (2, "")
    assert "--area" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing",), 2, "nothing"),
        (("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-12", "--window", "2y"), 2,
         "2y"),
        (("measure", "all_crime", "--area", "X1", "--to", "2019-12"), 1, "X1"),
        (("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019"), 1, "YYYY-MM"),
        (("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-13"), 1, "YYYY-MM"),
        (("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-11", "--window", "quarter"),
         1, "does not end a financial quarter"),
        (("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-12", "--as-at", "1/1/20"), 1,
         "YYYY-MM-DD"),
        (("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-12", "--source", "x"), 1,
         "home-office"),
        (("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-12", "--json", "--csv"), 2,
         "not both"),
        (("control-chart", "all_crime", "--area", LANCASHIRE, "--to", "2025-12", "--grain", "day"),
         2, "month or quarter"),
        (("control-chart", "all_crime", "--area", LANCASHIRE, "--to", "2025-12", "--breaks",
          "sometimes"), 1, "YYYY-MM"),
        (("control-chart", "all_crime", "--area", LANCASHIRE, "--to", "2025-12", "--grain",
          "month"), 1, "by financial quarter"),
        (("control-chart", "all_crime", "--area", LANCASHIRE, "--to", "2010-12"), 1,
         "there is no series"),
        (("exceptions", "--area", "X1", "--to", "2019-12"), 1, "X1"),
        (("quality", "no-such-load"), 1, "`scrutiny loads` lists them"),
        (("load", "weather", FIGURES), 1, "weather"),
        (("load", "figures", "no-such-file.csv"), 1, "no-such-file.csv"),
        (("load", "street", FIGURES), 1, "figures-2020-02.csv"),
        (("report", "build", "--area", LANCASHIRE, "--to", "2019-11", "--out", "out"), 1,
         "ends with a quarter"),
        (("report", "build", "--area", "E12000002", "--to", "2019-12", "--out", "out"), 1,
         "North West is not"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_code_and_names_what_is_wrong(
    command: Command, packaged_workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    arguments: tuple[object, ...], code: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    done = command("--workspace", packaged_workspace, *arguments)
    assert done.code == code
    assert said in done.err
    assert done.out == ""
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_workspace_may_be_named_before_the_command_after_it_or_by_the_environment(
    process: Command, packaged_workspace: Path, tmp_path: Path
) -> None:
    before = process("--workspace", packaged_workspace, "loads", "--json", cwd=tmp_path)
    after = process("loads", "--json", "--workspace", packaged_workspace, cwd=tmp_path)
    named = process("loads", "--json", cwd=tmp_path, SCRUTINY_WORKSPACE=packaged_workspace)
    here = process("loads", "--json", cwd=packaged_workspace)
    assert before.json == after.json == named.json == here.json != []


def test_the_option_after_the_command_is_preferred_to_any_other(
    command: Command, packaged_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "nowhere"
    monkeypatch.setenv("SCRUTINY_WORKSPACE", str(nowhere))
    done = command("--workspace", nowhere, "loads", "--json", "--workspace", packaged_workspace)
    assert done.code == 0
    assert "is not a workspace" in command("loads").err


def test_without_a_workspace_the_error_says_how_to_get_one(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scrutiny.cli.shared.DEMO_WORKSPACE", tmp_path / "demo" / "workspace")
    done = command("loads")
    assert done.code == 1
    for way in ("--workspace DIR", "scrutiny init DIR", "make demo"):
        assert way in done.err


def test_the_demos_workspace_is_the_last_resort(
    command: Command, packaged_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scrutiny.cli.shared.DEMO_WORKSPACE", packaged_workspace)
    assert len(command("loads", "--json").json) > 10
    assert command("init", tmp_path).code == 0
    assert command("loads", "--json").json == []  # the current folder comes first


def test_init_makes_a_workspace_once(command: Command, tmp_path: Path) -> None:
    made = command("init", tmp_path / "new", "--force", "E23000013")
    assert "Cleveland" in made.out
    assert 'force = "E23000013"' in (tmp_path / "new" / "scrutiny.toml").read_text()
    again = command("init", tmp_path / "new")
    assert (again.code, "already a workspace" in again.err) == (1, True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    full = command("init", tmp_path / "full")
    assert (full.code, "letter.txt" in full.err) == (1, True)


@pytest.fixture
def loaded(command: Command, tmp_path: Path) -> tuple[Command, str]:
    """A workspace with one file of figures, and the name of its load."""
    command("init", tmp_path / "space")

    def run(*arguments: object) -> Any:
        return command("--workspace", tmp_path / "space", *arguments)

    done = run("load", "figures", FIGURES, "--released", "2020-02-20")
    assert done.code == 0, done.err
    [load] = re.findall(r"as (figures-2020-02-20-\w+),", done.out)
    return run, load


def test_the_same_file_twice_is_a_no_op_that_names_the_first_load(
    loaded: tuple[Command, str],
) -> None:
    run, load = loaded
    again = run("load", "figures", FIGURES, "--released", "2020-02-20")
    assert (again.code, again.out) == (0, f"Already loaded as {load}: nothing to do\n")
    assert len(run("loads", "--json").json) == 1


def test_loads_gives_the_source_dates_rows_and_files(loaded: tuple[Command, str]) -> None:
    run, load = loaded
    [one] = run("loads", "--json").json
    assert list(one) == [
        "load", "kind", "source", "released", "loaded", "rows_read", "rows_kept", "rows_rejected",
        "files",
    ]  # fmt: skip
    assert (one["load"], one["kind"], one["released"]) == (load, "figures", "2020-02-20")
    assert one["rows_read"] == one["rows_kept"] + one["rows_rejected"] > 50
    [file] = one["files"]
    assert file["name"] == FIGURES.name
    assert re.fullmatch("[0-9a-f]{64}", file["sha256"])


def test_loads_prints_names_whole_so_that_quality_can_be_asked_of_them(
    command: Command, packaged_workspace: Path
) -> None:
    every = [each["load"] for each in command("--workspace", packaged_workspace, "loads", "--json")
             .json]  # fmt: skip
    shown = command("--workspace", packaged_workspace, "loads").out
    assert [line.split()[0] for line in shown.splitlines()[1:]] == every
    assert "…" not in shown


def test_quality_counts_what_was_kept_by_reason(command: Command, packaged_workspace: Path) -> None:
    def run(*arguments: object) -> Any:
        return command("--workspace", packaged_workspace, *arguments)

    crime = next(
        each["load"] for each in run("loads", "--json").json
        if each["kind"] == "recorded-crime" and each["released"] == "2026-04-23"
    )  # fmt: skip
    answer = run("quality", crime, "--json").json
    assert list(answer) == ["load", "rows_read", "rows_kept", "rows_rejected", "quality"]
    assert answer["rows_kept"] == 321_893
    findings = {f["title"]: f["rows"] for f in answer["quality"]["findings"]}
    words = run("quality", crime).out
    assert "321,893 of 321,893 rows kept" in words
    for title, rows in findings.items():
        assert title in words
        assert f"{rows:,}" in words
    table = PACKAGE / "data" / "recorded_crime" / "prc_pfa_2012q1_2025q3.parquet"
    below = duckdb.execute("SELECT count(*) FROM read_parquet(?) WHERE n < 0", [str(table)])
    assert [(findings["Counts below nought"],)] == below.fetchall()


def test_calculate_says_what_it_did_and_then_that_there_is_nothing_to_do(
    loaded: tuple[Command, str],
) -> None:
    run, _ = loaded
    assert re.fullmatch(r"Calculated \d+ observations from 1 load\n", run("calculate").out)
    assert run("calculate").out == "Nothing to do: every load is calculated\n"


def test_two_calculations_at_once_agree_or_one_says_so(
    loaded: tuple[Command, str], tmp_path: Path
) -> None:
    run, _ = loaded
    asked = [sys.executable, "-m", "scrutiny", "calculate", "--workspace", str(tmp_path / "space")]
    both = [
        subprocess.Popen(
            asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={"PYTHONPATH": str(PACKAGE.parent)},
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [(*process.communicate(timeout=60), process.returncode) for process in both]
    assert 0 in [code for *_, code in said]
    for _, err, code in said:
        assert code == 0 or "finished first: calculate again" in err
    assert run("calculate").out == "Nothing to do: every load is calculated\n"
    answer = run(*ALL_CRIME, "--source", "force-dashboard").json
    assert answer["current"]["value"] == 148_813


def test_a_measure_of_the_forces_own_is_counted_after_a_calculation(
    loaded: tuple[Command, str], tmp_path: Path
) -> None:
    run, _ = loaded
    older = PACKAGE / "data" / "recorded_crime" / "prc_pfa_2017_18_older_vintage.csv.gz"
    assert run("load", "recorded-crime", older, "--released", "2018-07-19").code == 0
    run("calculate")
    measures = tmp_path / "space" / "catalogue" / "measures"
    measures.mkdir(parents=True)
    (measures / "own.toml").write_text(
        """
        [town_centre_theft]
        title = "Shoplifting and theft from the person"
        why = "What traders ask about."
        unit = "offences"
        better = "down"
        priority = "tackling_crime"
        owner = "Head of neighbourhood policing"
        reviewed = "2026-11-21"
        source = "home-office"
        computed.recorded_crime.where.offence_code = ["46", "39"]
        """,
        encoding="utf-8",
    )
    asked = ("--area", LANCASHIRE, "--to", "2018-03", "--json")
    before = run("measure", "town_centre_theft", *asked)
    assert (before.code, "run `scrutiny calculate`" in before.err) == (1, True)
    assert "the definitions changed" in run("calculate").out
    own = run("measure", "town_centre_theft", *asked).json["current"]["value"]
    parts = [
        run("measure", id, *asked).json["current"]["value"]
        for id in ("shoplifting", "theft_from_the_person")
    ]
    assert own == sum(parts) > 0


def test_measures_lists_every_measure_with_why_and_who(command: Command) -> None:
    from scrutiny.catalogue import load_catalogue

    listed = command("measures", "--json").json
    assert {m["id"] for m in listed} == {m.id for m in load_catalogue().measures}
    assert all(m["why"].strip() and m["owner"] for m in listed)
    words = command("measures").out
    assert all(m["id"] in words for m in listed)


def test_help_and_version_answer_without_a_workspace(command: Command, tmp_path: Path) -> None:
    shown = command("--help").out
    for name in ("init", "load", "calculate", "control-chart", "exceptions", "report", "demo"):
        assert name in shown
    assert command("--version").out == f"scrutiny {scrutiny.__version__}\n"
    assert "--as-at" in command("measure", "--help").out


HEAVY = {"pyarrow", "duckdb", "deltalake", "scipy", "pandas", "altair", "numpy", "statsmodels"}


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (("--help",), HEAVY),
        (("measure", "--help"), HEAVY),
        (ALL_CRIME, HEAVY - {"duckdb", "numpy"}),
        ((*ALL_CRIME, "--peers"), HEAVY - {"duckdb", "numpy"}),
    ],
)
def test_a_command_imports_nothing_heavy_that_it_does_not_need(
    packaged_workspace: Path, arguments: tuple[str, ...], never: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scrutiny", *arguments],
        env={"PYTHONPATH": str(PACKAGE.parent), "SCRUTINY_WORKSPACE": str(packaged_workspace)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    imported = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}
    assert "typer" in imported
    assert imported & never == set()
