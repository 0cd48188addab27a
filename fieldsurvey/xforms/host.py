"""What the expressions of a running form ask of it."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fieldsurvey.xforms.body import join_path
from fieldsurvey.xforms.instance import LiveNode
from fieldsurvey.xforms.recalculate import descend
from fieldsurvey.xpath import to_local

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldsurvey.xforms.columns import Columns, RepeatColumn
    from fieldsurvey.xforms.session import FormSession
    from fieldsurvey.xpath import Node

# Where an absolute path leads from a context: levels up, then slots down.
Route = tuple[int, tuple[int, ...]]


class SessionHost:
    """The `Host` of a session's expressions."""

    def __init__(self, session: FormSession, now: datetime | Callable[[], datetime] | None) -> None:
        self._session = session
        self._now = now
        self._routes: dict[tuple[tuple[str, ...], int, bool], Route | LiveNode | None] = {}
        self._columns: Columns | None = None
        nothing: dict[str, LiveNode] = {}
        self.single: Callable[[str], LiveNode | None] = nothing.get

    def open(self, nodes: Mapping[str, LiveNode], columns: Columns) -> None:
        """Turn to another live instance.

        Args:
            nodes: path → the node, for nodes that exist once.
            columns: the accounts of its repeats.
        """
        self._routes.clear()
        self._columns = columns
        self.single = nodes.get

    def now(self) -> datetime:
        """Return the time of the session's clock, in the local zone."""
        if self._now is None:
            return to_local(datetime.now(UTC))
        return to_local(self._now() if callable(self._now) else self._now)

    def random(self) -> float:
        """Return a number in [0, 1)."""
        return random.random()  # noqa: S311  shuffling questions is no secret

    def language(self) -> str | None:
        """Return the active language."""
        return self._session.language

    def instance(self, name: str) -> Node | None:
        """Return the document node of a secondary instance, or of the form's own when that is its id."""
        return self._session.instance_document(name)

    def absolute(
        self, steps: tuple[str, ...], node: Node, *, whole: bool = True
    ) -> Sequence[Node] | None:
        """Return the nodes of an absolute path, read inside the repeat instances that ``node`` lies in."""
        if isinstance(node, LiveNode):
            start, index = node, node.definition.index
        else:
            start, index = self._session.root, 0
        try:
            route = self._routes[steps, index, whole]
        except KeyError:
            route = self._routes[steps, index, whole] = self._route(steps, start, whole=whole)
        if isinstance(route, LiveNode):
            return (route,) if route.relevant else ()
        if route is None:
            return ()
        up, down = route
        return [one for one in descend(start.ancestor(up), down) if one.relevant]

    def _route(
        self, steps: tuple[str, ...], start: LiveNode, *, whole: bool
    ) -> Route | LiveNode | None:
        """Return the way to an absolute path's nodes; the node itself when it exists just once."""
        names = [step.rpartition(":")[2] for step in steps]
        root = self._session.root
        if not names or names[0] != root.name:
            return None
        context = start.definition
        shared = root.definition
        narrowed = names[:-1] if whole else names
        for definition, name in zip((*context.line(), context), narrowed, strict=False):
            if definition.name != name:
                break
            shared = definition
        down: list[int] = []
        at = shared
        for name in names[shared.depth :]:
            slot = at.slots.get(name)
            if slot is None:
                return None
            down.append(slot)
            at = at.children[slot]
        route = context.depth - shared.depth, tuple(down)
        return descend(start.ancestor(route[0]), route[1])[0] if at.single else route

    def column(self, path: str, node: Node) -> RepeatColumn | None:
        """Return the column of a path that means all instances from where ``node`` stands."""
        if isinstance(node, LiveNode) and not node.definition.single:
            return None
        return self._columns.get(path) if self._columns is not None else None

    def itext(self, text_id: str) -> str:
        """Return the text of that id in the active language, its outputs evaluated at the root."""
        return self._session.itext(text_id)

    def choice_label(self, value: str, ref: str, node: Node) -> str:
        """Return the label of a choice of the select at ``ref``, which may be written from ``node``."""
        session = self._session
        here = node if isinstance(node, LiveNode) else session.root
        plain = "/".join(
            s.rpartition(":")[2] for s in join_path(here.definition.ref, ref).split("/")
        )
        select = session.nearest(here, plain)
        if select is None:
            return ""
        return next((label for known, label in session.choices_of(select) if known == value), "")

    def pulldata(self, instance: str, column: str, key_column: str, key: str) -> str:
        """Return a cell of a CSV instance, "" when no row has that key."""
        found = self._session.form.instances.lookup(
            instance, ("root", "item"), (key_column,), (key,)
        )
        cells = found[0].named(column) if found else ()
        return cells[0].string() if cells else ""
