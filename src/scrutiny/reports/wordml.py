"""The few WordprocessingML elements that a report is made of, each as its XML text.

python-docx opens and saves the file and keeps its parts; it has no calls for fields, bookmarks,
links or repeated header rows, and its table cells are too slow for thousands of figures.
Element names are those of ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import hashlib
import re
from xml.sax.saxutils import escape, quoteattr

LONGEST_BOOKMARK = 40  # characters; Word's own limit
_MINUS = re.compile(r"(?<!\w)-(?=\d)")  # Word would break a line between it and its number
LONGEST_TIP = 250  # characters; Word shows no more of a screen tip


def run(
    text: str, *, strong: bool = False, emphasis: bool = False, style: str = "", colour: str = ""
) -> str:
    """A run of text; line ends in it become line breaks. `colour` is six hexadecimal digits."""
    if not text:
        return ""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    painted = f'<w:color w:val="{colour}"/>' if colour else ""
    properties = named + "<w:b/>" * strong + "<w:i/>" * emphasis + painted
    lines = "<w:br/>".join(
        "<w:noBreakHyphen/>".join(map(_text, _MINUS.split(line))) for line in text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{lines}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs in a named style; `properties` are further `w:pPr` elements."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def field_start(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, shown: str) -> str:
    """A field, such as a page number, and what it shows until Word works it out again."""
    return field_start(instruction) + run(shown) + FIELD_END


def bookmark(id: str, number: int, content: str) -> str:
    """`content` as the place that links to the model's `id` lead to; `number` is unique."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(id)}"/>'
        f'{content}<w:bookmarkEnd w:id="{number}"/>'
    )


def bookmark_name(id: str) -> str:
    """A legal bookmark name for one of the model's ids: always the same, never another's."""
    name = re.sub(r"\W", "_", id, flags=re.ASCII)
    if name == id and name[:1].isalpha() and len(name) <= LONGEST_BOOKMARK:
        return name
    mark = hashlib.sha256(id.encode()).hexdigest()[:8]
    return f"b_{name[: LONGEST_BOOKMARK - 11]}_{mark}"


def link_to(id: str, content: str, tip: str = "") -> str:
    """A link inside the document; `tip` is what Word shows when the pointer rests on it."""
    if len(tip) > LONGEST_TIP:
        tip = tip[: LONGEST_TIP - 1] + "…"
    shown = f" w:tooltip={quoteattr(tip)}" if tip else ""
    return (
        f'<w:hyperlink w:anchor="{bookmark_name(id)}"{shown} w:history="1">{content}</w:hyperlink>'
    )


def link_out(relation: str, content: str) -> str:
    """A link to an address that the document part holds under the id `relation`."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{content}</w:hyperlink>'
