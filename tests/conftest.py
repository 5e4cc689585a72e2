"""Fixtures that more than one kind of test needs."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

import scrutiny
import verapdf

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.measures.read import Reader

LANCASHIRE = "E23000003"
WORKSPACES_KEPT = 3
OF_RECORDS = {"db", "transactional_db", "live_server", "new_records"}  # they open a database


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--records",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="where the records are kept; with postgresql, only tests that open them are run",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--records") == "sqlite":
        return
    opens = [item for item in items if _opens_records(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in opens])
    items[:] = opens


def _opens_records(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return bool(OF_RECORDS & set(fixtures)) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def full_data() -> Path:
    """The folder of the full development data; tests that need it are skipped without it."""
    named = os.environ.get("SCRUTINY_FULL_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "recorded_crime").is_dir():
        pytest.skip("the full development data is not here (set SCRUTINY_FULL_DATA)")
    return folder


@pytest.fixture(scope="session")
def pdf_ua_failures() -> Callable[..., list[str]]:
    """`pdf_ua_failures(file, ...)`: what veraPDF finds against PDF/UA-1, empty when all conform."""
    try:
        verapdf.class_path()
    except verapdf.VeraPdfMissingError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"veraPDF cannot run: {missing}")
    return verapdf.failures


@pytest.fixture(scope="session")
def packaged_workspace(pytestconfig: pytest.Config) -> Path:
    """A calculated workspace of all the packaged data. Every test shares it: only read it.

    It takes seconds to make, so it is kept between runs until the code or the data change.
    """
    folder = pytestconfig.cache.mkdir("packaged-workspaces")
    place = folder / _made_from()
    with FileLock(folder / "lock"):
        if not place.exists():
            making = folder / "making"
            shutil.rmtree(making, ignore_errors=True)
            _make_packaged(making)
            making.rename(place)
            made = sorted(folder.glob("[0-9a-f]*"), key=lambda p: p.stat().st_mtime)
            for old in made[:-WORKSPACES_KEPT]:
                shutil.rmtree(old)
    return place


def _made_from() -> str:
    """A hash of everything that a workspace is made from: the code below analysis, and the data."""
    package = Path(scrutiny.__file__).parent
    floors = ("areas", "catalogue", "data", "measures", "sources", "warehouse")
    files = [*package.glob("*.py"), *(f for floor in floors for f in (package / floor).rglob("*"))]
    made = hashlib.sha256()
    for file in sorted(f for f in files if f.is_file() and f.suffix != ".pyc"):
        made.update(str(file.relative_to(package)).encode())
        made.update(hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()[:16]


def _make_packaged(place: Path) -> None:
    from scrutiny.areas import load_areas
    from scrutiny.catalogue import load_catalogue
    from scrutiny.measures.calculate import calculate
    from scrutiny.sources import open_source
    from scrutiny.sources.packaged import packaged
    from scrutiny.warehouse.loads import load
    from scrutiny.warehouse.workspace import Workspace

    workspace = Workspace.create(place, LANCASHIRE)
    areas, catalogue = load_areas(), load_catalogue()
    for file in packaged():
        load(workspace, open_source(file.kind, [file.path], areas, catalogue), file.released)
    calculate(workspace, workspace.engine(), catalogue, areas)


@pytest.fixture(scope="session")
def packaged_reader(packaged_workspace: Path) -> Reader:
    """Reads the packaged data as at today."""
    from scrutiny.areas import load_areas
    from scrutiny.catalogue import load_catalogue
    from scrutiny.measures.read import Reader
    from scrutiny.warehouse.workspace import Workspace

    snapshot = Workspace.open(packaged_workspace).snapshot()
    return Reader(snapshot, load_catalogue(), load_areas())


@pytest.fixture(scope="session")
def django_site(packaged_workspace: Path) -> None:
    """The site in this process shows the packaged data."""
    from django.conf import settings

    settings.SCRUTINY_WORKSPACE = str(packaged_workspace)


@pytest.fixture
def client(django_site: None, db: None) -> Client:
    """Asks for pages without a server: `client.get("/catalogue/")`."""
    from django.test import Client

    from scrutiny.web.answers import answers
    from scrutiny.web.api.calls import calls

    answers().clear()
    calls().clear()  # nobody has asked the API yet
    return Client()
