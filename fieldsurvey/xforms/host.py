"""What the expressions of a running form ask of it."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.xforms.body import join_path
from fieldsurvey.xforms.instance import LiveNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xforms.definition import NodeDefinition
    from fieldsurvey.xforms.session import FormSession
    from fieldsurvey.xpath import Node

# Where an absolute path leads from a context: levels up, then slots down; None when the form has no such node.
Route = tuple[int, tuple[int, ...]]


class SessionHost:
    """The `Host` of a session's expressions."""

    def __init__(self, session: FormSession, fixed_now: datetime | None) -> None:
        self._session = session
        self._fixed_now = fixed_now
        self._routes: dict[tuple[tuple[str, ...], int], Route | None] = {}

    def now(self) -> datetime:
        """Return the session's fixed time, else the clock's, in the local zone."""
        return (self._fixed_now or datetime.now().astimezone()).astimezone()

    def random(self) -> float:
        """Return a number in [0, 1)."""
        return random.random()  # noqa: S311  shuffling questions is no secret

    def language(self) -> str | None:
        """Return the active language."""
        return self._session.language

    def instance(self, name: str) -> Node | None:
        """Return the document node of a secondary instance, or of the form's own when that is its id."""
        return self._session.instance_document(name)

    def absolute(self, steps: tuple[str, ...], node: Node) -> Sequence[Node] | None:
        """Return the nodes of an absolute path, read inside the repeat instances that ``node`` lies in."""
        session = self._session
        if isinstance(node, LiveNode):
            start, definition = node, node.definition
        else:
            start, definition = session.root, session.root.definition
        try:
            route = self._routes[steps, definition.index]
        except KeyError:
            route = self._routes[steps, definition.index] = self._route(steps, definition)
        if route is None:
            return ()
        up, down = route
        while up:
            start = start.parent  # type: ignore[assignment]  the route counts levels below the root element
            up -= 1
        nodes = [start]
        for slot in down:
            child = nodes[0].children[slot] if len(nodes) == 1 else None
            if isinstance(child, LiveNode):
                nodes = [child]
                continue
            found: list[LiveNode] = []
            for one in nodes:
                child = one.children[slot]
                if isinstance(child, list):
                    found += child
                else:
                    found.append(child)
            nodes = found
            if not nodes:
                return ()
        return [one for one in nodes if one.relevant]

    def _route(self, steps: tuple[str, ...], context: NodeDefinition) -> Route | None:
        names = [step.rpartition(":")[2] for step in steps]
        root = self._session.root.definition
        if not names or names[0] != root.name:
            return None
        chain = [*reversed(list(context.ancestors())), context]
        shared = root
        for definition, name in zip(chain, names[:-1], strict=False):
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
        return context.depth - shared.depth, tuple(down)

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
