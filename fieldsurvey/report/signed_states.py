"""The states of a document that its signatures cover, and where in them an object is used.

pyHanko's analysis of differences asks of each signed state by which paths from the trailer the objects are reached that
a later revision touches. To answer, it walks every path to every object of every state: two thirds of a second for
each signature on a tagged report. Here only the paths to what is asked for are walked, over links that all states
share. `tests/report/test_signed_states.py` holds the answers equal to pyHanko's own; whatever else is asked goes to it.
"""

# mypy: disable-error-code="no-untyped-call"
# pyHanko is typed in part only.

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Key: TypeAlias = tuple[int, int]
"""Number and generation of an object."""
Path: TypeAlias = tuple[str | int, ...]
"""Names and places by which an object is reached."""

_PAGES: Path = ("/Root", "/Pages")
_STRUCTURE: Path = ("/Root", "/StructTreeRoot", "/K")
_CIRCLE = "a tree of the document runs in a circle"


class StateReader(PdfFileReader):
    """A reader whose states answer where objects are used without walking all of the document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._objects: dict[tuple[Key, int | None], Any] = {}
        self._links: dict[tuple[Key, int | None], list[tuple[Path, Key]]] = {}
        self._last_changes: dict[Key, int | None] = {}

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        """Return the state of a revision, from 0."""
        states = self._historical_resolver_cache
        if revision not in states:
            states[revision] = SignedState(self, revision)
        return states[revision]

    def present(self, key: Key, revision: int) -> Any:
        """Return an object as it was in a state; its references lead to the present."""
        since = self._since(key, revision)
        if (key, since) not in self._objects:
            ref = generic.Reference(*key, pdf=self)
            self._objects[key, since] = self.get_object(ref, since)
        return self._objects[key, since]

    def links(self, key: Key, revision: int) -> list[tuple[Path, Key]]:
        """Return the objects that one names in a state, and where inside it; never the way up by ``/Parent``."""
        since = self._since(key, revision)
        if (key, since) not in self._links:
            self._links[key, since] = list(_links(self.present(key, revision), ()))
        return self._links[key, since]

    def _since(self, key: Key, revision: int) -> int | None:
        """Return None where an object was not touched since: then it is the present one, as pyHanko has it."""
        last = self._last_change(key)
        return None if last is not None and last <= revision else revision

    def _last_change(self, key: Key) -> int | None:
        if key not in self._last_changes:
            try:
                self._last_changes[key] = self.xrefs.get_last_change(generic.Reference(*key))
            except KeyError:
                self._last_changes[key] = None
        return self._last_changes[key]


class SignedState(HistoricalResolver):
    """A state of a document that knows the paths to what later revisions touch, and to its form fields."""

    reader: StateReader
    _known: frozenset[Key] | None = None

    def _load_reverse_xref_cache(self) -> None:
        if self._indirect_object_access_cache is not None:
            return
        if self.reader.encrypted:
            super()._load_reverse_xref_cache()
            return
        wanted = _touched_after(self) | set(_fields(self))
        found = _Usages(self, wanted).paths()
        self._known = frozenset(wanted)
        self._indirect_object_access_cache = {
            generic.Reference(*key, pdf=self): {RawPdfPath(*path) for path in paths}
            for key, paths in found.items()
        }

    def _get_usages_of_ref(self, ref: generic.Reference) -> set[RawPdfPath]:
        if self._known is not None and (ref.idnum, ref.generation) not in self._known:
            self._known = self._indirect_object_access_cache = None
            super()._load_reverse_xref_cache()
        return super()._get_usages_of_ref(ref)


class _Usages:
    """Finds the paths to some objects of a state by pyHanko's own rules.

    A path is a chain of objects, none twice. It enters a node of the page tree by the tree only, an element of the
    structure by the structure only, and goes up neither by ``/Parent`` nor, in the structure, by ``/P``.
    """

    def __init__(self, state: SignedState, wanted: set[Key]) -> None:
        self._state, self._wanted = state, wanted
        self._trailer = list(_links(state.trailer_view, ()))
        self._page_paths = dict(self._page_tree())
        self._elements = frozenset(self._structure())
        self._leading = self._leading_to_wanted()
        self._found: dict[Key, set[Path]] = defaultdict(set)

    def paths(self) -> dict[Key, set[Path]]:
        """Return the paths to each object asked for."""
        self._follow(self._trailer, (), frozenset(), inside=False)
        return self._found

    def _follow(
        self,
        links: Iterable[tuple[Path, Key]],
        path: Path,
        above: frozenset[Key],
        *,
        inside: bool,
    ) -> None:
        """Follow an object's links; ``inside`` the structure, no ``/P`` is gone up."""
        for step, key in links:
            if key not in self._leading or key in above:
                continue
            whole = path + step
            within = inside or whole[: len(_STRUCTURE)] == _STRUCTURE
            if within and "/P" in (step if inside else whole[len(_STRUCTURE) :]):
                continue
            if key in self._wanted:
                self._found[key].add(whole)
            if self._page_paths.get(key, whole) != whole:
                continue
            if not within and key in self._elements:
                continue
            self._follow(self._links(key), whole, above | {key}, inside=within)

    def _links(self, key: Key) -> list[tuple[Path, Key]]:
        return self._state.reader.links(key, self._state.revision)

    def _leading_to_wanted(self) -> set[Key]:
        """Return the objects from which a path may lead to one asked for: at least those from which one does."""
        sources: dict[Key, list[Key]] = defaultdict(list)
        seen: set[Key] = set()
        waiting = [key for _, key in self._trailer]
        root = next((key for step, key in self._trailer if step == _PAGES[:1]), None)
        tree = {root, *self._page_paths}
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            for step, target in self._links(key):
                waiting.append(target)
                if key in self._elements and "/P" in step:
                    continue
                # Elsewhere a page is named, not entered: that leads to the page alone.
                if target in self._wanted or target not in self._page_paths or key in tree:
                    sources[target].append(key)
        leading: set[Key] = set()
        waiting = list(self._wanted & seen)
        while waiting:
            key = waiting.pop()
            if key not in leading:
                leading.add(key)
                waiting += sources[key]
        return leading

    def _page_tree(self) -> Iterator[tuple[Key, Path]]:
        """Yield the nodes of the page tree with the path by which each is entered."""
        pages = self._state.root.raw_get("/Pages")
        if isinstance(pages, generic.IndirectObject):
            yield _key(pages), _PAGES
        yield from self._page_kids(pages, _PAGES, set())

    def _page_kids(self, node: Any, path: Path, seen: set[Key]) -> Iterator[tuple[Key, Path]]:
        for place, kid in enumerate(self._at(self._at(node).raw_get("/Kids"))):
            below = (*path, "/Kids", place)
            if isinstance(kid, generic.IndirectObject):
                if _key(kid) in seen:
                    raise PdfReadError(_CIRCLE)
                seen.add(_key(kid))
                yield _key(kid), below
            if self._at(kid).get("/Type") == "/Pages":
                yield from self._page_kids(kid, below, seen)

    def _structure(self) -> Iterator[Key]:
        """Yield the elements of the structure that stand in an array: pyHanko knows no others."""
        if "/StructTreeRoot" in self._state.root:
            yield from self._elements_below(self._state.root.raw_get("/StructTreeRoot"), set())

    def _elements_below(self, element: Any, seen: set[Key]) -> Iterator[Key]:
        element = self._at(element)
        if "/K" not in element:
            return
        kids = self._at(element.raw_get("/K"))
        named = isinstance(kids, generic.ArrayObject)
        for kid in kids if named else (kids,):
            inner = self._at(kid)
            if not isinstance(inner, generic.DictionaryObject):
                continue
            if self._at(inner.get("/Type", "/StructElem")) != "/StructElem":
                continue
            if named and isinstance(kid, generic.IndirectObject):
                if _key(kid) in seen:
                    raise PdfReadError(_CIRCLE)
                seen.add(_key(kid))
                yield _key(kid)
            yield from self._elements_below(inner, seen)

    def _at(self, value: Any) -> Any:
        """Return what a reference leads to in this state; its own references are the reader's."""
        if not isinstance(value, generic.IndirectObject):
            return value
        return self._state.reader.present(_key(value), self._state.revision)


def _links(value: Any, path: Path) -> Iterator[tuple[Path, Key]]:
    """Yield the references inside an object and where they stand; ``/Parent`` is not gone up."""
    if isinstance(value, generic.IndirectObject):
        yield path, _key(value)
    elif isinstance(value, generic.DictionaryObject):
        for name, inner in value.items():
            if name != "/Parent":
                yield from _links(inner, (*path, str(name)))
    elif isinstance(value, generic.ArrayObject):
        for place, inner in enumerate(value):
            yield from _links(inner, (*path, place))


def _touched_after(state: SignedState) -> set[Key]:
    """Return the objects that later revisions write."""
    revisions = range(state.revision + 1, state.reader.xrefs.total_revisions)
    explicit = map(state.reader.xrefs.explicit_refs_in_revision, revisions)
    return {(ref.idnum, ref.generation) for refs in explicit for ref in refs}


def _fields(state: SignedState) -> Iterator[Key]:
    """Yield the form fields of a state and what they name as their looks: pyHanko asks where each is used."""
    waiting = [state.root["/AcroForm"]] if "/AcroForm" in state.root else []
    seen: set[Key] = set()
    while waiting:
        holder = waiting.pop()
        if not isinstance(holder, generic.DictionaryObject):
            continue
        looks = holder.raw_get("/AP") if "/AP" in holder else None
        if isinstance(looks, generic.IndirectObject):
            yield _key(looks)
        for kids in ("/Fields", "/Kids"):
            if kids not in holder or not isinstance(holder[kids], generic.ArrayObject):
                continue
            for kid in holder[kids]:
                if isinstance(kid, generic.IndirectObject) and _key(kid) not in seen:
                    seen.add(_key(kid))
                    yield _key(kid)
                    waiting.append(kid.get_object())


def _key(ref: generic.IndirectObject) -> Key:
    return ref.idnum, ref.generation
