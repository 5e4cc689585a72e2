"""The lists in the guides are whole: kinds of block, fields of a reference, keys of a measure."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scrutiny.catalogue import load_catalogue
from scrutiny.catalogue.frameworks import load_frameworks
from scrutiny.catalogue.loader import PACKAGED
from scrutiny.errors import DefinitionError
from scrutiny.governance.inspection.file import read_inspection
from scrutiny.reports import references
from scrutiny.reports.template import KINDS, SectionSpec, packaged_template

GUIDES = Path(__file__).parents[2] / "docs" / "how-to"


def guide(name: str) -> str:
    return (GUIDES / f"{name}.md").read_text("utf-8")


def listed(text: str, head: str) -> set[str]:
    """The code in the first column of the table whose first head is `head`."""
    rows = text.split(f"\n| {head} |")[1].split("\n\n")[0].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_every_kind_of_block_is_explained() -> None:
    assert listed(guide("change-the-report"), "kind") == set(KINDS)


def test_every_field_of_a_figure_reference_is_explained() -> None:
    assert listed(guide("write-narrative"), "field") == set(references._FIELDS)


def test_every_key_of_a_measure_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "measures" / "ours.toml"
    file.parent.mkdir()
    file.write_text(
        '[ours]\ntitle = "t"\nwhy = "w"\nunit = "offences"\nbetter = "up"\n'
        'priority = "tackling_crime"\nowner = "o"\nreviewed = "2026-01-01"\nsource = "csew"\n'
        'no_such_key = "x"\n',
        "utf-8",
    )
    with pytest.raises(DefinitionError) as refused:
        load_catalogue([tmp_path])
    known = set(re.findall(r"\w+", str(refused.value).split("known keys are ")[1]))
    # Some keys are known only where they are used: every one of those is used by some measure.
    files = (PACKAGED / "measures").glob("*.toml")
    measures = [m for file in files for m in tomllib.loads(file.read_text("utf-8")).values()]
    assert listed(guide("add-a-measure"), "key") == known | {key for m in measures for key in m}


def test_every_section_that_the_guide_names_is_in_the_packaged_template() -> None:
    def ids(sections: tuple[SectionSpec, ...]) -> set[str]:
        return {s.id for s in sections} | {id for s in sections for id in ids(s.parts)}

    named = (
        guide("write-narrative").split("The ids of the sections")[1].split("A section without")[0]
    )
    assert set(re.findall(r"`([^`]+)`", named)) <= ids(
        packaged_template("strategic-scrutiny", load_catalogue()).sections
    )


GIVEN = (
    'framework = "peel-2016"\nforce = "E23000003"\ntitle = "t"\npublished = "2017-03-02"\n'
    'source = "s"\n'
)
PART = (
    '[[part]]\narea = "overall"\nkind = "strength"\nheading = "h"\n'
    'finding = [{ text = "t"FINDING }]\n'
)
PRACTICE = (
    '[[practice]]\narea = "overall"\ntitle = "t"\nproblem = "p"\nsolution = "s"\noutcomes = "o"\n'
)


@pytest.mark.parametrize(
    ("file", "head", "where_known"),
    [
        (GIVEN + "no_such_key = 1\n", "key of an inspection", {"begins", "ends"}),
        (GIVEN + PART.replace("FINDING", "") + "no_such_key = 1\n", "key of a part", set()),
        (GIVEN + PART.replace("FINDING", ", no = 1"), "key of a finding", {"due", "repeats"}),
        (
            GIVEN + PRACTICE + "no_such_key = 1\n",
            "key of a practice",
            {"evaluated", "transferable"},
        ),
    ],
)
def test_every_key_of_an_inspection_is_explained(
    tmp_path: Path, file: str, head: str, where_known: set[str]
) -> None:
    """`where_known` are asked for only where a file has them."""
    path = tmp_path / "ours.toml"
    path.write_text(file, "utf-8")
    with pytest.raises(DefinitionError) as refused:
        read_inspection(path, load_frameworks(), load_catalogue())
    known = set(re.findall(r"\w+", str(refused.value).split("known keys are ")[1]))
    assert listed(guide("inspections"), head) == known | where_known
