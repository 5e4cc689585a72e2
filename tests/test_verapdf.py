"""The PDF/UA validators: a check that passes everything would prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import page
import pytest
import typst
from tests.reports.sample import sample_document

from scrutiny.reports.pdf import render_pdf

REPORT = """
#set document(title: "Performance report", date: none)
#set text(lang: "en")
#title()
= Exceptions
{heading} All crime
#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"){alternative})
"""


def made(
    folder: Path, *, heading: str = "==", alternative: str = "", standard: str | None = None
) -> Path:
    source, pdf = folder / "report.typ", folder / "report.pdf"
    source.write_text(REPORT.format(heading=heading, alternative=alternative), "utf-8")
    typst.compile(source, output=pdf, pdf_standards=standard or [])
    return pdf


def rules(failures: list[str]) -> set[str]:
    return {failure.split(": ")[1] for failure in failures if "ISO 14289-1" in failure}


def test_a_tagged_report_conforms(
    tmp_path: Path, pdf_ua_failures: Callable[[Path], list[str]]
) -> None:
    pdf = made(tmp_path, alternative=', alt: "An empty square"', standard="ua-1")
    assert pdf_ua_failures(pdf) == []
    assert page.validate_pdf(pdf, profile="ua1").is_compliant


def test_the_report_as_we_print_it_conforms(
    tmp_path: Path, pdf_ua_failures: Callable[[Path], list[str]]
) -> None:
    pdf = tmp_path / "report.pdf"
    render_pdf(sample_document(), pdf)
    assert pdf_ua_failures(pdf) == []
    assert page.validate_pdf(pdf, profile="ua1").failures == []


def test_a_picture_without_words_and_a_skipped_heading_are_found(
    tmp_path: Path, pdf_ua_failures: Callable[[Path], list[str]]
) -> None:
    pdf = made(tmp_path, heading="===")
    assert rules(pdf_ua_failures(pdf)) >= {"ISO 14289-1 7.3-1", "ISO 14289-1 7.4.2-1"}
    found = {failure.rule_id for failure in page.validate_pdf(pdf, profile="ua1").failures}
    assert {"PDFUA1-FIGURE-ALTERNATIVE-TEXT-001", "PDFUA1-HEADING-NESTING-001"} <= found


def test_what_is_not_a_pdf_is_an_error_and_not_a_pass(
    tmp_path: Path, pdf_ua_failures: Callable[[Path], list[str]]
) -> None:
    text = tmp_path / "report.pdf"
    text.write_text("not a PDF", "utf-8")
    with pytest.raises(RuntimeError, match="did not finish"):
        pdf_ua_failures(text)
