"""Makes a failing case small: parts are left out as long as it fails in the same way."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from lxml import etree

from tests.fuzz.watchdog import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzz.cases import Case
    from tests.fuzz.watchdog import Watchdog

T = TypeVar("T")
BUDGET = 60.0  # seconds for one find


def minimised(case: Case, verdict: str, watchdog: Watchdog) -> Case:
    """Return the smallest case found in the time given that ends in the same kind of verdict."""
    wanted, end = kind_of(verdict), time.monotonic() + BUDGET

    def fails(candidate: Case) -> bool:
        return time.monotonic() < end and kind_of(watchdog.verdict(candidate)) == wanted

    steps = shortest(list(case.steps), lambda kept: fails(replace(case, steps=tuple(kept))))
    case = replace(case, steps=tuple(steps))
    case = _fewer_elements(case, fails)
    if len(case.document) < 3000:
        case = _shorter(case, "document", fails)
    return _shorter(case, "text", fails)


def shortest(parts: list[T], fails: Callable[[list[T]], bool]) -> list[T]:
    """Leave out ever smaller runs of parts (delta debugging, Zeller and Hildebrandt 2002)."""
    size = max(len(parts) // 2, 1)
    while parts:
        place, changed = 0, False
        while place < len(parts):
            kept = parts[:place] + parts[place + size :]
            if fails(kept):
                parts, changed = kept, True
            else:
                place += size
        if size == 1 and not changed:
            break
        size = max(size // 2, 1)
    return parts


def _shorter(case: Case, name: str, fails: Callable[[Case], bool]) -> Case:
    def with_text(kept: list[str]) -> Case:
        changes: dict[str, Any] = {name: "".join(kept)}
        return replace(case, **changes)

    return with_text(shortest(list(getattr(case, name)), lambda kept: fails(with_text(kept))))


def _fewer_elements(case: Case, fails: Callable[[Case], bool]) -> Case:
    """Leave out elements and attributes of the form, as long as it is XML at all."""
    place = 1
    while True:
        try:
            root = etree.fromstring(case.document.encode("latin-1"))
        except (etree.XMLSyntaxError, ValueError):
            return case
        elements = list(root.iter("*"))
        if place >= len(elements):
            return case
        element = elements[place]
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
        smaller = replace(case, document=etree.tostring(root).decode("latin-1"))
        if fails(smaller):
            case = smaller
        else:
            place += 1
