"""A made paper in the other forms that reports come in."""

from __future__ import annotations

import html
from pathlib import Path

FORMS = ("markdown", "text", "html", "docx", "pdf")


def blocks(text: str) -> list[str | list[list[str]]]:
    """Paragraphs (headings with their marks) and tables of a made paper."""
    found: list[str | list[list[str]]] = []
    for line in text.split("\n"):
        row = _cells(line)
        if row is None:
            if line.strip():
                found.append(line.strip())
            else:
                found.append("")
        elif row:
            if found and isinstance(found[-1], list):
                found[-1].append(row)
            else:
                found.append([row])
    return [one for one in found if one]


def _cells(line: str) -> list[str] | None:
    """The cells of a row, none of a rule between rows, or None for what is no row."""
    if line.startswith("|---"):
        return []
    if line.startswith("| "):
        return [cell.strip() for cell in line.strip().strip("|").split(" | ")]
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return None


def as_text(text: str) -> str:
    """Plain text: headings bare, tables of tabs."""
    said = []
    for one in blocks(text):
        if isinstance(one, str):
            said.append(one.lstrip("#").strip())
        else:
            said.append("\n".join("\t".join(row) for row in one))
    return "\n\n".join(said) + "\n"


def as_html(text: str) -> str:
    parts = ["<!doctype html><html lang='en'><head><title>Report</title></head><body>"]
    for one in blocks(text):
        if isinstance(one, str):
            level = len(one) - len(one.lstrip("#"))
            tag = f"h{level}" if level else "p"
            parts.append(f"<{tag}>{html.escape(one.lstrip('#').strip())}</{tag}>")
            continue
        parts.append("<table>")
        for number, row in enumerate(one):
            tag = "th" if number == 0 else "td"
            cells = "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row)
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"])


def write_docx(text: str, path: Path) -> None:
    from docx import Document

    paper = Document()
    for one in blocks(text):
        if isinstance(one, str):
            level = len(one) - len(one.lstrip("#"))
            if level:
                paper.add_heading(one.lstrip("#").strip(), level)
            else:
                paper.add_paragraph(one)
            continue
        width = max(len(row) for row in one)
        table = paper.add_table(rows=0, cols=width)
        for row in one:
            cells = table.add_row().cells
            for cell, said in zip(cells, row, strict=False):
                cell.text = said
    paper.save(str(path))


def write_pdf(text: str, path: Path) -> None:
    """A PDF as a word processor would print it."""
    import typst

    parts = ['#set page(paper: "a4", margin: 2cm)', "#set text(size: 9pt)"]
    for one in blocks(text):
        if isinstance(one, str):
            level = len(one) - len(one.lstrip("#"))
            said = _quoted(one.lstrip("#").strip())
            parts.append(f"#heading(level: {level})[#{said}]" if level else f"#par[#{said}]")
            continue
        width = max(len(row) for row in one)
        cells = ", ".join(
            _quoted(cell) for row in one for cell in [*row, *[""] * (width - len(row))]
        )
        parts.append(f"#table(columns: {width}, {cells})")
    path.write_bytes(typst.compile("\n\n".join(parts).encode()))


def _quoted(text: str) -> str:
    said = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{said}"'


def write(text: str, form: str, folder: Path) -> Path:
    """The paper as a file of that form."""
    endings = {"markdown": "md", "text": "txt", "html": "html", "docx": "docx", "pdf": "pdf"}
    path = folder / f"paper.{endings[form]}"
    if form == "docx":
        write_docx(text, path)
    elif form == "pdf":
        write_pdf(text, path)
    else:
        said = as_text(text) if form == "text" else as_html(text) if form == "html" else text
        path.write_text(said, encoding="utf-8")
    return path
