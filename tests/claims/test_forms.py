"""The forms of a result: what each says, and that none of them trusts what a paper holds."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from docx import Document
from rich.console import Console

from scrutiny.claims.forms.annotated_html import annotated_html
from scrutiny.claims.forms.commented_docx import commented_docx
from scrutiny.claims.forms.json import as_json
from scrutiny.claims.forms.sarif import as_sarif
from scrutiny.claims.forms.terminal import print_result
from scrutiny.claims.model import (
    Check,
    Grid,
    Paper,
    Passage,
    Place,
    Result,
    Severity,
    Silenced,
    Verdict,
)
from scrutiny.claims.readers import read, read_text

SOURCE = """# Crime

It fell by **9%** (from 161,398 to 148,813) & "more" <b>.

| Offence | 2018 | 2019 |
|---|--:|--:|
| Rape | 1,583 | 1,480 |
| Total | 5,106 | 4,000 |
"""
SEVERITIES: dict[Verdict, Severity] = {Verdict.INCONSISTENT: "error", Verdict.CAUTION: "warning"}


def found(
    paper: Paper, text: str, verdict: Verdict = Verdict.INCONSISTENT, expected: str = ""
) -> Check:
    """A check of the first text so written, as a rule would make it."""
    for block in paper.blocks:
        for held in [block] if isinstance(block, Passage) else [c for r in block.rows for c in r]:
            if (at := held.text.find(text)) < 0:
                continue
            stretch = max(i for i, start in enumerate(held.marks.starts) if start <= at)
            column = held.marks.columns[stretch] + at - held.marks.starts[stretch]
            where = Place(
                held.marks.lines[stretch], column, column + len(text), text, held.marks.block
            )
            severity = SEVERITIES.get(verdict, "none")
            said = f"The parts give {expected or 'as much'}, not {text}."
            return Check(
                "arithmetic.total", verdict, severity, where, text, expected, said, 0.95, (where,)
            )
    raise AssertionError(text)


@pytest.fixture
def paper() -> Paper:
    return read_text(SOURCE, "report.md")


@pytest.fixture
def result(paper: Paper) -> Result:
    checks = (
        found(paper, "1,480", Verdict.CONSISTENT),
        found(paper, "161,398", Verdict.CAUTION),
        found(paper, "4,000", expected="4,672"),
        found(paper, "9%", expected="8%"),
        found(paper, "1,583", Verdict.NOT_CHECKABLE),
    )
    quiet = Silenced(found(paper, "5,106"), "the rows leave out other offences")
    return Result("report.md", (), checks, (quiet,))


def test_json_has_the_documented_shape(result: Result) -> None:
    answer = as_json(result)
    assert answer["file"] == "report.md"
    assert answer["summary"] == {
        "figures": 0, "checked": 3, "inconsistent": 2, "caution": 1, "not checkable": 1,
        "within rounding": 0, "consistent": 1, "silenced": 1,
    }  # fmt: skip
    first = answer["checks"][0]
    assert first["where"] == {"line": 3, "start": 13, "end": 15, "text": "9%"}
    assert set(first) == {
        "rule", "verdict", "severity", "where", "stated", "expected", "explanation", "confidence",
        "against",
    }  # fmt: skip
    assert [check["where"]["line"] for check in answer["checks"]] == [3, 3, 7, 7, 8]
    assert answer["silenced"][0]["reason"] == "the rows leave out other offences"


SARIF = {  # the part of the standard's schema that a result of ours can break
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {"type": "object", "required": ["id"]},
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "kind": {"enum": ["fail"]},  # any other asks for the level none
                                "message": {"type": "object", "required": ["text"]},
                                "rank": {"type": "number", "minimum": 0, "maximum": 100},
                                "properties": {"type": "object"},
                                "locations": {"type": "array", "items": {"$ref": "#/$defs/place"}},
                                "relatedLocations": {
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": {"$ref": "#/$defs/place"},
                                },
                                "suppressions": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["kind"],
                                        "properties": {"kind": {"enum": ["inSource", "external"]}},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
    "$defs": {
        "place": {
            "type": "object",
            "properties": {
                "id": {"type": "integer", "minimum": -1},
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "properties": {"uri": {"type": "string", "pattern": r"^[^\s\\:]+$"}},
                        },
                        "region": {
                            "type": "object",
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "startColumn": {"type": "integer", "minimum": 1},
                                "endColumn": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
            },
        }
    },
}


def test_sarif_is_as_its_standard_says(result: Result) -> None:
    answer = as_sarif(result)
    jsonschema.validate(answer, SARIF)
    results = answer["runs"][0]["results"]
    assert [(one["level"], one.get("suppressions") is not None) for one in results] == [
        ("error", False), ("error", False), ("warning", False), ("error", True),
    ]  # fmt: skip
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 14, 16)


def test_sarif_tells_the_place_in_a_document_in_words(tmp_path: Path) -> None:
    path = document(tmp_path)
    answer = as_sarif(Result("a report: 1.docx", (), (found(read(path), "4,000"),)))
    jsonschema.validate(answer, SARIF)
    (place,) = answer["runs"][0]["results"][0]["locations"]
    assert "region" not in place["physicalLocation"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "table 1, row 1, column 2"}]


def shown(result: Result) -> str:
    console = Console(file=io.StringIO(), width=120, markup=False, highlight=False, emoji=False)
    print_result(result, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_terminal_has_the_gravest_first_with_line_and_quotation(result: Result) -> None:
    text = shown(result)
    verdicts = re.findall(r"line (\d+), character \d+: (\S+)", text)
    assert verdicts == [("3", "inconsistent"), ("8", "inconsistent"), ("3", "caution")]
    assert "“9%”" in text
    assert "silenced, line 8: arithmetic.total (the rows leave out other offences)" in text
    assert text.splitlines()[-1].startswith(
        "report.md: 2 inconsistent, 1 caution, 1 silenced; 3 of"
    )


def test_a_paper_cannot_steer_the_terminal() -> None:
    where = Place(1, 0, 4, "\x1b[2J\x1b]0;x\x07")
    odd = Check("data.value", Verdict.INCONSISTENT, "error", where, "9", "8", "[red]\x1b[1m", 1.0)
    assert "\x1b" not in shown(Result("a\x1b.md", (), (odd,)))


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_marks_each_finding_and_leads_to_its_note_and_back(
    paper: Paper, result: Result
) -> None:
    text = annotated_html(paper, result)
    page = _Page(text)
    ids = {about["id"] for _, about in page.tags if about.get("id")}
    links = {str(about["href"]) for tag, about in page.tags if tag == "a"}
    assert {"mark-1", "mark-2", "mark-3", "note-1", "note-2", "note-3", "notes"} <= ids
    assert all(link.removeprefix("#") in ids for link in links)
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in page.tags}
    assert '<mark class="inconsistent" id="mark-1">9%<sup>' in text
    assert "to 148,813) &amp; &quot;more&quot;" in text
    assert page.tags[0] == ("html", {"lang": "en-GB"})


def test_a_finding_that_is_nowhere_in_the_text_has_its_note(paper: Paper) -> None:
    where = Place(40, 0, 0, "<script>")
    check = Check("completeness.blank", Verdict.CAUTION, "warning", where, "", "", "None.", 0.5)
    text = annotated_html(paper, Result("<b>.md", (), (check,)))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert 'href="#mark-1"' not in text


def document(tmp_path: Path) -> Path:
    made = Document()
    paragraph = made.add_paragraph("Crime fell by ")
    paragraph.add_run("9").bold = True
    paragraph.add_run("% to 148,813.\nIt rose by 7% then.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "Total"
    table.cell(0, 1).text = " 4,000"
    made.save(str(tmp_path / "report.docx"))
    return tmp_path / "report.docx"


def comments(data: bytes) -> list[tuple[str, str]]:
    """The text of each comment and what it is beside, in the order of the text."""
    made = Document(io.BytesIO(data))
    said = {str(one.comment_id): one.text for one in made.comments}
    beside: dict[str, str] = {}
    begun: list[str] = []
    for element in made.element.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        number: Any = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        if name == "commentRangeStart":
            begun.append(number)
            beside[number] = ""
        elif name == "commentRangeEnd":
            begun.remove(number)
        elif name == "t":
            for one in begun:
                beside[one] += element.text or ""
    return [(said[number], text) for number, text in beside.items()]


def test_the_document_has_a_comment_beside_each_finding(tmp_path: Path) -> None:
    path = document(tmp_path)
    paper = read(path)
    checks = (
        found(paper, "9%", expected="8%"),
        found(paper, "148,813", Verdict.CAUTION),
        found(paper, "7%"),
        found(paper, "4,000", expected="4,672"),
    )
    data = commented_docx(path, Result("report.docx", (), checks))
    said = comments(data)
    assert [beside for _, beside in said] == ["9%", "148,813", "7%", "4,000"]
    assert said[0][0].startswith("Inconsistent: The parts give 8%, not 9%.")
    assert said[1][0].startswith("Caution: ")
    (tmp_path / "copy.docx").write_bytes(data)
    texts = [b.text for b in read(tmp_path / "copy.docx").blocks if isinstance(b, Passage)]
    assert texts == [b.text for b in paper.blocks if isinstance(b, Passage)]
    assert any(isinstance(block, Grid) for block in read(tmp_path / "copy.docx").blocks)


def test_two_findings_on_one_figure_are_two_comments(tmp_path: Path) -> None:
    path = document(tmp_path)
    one = found(read(path), "148,813")
    said = comments(commented_docx(path, Result("report.docx", (), (one, one))))
    assert [beside for _, beside in said] == ["148,813", "148,813"]
