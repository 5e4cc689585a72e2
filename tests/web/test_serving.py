"""`scrutiny serve`: it starts with one line, refuses with one line, and stops at once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgres import Postgres, PostgresMissingError

from scrutiny.warehouse.workspace import Workspace

from .conftest import PATIENCE, SOURCE, free_port, running, surroundings, wait_for

SECRET = "k3fd9s0v8b7n6m5q4w3e2r1t0y9u8i7o6p5a4s3d2f1g0h-x9z"
STOPS = 10.0  # seconds; a machine that is not busy takes well under one


def command(workspace: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "scrutiny", "serve", "--workspace", str(workspace), *options]


def environment(**settings: str) -> dict[str, str]:
    return surroundings() | {"PYTHONPATH": str(SOURCE)} | settings


def refused(workspace: Path, *options: str, **settings: str) -> str:
    """What a site that does not start says, on one line."""
    ran = subprocess.run(
        command(workspace, *options),
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.splitlines()) == 1
    return ran.stderr


def status(address: str, **headers: str) -> int:
    """The status of an answer, redirects not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *given: object) -> None:
            return None

    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=PATIENCE) as answer:
            code: int = answer.status
            return code
    except urllib.error.HTTPError as error:
        return error.code


# Starting


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    assert "is not a workspace: make one with" in refused(tmp_path)


def test_a_workspace_without_figures_is_refused(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "empty")
    said = refused(tmp_path / "empty", "--port", str(free_port()))
    assert "has no figures to show yet" in said
    assert "scrutiny calculate" in said


def test_a_workspace_of_other_definitions_is_refused(
    packaged_workspace: Path, tmp_path: Path
) -> None:
    place = Path(shutil.copytree(packaged_workspace, tmp_path / "workspace"))
    own = place / "catalogue" / "measures"
    own.mkdir(parents=True)
    (own / "own.toml").write_text(
        '[crime_against_shops]\ntitle = "Shop crime"\nwhy = "An example."\n'
        'unit = "offences"\nbetter = "down"\npriority = "tackling_crime"\n'
        'owner = "Head of local policing"\nreviewed = "2026-11-01"\nsource = "home-office"\n'
        'computed.recorded_crime.where.offence_code = ["46", "34A"]\n'
    )
    said = refused(place, "--port", str(free_port()))
    assert "the measures' definitions have changed" in said


def test_a_port_in_use_is_refused(site: str, packaged_workspace: Path) -> None:
    port = site.rpartition(":")[2]
    said = refused(packaged_workspace, "--port", port)
    assert f"port {port} is in use" in said
    assert status(f"{site}/health/") == 200


def test_another_machine_is_not_answered_without_production(packaged_workspace: Path) -> None:
    assert "serve it with --production" in refused(packaged_workspace, "--host", "0.0.0.0")


def test_a_host_that_is_not_this_machines_is_refused(packaged_workspace: Path) -> None:
    said = refused(
        packaged_workspace, "--production", "--host", "192.0.2.1", "--port", str(free_port())
    )
    assert "cannot answer at 192.0.2.1" in said


def test_a_site_that_is_not_built_is_refused(packaged_workspace: Path, tmp_path: Path) -> None:
    from scrutiny import web

    package = Path(web.__file__).parents[1]
    ignored = shutil.ignore_patterns("node_modules", "static", "__pycache__", "data")
    shutil.copytree(package, tmp_path / "src" / "scrutiny", ignore=ignored)
    for data in package.glob("*/data"):
        os.symlink(data, tmp_path / "src" / "scrutiny" / data.relative_to(package))
    said = refused(packaged_workspace, "--port", str(free_port()), PYTHONPATH=str(tmp_path / "src"))
    assert "are not built: install Node" in said


def test_production_that_lacks_settings_is_refused(packaged_workspace: Path) -> None:
    said = refused(
        packaged_workspace, "--production", "--port", str(free_port()), SCRUTINY_DATABASE=""
    )
    assert "SCRUTINY_SECRET_KEY" in said
    assert "SCRUTINY_HOSTS" in said
    assert "SCRUTINY_DATABASE" in said


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """What production needs, with records that are not there yet."""
    return {
        "SCRUTINY_SECRET_KEY": SECRET,
        "SCRUTINY_HOSTS": "scrutiny.example",
        "SCRUTINY_DATABASE": f"sqlite:///{tmp_path / 'records.sqlite3'}",
        "SCRUTINY_EMAIL": (tmp_path / "mail").as_uri(),
        "SCRUTINY_EMAIL_FROM": "scrutiny@scrutiny.example",
    }


def upgrade_records(workspace: Path, settings: dict[str, str]) -> None:
    program = [sys.executable, "-m", "scrutiny", "records", "upgrade"]
    subprocess.run(
        [*program, "--workspace", str(workspace)],
        env=environment(**settings), check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE,
    )  # fmt: skip


def test_production_does_not_change_the_tables_of_its_records_by_itself(
    packaged_workspace: Path, production: dict[str, str]
) -> None:
    options = ("--production", "--port", str(free_port()))
    said = refused(packaged_workspace, *options, **production)
    assert "is not up to date" in said
    assert "run `scrutiny records upgrade`" in said


def test_production_does_not_serve_the_example(
    packaged_workspace: Path, production: dict[str, str]
) -> None:
    upgrade_records(packaged_workspace, production)
    with sqlite3.connect(production["SCRUTINY_DATABASE"].removeprefix("sqlite:///")) as records:
        records.execute("INSERT INTO example_example (made, title) VALUES ('2019-04-01', 'Year')")
    options = ("--production", "--port", str(free_port()))
    assert "these records are the example" in refused(packaged_workspace, *options, **production)


def test_production_answers_its_own_names_and_only_by_tls(
    packaged_workspace: Path, production: dict[str, str]
) -> None:
    upgrade_records(packaged_workspace, production)
    with running(packaged_workspace, "--production", **production) as address:
        page = f"{address}/catalogue/"
        by_tls = {"X-Forwarded-Proto": "https"}
        assert status(page, Host="scrutiny.example", **by_tls) == 200
        assert status(page, Host="scrutiny.example") == 301
        assert status(page, Host="evil.example", **by_tls) == 400


# Stopping


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_at_once_and_says_nothing(packaged_workspace: Path, sent: signal.Signals) -> None:
    """Control-C in a terminal goes to every process of the group."""
    port = free_port()
    process = subprocess.Popen(
        command(packaged_workspace, "--port", str(port)),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(f"Open http://127.0.0.1:{port}/ ")
    assert status(f"http://127.0.0.1:{port}/catalogue/") == 200
    began = time.monotonic()
    os.killpg(process.pid, sent)
    said, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (0, "")
    assert time.monotonic() - began < STOPS
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", port))  # nobody is left


def test_no_worker_outlives_a_site_that_was_killed(packaged_workspace: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        command(packaged_workspace, "--port", str(port)),
        env=environment(),
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.wait()

    def free() -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
            return True

    assert wait_for(free)


# The records' database


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that a test may stop. In CI a missing one is a failure; elsewhere a skip."""
    try:
        server = Postgres()
    except PostgresMissingError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    server.start()
    yield server
    server.remove()


def test_the_records_are_in_postgresql_where_one_setting_says_so(
    packaged_workspace: Path, postgres: Postgres
) -> None:
    with running(packaged_workspace, SCRUTINY_DATABASE=postgres.address) as address:
        assert status(f"{address}/health/") == 200


def test_the_site_says_that_its_records_do_not_answer(
    packaged_workspace: Path, postgres: Postgres
) -> None:
    port = free_port()
    process = subprocess.Popen(
        command(packaged_workspace, "--port", str(port), "--workers", "1"),
        env=environment(SCRUTINY_DATABASE=postgres.address),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        assert process.stdout is not None
        process.stdout.readline()
        assert status(f"{address}/health/") == 200
        postgres.stop()
        assert status(f"{address}/health/") == 503
        assert status(f"{address}/catalogue/") == 200  # figures need no records
        postgres.start()
        assert status(f"{address}/health/") == 200
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
    assert "the records' database does not answer" in said


def test_a_site_without_its_records_does_not_start(
    packaged_workspace: Path, postgres: Postgres
) -> None:
    postgres.stop()
    said = refused(
        packaged_workspace, "--port", str(free_port()), SCRUTINY_DATABASE=postgres.address
    )
    assert "the records' database cannot be reached" in said
