"""How official papers look (GB/T 9704-2012): page, type, and what each kind of text is set in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import floor
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

# GB/T 9704-2012 5.2: A4, 37 mm above, 28 mm left, 156 x 225 mm of type, 22 lines of 28 characters.
TYPE_WIDTH = 156
_PAPER = (210, 297)
_ABOVE, _LEFT, _TYPE_HEIGHT = 37, 28, 225
THIRD = 16  # 三号, in points, like those that follow: 二号, 四号, 五号
_SECOND, _FOURTH, _FIFTH = 22, 14, 10.5
_LINE = 29
_CHARACTERS = 28
_SONG, _TITLE_SONG, _FANG, _HEI, _KAI = "宋体", "方正小标宋简体", "仿宋", "黑体", "楷体"
_LATIN = "Times New Roman"
_RED = RGBColor(0xC0, 0x00, 0x00)
# Of the library's blank document: a picture of another paper, another program's name, lists and
# fonts of styles that are not here any more.
_FOREIGN = (
    *("thumbnail", "extended-properties", "stylesWithEffects", "customXml", "webSettings"),
    *("numbering", "fontTable"),
)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    font: str = _FANG
    size: float = THIRD
    indent: bool = False
    centred: bool = False
    bold: bool = False
    level: int = 0
    line: float | None = _LINE
    colour: RGBColor | None = None


_STYLES = (
    _Style("Normal"),
    _Style("Body Text", indent=True),
    _Style("Title", _TITLE_SONG, _SECOND, centred=True, line=36),
    _Style("Subtitle", _KAI, centred=True),
    _Style("Heading 1", _HEI, indent=True, level=1),
    _Style("Heading 2", _KAI, indent=True, level=2),
    _Style("Heading 3", bold=True, indent=True, level=3),
    _Style("Label", _KAI, indent=True),
    _Style("Table Text", size=_FIFTH, line=None),
    _Style("Table Head", _HEI, _FIFTH, centred=True, line=None),
    _Style("Mark", _HEI, colour=_RED),
    _Style("Header", _HEI, _FOURTH, centred=True, line=None, colour=_RED),
    _Style("Footer", _SONG, _FOURTH, centred=True, line=None),
)


def blank(name: str, day: date) -> DocumentObject:
    """Return an empty document with the page and the styles of official papers."""
    document = Document()
    _strip(document)
    _dress(document)
    _set_page(document)
    _describe(document, name, day)
    return document


def flag(parent: Any, tag: str, value: str | None = None, before: Sequence[str] = ()) -> None:
    """Add a property that is set by its presence, or by its value; see `insert`."""
    element = OxmlElement(tag)
    if value is not None:
        element.set(qn("w:val"), value)
    insert(parent, element, before)


def insert(parent: Any, element: Any, before: Sequence[str]) -> None:
    """Insert an element where the schema wants it: Word refuses a file with another order."""
    followers = [child for tag in before if (child := parent.find(qn(tag))) is not None]
    if followers:
        min(followers, key=parent.index).addprevious(element)
    else:
        parent.append(element)


def _strip(document: DocumentObject) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in _FOREIGN:
                del relations[key]
    settings = document.settings.element
    for element in settings.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")  # or Word opens the paper in compatibility mode
    for element in settings.iter(qn("w:themeFontLang")):
        element.set(qn("w:eastAsia"), "zh-CN")


def _dress(document: DocumentObject) -> None:
    """Put the styles of official papers in place of the library's."""
    styles = document.styles
    for element in list(styles.element):
        if element.tag in (qn("w:style"), qn("w:latentStyles")):
            styles.element.remove(element)
    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:eastAsia"), "zh-CN")
    for fonts in styles.element.iter(qn("w:rFonts")):
        _set_fonts(fonts, _FANG)
    for given in _STYLES:
        builtin = given.name not in ("Label", "Mark", "Table Text", "Table Head")
        style = styles.add_style(given.name, WD_STYLE_TYPE.PARAGRAPH, builtin)
        assert isinstance(style, ParagraphStyle)
        if given.name == "Normal":
            style.element.set(qn("w:default"), "1")
        else:
            style.base_style = styles["Normal"]
        _set_style(style, given)


def _set_style(style: ParagraphStyle, given: _Style) -> None:
    _set_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), given.font)
    style.font.size = Pt(given.size)
    style.font.bold = given.bold
    style.font.color.rgb = given.colour
    style.quick_style = True
    form = style.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if given.centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    form.first_line_indent = Pt(2 * given.size if given.indent else 0)
    form.space_before, form.space_after = Pt(0), Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if given.line:
        form.line_spacing = Pt(given.line)
    form.keep_with_next = bool(given.level) or given.name == "Label"
    form.widow_control = False  # every page has its 22 lines
    properties = style.element.get_or_add_pPr()
    followers = ("w:spacing", "w:ind", "w:jc")
    if given.line != _LINE:
        flag(properties, "w:snapToGrid", "0", before=followers)
    # Figures stand in the line like characters, without a gap around each.
    for gap in ("w:autoSpaceDE", "w:autoSpaceDN"):
        flag(properties, gap, "0", before=("w:snapToGrid", *followers))
    # In twentieths of a point: what each character gives up so that 28 of them fill a line.
    spare = Mm(TYPE_WIDTH).pt / _CHARACTERS - THIRD
    tight = str(floor(spare * 20) if given.size == THIRD else 0)
    flag(style.element.rPr, "w:spacing", tight, before=("w:sz", "w:szCs"))
    if given.level:
        flag(properties, "w:outlineLvl", str(given.level - 1))


def _set_fonts(fonts: Any, name: str) -> None:
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), _LATIN)
    fonts.set(qn("w:eastAsia"), name)


def _set_page(document: DocumentObject) -> None:
    section = document.sections[0]
    width, height = _PAPER
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(_ABOVE), Mm(height - _ABOVE - _TYPE_HEIGHT)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(width - _LEFT - TYPE_WIDTH)
    section.header_distance, section.footer_distance = Mm(22), Mm(25)
    grid = next(section._sectPr.iter(qn("w:docGrid")))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(_LINE * 20))
    _number(section.footer.paragraphs[0])


def _number(paragraph: Paragraph) -> None:
    """Write the page's number between dashes."""
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown = paragraph.add_run("1")
    field.append(shown._r)
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _describe(document: DocumentObject, name: str, day: date) -> None:
    about = document.core_properties
    written = datetime.combine(day, time(), UTC)
    about.title, about.author, about.last_modified_by = name[:255], "督导", "督导"
    about.created = about.modified = written
    about.comments, about.language, about.revision = "", "zh-CN", 1
