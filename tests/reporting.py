"""Fixtures of a short report in drafting: a pytest plugin."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from scrutiny.governance.people.models import Person
    from scrutiny.governance.reporting.models import Part, Report

LANCASHIRE = "E23000003"
TEMPLATE = """
id = "short"
title = "performance report"
to = "Strategic Scrutiny Meeting"
oversight = "Police and Crime Commissioner"
description = "How {force} performed in {period}."
[[section]]
id = "crime"
title = "Tackling crime"
owner = "The head of crime"
blocks = [{ kind = "forces-table", measure = "all_crime" }]
[[section]]
id = "burglary"
title = "Burglary"
owner = "The head of crime"
panel = false
[[section]]
id = "sources"
title = "Sources of the figures"
appendix = true
blocks = [{ kind = "sources" }]
"""


@pytest.fixture
def short_workspace(packaged_workspace: Path, tmp_path: Path, settings: Any) -> Path:
    """A workspace of the test's own, which may pin, with a short template."""
    own = tmp_path / "workspace"
    shutil.copytree(packaged_workspace, own)
    (own / "templates").mkdir()
    (own / "templates" / "short.toml").write_text(TEMPLATE, encoding="utf-8")
    settings.SCRUTINY_WORKSPACE = str(own)
    return own


@pytest.fixture
def report(short_workspace: Path, db: None) -> Report:
    from scrutiny.governance.reporting.making import make_report
    from scrutiny.periods import Month

    return make_report(LANCASHIRE, Month(2019, 12), "short")


@pytest.fixture
def crime(report: Report, person: Callable[..., Person]) -> Part:
    """A part with its contributor and approver."""
    part: Part = report.parts.get(section="crime")
    part.contributor, part.approver = person("contributor"), person("approver")
    part.save()
    return part


def writer(part: Part) -> Person:
    assert part.contributor is not None
    return part.contributor


def approver(part: Part) -> Person:
    assert part.approver is not None
    return part.approver


def sign(part: Part, text: str) -> None:
    """Write a part, and have it approved."""
    from scrutiny.governance.reporting import approval, writing

    stands = writing.latest(part)
    follows = stands.number if stands else None
    saved = writing.save_text(part, text, follows, writer(part))
    approval.submit(part, writer(part))
    approval.approve(part, approver(part), saved.number)


def sign_all(report: Report, crime: Part, text: str = "Crime fell.") -> None:
    sign(crime, text)
    burglary = report.parts.get(section="burglary")
    burglary.contributor, burglary.approver = crime.contributor, crime.approver
    burglary.save()
    sign(burglary, "Burglary fell.")
