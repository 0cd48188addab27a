"""From the noted structure to the file's: elements, the way back from marks and widgets to them, alternate words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

from fieldsurvey.report.tagging import FIGURE, HEAD, Element

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pikepdf

    from fieldsurvey.report.tagging import TagTree


def write_structure(pdf: pikepdf.Pdf, tags: TagTree, widgets: Mapping[str, pikepdf.Object]) -> None:
    """Write the structure tree of a document.

    Args:
        pdf: the file, its pages drawn and its form fields made.
        tags: what was noted while they were drawn.
        widgets: the form fields by name.
    """
    writer = _Writer(pdf, widgets)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = writer.write(tags.root, root)
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=writer.parents(tags)))
    root.ParentTreeNextKey = writer.keys
    pdf.Root.StructTreeRoot = root


class _Writer:
    """Writes elements depth first; ``keys`` counts the entries of the parent tree."""

    def __init__(self, pdf: pikepdf.Pdf, widgets: Mapping[str, pikepdf.Object]) -> None:
        self._pdf, self._widgets = pdf, widgets
        self._pages = [page.obj for page in pdf.pages]
        self._written: dict[Element, pikepdf.Object] = {}
        self._objects: list[tuple[int, pikepdf.Object]] = []
        self.keys = len(self._pages)

    def write(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        """Write an element and all below it."""
        made = self._pdf.make_indirect(Dictionary(S=Name("/" + element.role), P=parent))
        self._written[element] = made
        page = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
        if page is not None:
            made.Pg = self._pages[page]
        kids: list[Any] = [self._kid(kid, made, page) for kid in element.kids]
        if element.field or element.annotation is not None:
            kids.append(self._reference(element, made))
        if kids:
            made.K = kids[0] if len(kids) == 1 else Array(kids)
        if element.alt:
            made.Alt = String(element.alt)
        attributes = _attributes(element)
        if attributes is not None:
            made.A = attributes
        return made

    def _kid(
        self, kid: Element | tuple[int, int], parent: pikepdf.Object, page: int | None
    ) -> pikepdf.Object | int:
        if isinstance(kid, Element):
            return self.write(kid, parent)
        on, number = kid
        if on == page:
            return number
        return Dictionary(Type=Name.MCR, Pg=self._pages[on], MCID=number)

    def _reference(self, element: Element, made: pikepdf.Object) -> pikepdf.Object:
        """Tie a form field or a link to its element."""
        if element.annotation is None:
            annotation = self._widgets[element.field]
            page = annotation.P
        else:
            on, index = element.annotation
            page = self._pages[on]
            annotation = page.Annots[index]
            annotation.Contents = String(element.alt)
            annotation.F = 4  # Print
        annotation.StructParent = self.keys
        self._objects.append((self.keys, made))
        self.keys += 1
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)

    def parents(self, tags: TagTree) -> Array:
        """Return the parent tree's numbers: first each page's marks, then each annotation."""
        numbers = Array()
        for page, obj in enumerate(self._pages):
            obj.StructParents = page
            obj.Tabs = Name.S
            owners = tags.owners[page] if page < len(tags.owners) else []
            numbers.append(page)
            numbers.append(
                self._pdf.make_indirect(Array([self._written[owner] for owner in owners]))
            )
        for key, made in self._objects:
            numbers.append(key)
            numbers.append(made)
        return numbers


def _attributes(element: Element) -> pikepdf.Object | None:
    """Return the attributes that the standard asks of an element's role (ISO 32000-1, 14.8.5)."""
    if element.role == FIGURE and element.box is not None:
        box = [round(edge, 2) for edge in element.box]
        return Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
    if element.numbering and element.role == "L":
        return Dictionary(O=Name.List, ListNumbering=Name("/" + element.numbering))
    columns, rows = element.span
    if element.role != HEAD and columns == rows == 1:
        return None
    found = Dictionary(O=Name.Table)
    if element.role == HEAD:
        found.Scope = Name.Column
    if columns > 1:
        found.ColSpan = columns
    if rows > 1:
        found.RowSpan = rows
    return found
