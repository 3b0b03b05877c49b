"""Our own check of a PDF's structure, a stand-in for a validator: what PDF/UA-1 and PDF/A-2a need of such a file.

It looks at what our documents have: language, title, marks, fonts, tagged content, headings, tables, lists, links.
It is no validation; it decides whether the marks of the two standards may stand in the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, parse_content_stream

from macros.publish.pdf_structure import (
    contents,
    elements,
    header_ids,
    object_number,
    rows,
    span,
    table_attributes,
    tables,
)

ROOMS = {  # what may stand in what
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/Lbl": {"/LI", "/Note", "/Reference"},
    "/LBody": {"/LI"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
}
SHOWING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "EI"}
FORBIDDEN = ("/OpenAction", "/AA", "/AcroForm", "/Names")  # no actions, forms, scripts or files


def faults(pdf: Pdf) -> list[str]:
    """Everything found wrong, in plain English; nothing for a file that may carry the marks."""
    root = pdf.Root
    if "/StructTreeRoot" not in root:
        return ["no structure tree"]
    return [*_document(pdf), *_fonts(pdf), *_content(pdf), *_tree(pdf), *_tables(pdf), *_links(pdf)]


def _document(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")).lower().startswith("zh"):
        yield "the language is not Chinese"
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "not marked as tagged"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "the title is not shown"
    if "/OutputIntents" not in root:
        yield "no output intent"
    if pdf.is_encrypted:
        yield "encrypted"
    yield from (f"has {key}" for key in FORBIDDEN if key in root)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        wanted = {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A"}
        yield from (f"{key} is not {value}" for key, value in wanted.items() if metadata.get(key) != value)
        if not metadata.get("dc:title") or metadata.get("dc:title") != str(pdf.docinfo.get("/Title", "")):
            yield "the title is missing or said in two ways"


def _fonts(pdf: Pdf) -> Iterator[str]:
    fonts: dict[tuple[int, int], Object] = {}
    for page in pdf.pages:
        for font in page.get("/Resources", Dictionary()).get("/Font", Dictionary()).values():
            fonts[object_number(font)] = font
    for font in fonts.values():
        name = str(font.get("/BaseFont", "?"))
        if font.Subtype == Name.Type3:
            yield f"{name} is made of drawings"
            continue
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", Dictionary())
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"{name} does not say its letters"


def _content(pdf: Pdf) -> Iterator[str]:
    """Everything shown is tagged or an artifact, every tag is in the tree, no tag of the tree is missing."""
    named = _parents(pdf)
    for number, page in enumerate(pdf.pages, 1):
        depth: list[tuple[str, int | None]] = []
        shown: set[int] = set()
        loose = 0
        for operands, operator in ((one.operands, str(one.operator)) for one in parse_content_stream(page)):
            if operator in ("BDC", "BMC"):
                about = operands[1] if len(operands) > 1 else None
                mcid = int(about["/MCID"]) if isinstance(about, Dictionary) and "/MCID" in about else None
                depth.append((str(operands[0]), mcid))
                if mcid is not None:
                    shown.add(mcid)
            elif operator == "EMC":
                depth.pop()
            elif operator in SHOWING and not any(tag == "/Artifact" or mcid is not None for tag, mcid in depth):
                loose += 1
        if loose:
            yield f"page {number}: {loose} marks on paper outside of tags"
        if depth:
            yield f"page {number}: a tag is not closed"
        if shown != named.get(object_number(page.obj), set()):
            yield f"page {number}: tags and structure tree differ"
        if page.get("/Tabs") != Name.S and "/Annots" in page:
            yield f"page {number}: the order of links is not that of the structure"


def _parents(pdf: Pdf) -> dict[tuple[int, int], set[int]]:
    """The marked contents that the structure tree names, by page."""
    named: dict[tuple[int, int], set[int]] = {}
    for one in elements(pdf.Root.StructTreeRoot):
        for page, mcid in contents(one):
            named.setdefault(page, set()).add(mcid)
    return named


def _tree(pdf: Pdf) -> Iterator[str]:
    level = 0
    titles = 0
    known: set[str] = set()
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())
    for one in elements(pdf.Root.StructTreeRoot):
        kind = str(one.S)
        parent = str(one.P.get("/S", "")) if isinstance(one.P, Dictionary) else ""
        if kind in ROOMS and parent not in ROOMS[kind]:
            yield f"{kind} stands in {parent}"
        if kind in roles and str(roles[kind]) in ROOMS:
            yield f"{kind} is mapped to a part of a table or list"
        if kind[:2] == "/H" and kind[2:].isdigit():
            now = int(kind[2:])
            if now > level + 1:
                yield f"a heading goes from {level} to {now}"
            level = now
            titles += now == 1
        if kind in ("/Figure", "/Formula") and "/Alt" not in one:
            yield f"{kind} without words"
        if "/ID" in one:
            if str(one.ID) in known:
                yield f"two elements are named {one.ID}"
            known.add(str(one.ID))
    if titles == 0:
        yield "no heading of the first level"


def _tables(pdf: Pdf) -> Iterator[str]:
    tree = pdf.Root.StructTreeRoot.get("/IDTree", Dictionary()).get("/Names", Array())
    named = {str(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
    for number, table in enumerate(tables(pdf), 1):
        cells = list(rows(table))
        heads = {str(cell.ID) for row in cells for cell in row if cell.S == Name.TH and "/ID" in cell}
        if len({len(taken) for taken in _taken(cells)}) > 1:
            yield f"table {number}: rows of different width"
        for row in cells:
            for cell in row:
                ids = header_ids(cell)
                said = table_attributes(cell)
                if cell.S == Name.TH and (said is None or said.get("/Scope") not in (Name.Row, Name.Column)):
                    yield f"table {number}: a head without scope"
                if cell.S == Name.TD and not ids and cell.get("/K") not in (None, Array()):
                    yield f"table {number}: a cell without heads"
                yield from (f"table {number}: no head is named {name}" for name in ids if name not in heads)
        yield from (f"table {number}: {name} cannot be found" for name in sorted(heads) if name not in named)


def _taken(cells: list[list[Dictionary]]) -> list[set[int]]:
    """The columns each row fills, spans counted."""
    taken: list[set[int]] = [set() for _ in cells]
    for number, row in enumerate(cells):
        for cell in row:
            start = next(at for at in range(len(taken[number]) + 1) if at not in taken[number])
            for below in range(number, min(number + span(cell, "/RowSpan"), len(cells))):
                taken[below] |= set(range(start, start + span(cell, "/ColSpan")))
    return taken


def _links(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for one in page.get("/Annots", Array()):
            if one.get("/Subtype") != Name.Link:
                yield f"page {number}: an annotation that is no link"
            elif not str(one.get("/Contents", "")):
                yield f"page {number}: a link that does not say where it leads"
            elif "/StructParent" not in one:
                yield f"page {number}: a link outside of the structure"
