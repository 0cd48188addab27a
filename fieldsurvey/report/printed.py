"""What a document says, as data: the same words that its pages show, in the order of reading, and nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from fieldsurvey.report.tagging import FIGURE, FORM, LIST, ROW, TABLE, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.report.tagging import TagTree


def printed(tags: TagTree) -> list[dict[str, Any]]:
    """Return the text of a document, element by element.

    A heading, paragraph or caption is ``{"H1": text}``; a list ``{"L": [items]}``; a table ``{"Table": [[cells]]}``; a
    figure ``{"Figure": alternate text}``; a place to sign ``{"Form": name of the field}``.
    """
    return list(_blocks(tags.root))


def digest(blocks: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of a document's text in canonical JSON, 64 hex digits."""
    canonical = json.dumps(blocks, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _blocks(element: Element) -> Iterator[dict[str, Any]]:
    for kid in element.kids:
        if not isinstance(kid, Element):
            continue
        if kid.role == TABLE:
            yield {TABLE: [[_text(cell) for cell in _elements(row)] for row in _rows(kid)]}
        elif kid.role == LIST:
            yield {LIST: [_text(item) for item in _elements(kid)]}
        elif kid.role == FORM:
            yield {FORM: kid.field}
        elif kid.role == FIGURE:
            yield {FIGURE: kid.alt}
        else:
            if kid.text:
                yield {kid.role: kid.text}
            yield from _blocks(kid)


def _rows(table: Element) -> Iterator[Element]:
    return (kid for kid in _elements(table) if kid.role == ROW)


def _elements(element: Element) -> list[Element]:
    return [kid for kid in element.kids if isinstance(kid, Element)]


def _text(element: Element) -> str:
    """Return what an element and those below it say."""
    texts = (each.text or each.alt for each in element.walk())
    return "\n".join(text for text in texts if text)
