"""A Word file being written: its pages, styles, properties, pictures and links."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import datetime, time
from importlib.resources import files

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu

from scrutiny.reports.model import Document
from scrutiny.reports.wordml import field, paragraph, run

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TWIP = 635  # English Metric Units in a twentieth of a point, the unit of every length here
PIXEL = 15  # a CSS pixel (1/96 inch)
SHORT_SIDE, LONG_SIDE, MARGIN = 11906, 16838, 1134  # A4 and 2 cm
UPRIGHT, SIDEWAYS = SHORT_SIDE - 2 * MARGIN, LONG_SIDE - 2 * MARGIN  # widths of the text
TEMPLATE_ONLY = ("stylesWithEffects", "customXml", "thumbnail")  # parts that no report needs
WORD_2013 = "15"  # the newest compatibility mode there is: Word shows no "Compatibility Mode"


class WordFile:
    """What python-docx holds of the file; everything on its pages is added as XML, in order."""

    def __init__(self, document: Document) -> None:
        self.word = docx.Document()
        self.body = self.word.element.body
        self.sideways = False
        _style(self.word, document.language)
        _describe(self.word, document)
        self._lay_out()
        _footer(self.word, document)

    @property
    def width(self) -> int:
        """The width of the text on the pages being written."""
        return SIDEWAYS if self.sideways else UPRIGHT

    def add(self, xml: str) -> None:
        """Put blocks at the end, before the properties of the last pages."""
        for element in parse_xml(f'<w:body xmlns:w="{W}" xmlns:r="{R}">{xml}</w:body>'):
            self.body.insert(len(self.body) - 1, element)

    def turn(self, sideways: bool) -> None:
        """Go on with pages of this orientation; a change ends the pages so far."""
        if sideways == self.sideways:
            return
        if self.body[-2].tag != qn("w:p"):
            self.add(paragraph("", "TableNote"))
        self.body[-2].get_or_add_pPr().append(deepcopy(self.body[-1]))
        self.sideways = sideways
        self._lay_out()

    def picture(self, png: bytes, name: str, description: str, width: int) -> str:
        """A drawing of `png`, `width` CSS pixels wide if the page has room for it."""
        fitted = min(width * PIXEL, self.width) * TWIP
        inline = self.word.part.new_pic_inline(io.BytesIO(png), Emu(fitted))
        inline.docPr.set("name", name)
        inline.docPr.set("descr", description)
        return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"

    def relation(self, address: str) -> str:
        """The id by which a link leads to an address outside the document."""
        id: str = self.word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return id

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()

    def _lay_out(self) -> None:
        """Set the last pages' paper, orientation and margins."""
        pages = self.word.sections[-1]
        width, height = (LONG_SIDE, SHORT_SIDE) if self.sideways else (SHORT_SIDE, LONG_SIDE)
        pages.orientation = WD_ORIENT.LANDSCAPE if self.sideways else WD_ORIENT.PORTRAIT
        pages.page_width, pages.page_height = Emu(width * TWIP), Emu(height * TWIP)
        margin = Emu(MARGIN * TWIP)
        pages.left_margin = pages.right_margin = pages.top_margin = pages.bottom_margin = margin
        pages.footer_distance = Emu(MARGIN // 2 * TWIP)


def _style(word: docx.document.Document, language: str) -> None:
    """Put our own styles in the place of python-docx's, and drop what else its template brings."""
    given = files("scrutiny.reports").joinpath("assets", "word-styles.xml").read_bytes()
    styles = word.styles.element
    for old in list(styles):
        styles.remove(old)
    for style in parse_xml(given):
        styles.append(style)
    next(styles.iter(qn("w:lang"))).set(qn("w:val"), language)
    for rels in (word.part.rels, word.part.package.rels):
        for id in [id for id, rel in rels.items() if rel.reltype.endswith(TEMPLATE_ONLY)]:
            del rels[id]
    settings = word.settings.element
    next(settings.iter(qn("w:themeFontLang"))).set(qn("w:val"), language)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)


def _describe(word: docx.document.Document, document: Document) -> None:
    """The properties that a reader's file list and screen reader show."""
    issued = datetime.combine(document.issued, time())
    about = word.core_properties
    about.title, about.subject = document.title, document.subtitle
    about.author = about.last_modified_by = document.organisation
    about.comments, about.keywords = document.description, ", ".join(document.keywords)
    about.language, about.identifier = document.language, document.id
    about.created = about.modified = issued
    about.revision = 1


def _footer(word: docx.document.Document, document: Document) -> None:
    footer = word.sections[0].footer
    footer.is_linked_to_previous = False
    pages = run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    text = paragraph(run(f"{document.title}  |  ") + pages, "Footer")
    element = footer._element
    for old in list(element):
        element.remove(old)
    for new in parse_xml(f'<w:ftr xmlns:w="{W}">{text}</w:ftr>'):
        element.append(new)
