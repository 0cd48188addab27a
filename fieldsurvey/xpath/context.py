"""What surrounds an expression when it runs: the node it starts from and the form that answers its questions."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xpath.node import Node


class Column(Protocol):
    """The account that a form keeps of one question over all instances of a repeat."""

    def count(self) -> int:
        """Return how many nodes there are, relevant ones only."""
        ...

    def total(self) -> float:
        """Return the sum of their numbers in order, blanks left out."""
        ...


class Host(Protocol):
    """What functions ask of the form they run in."""

    def now(self) -> datetime:
        """Return the time now, aware; ``today()`` and ``now()`` give it in the local zone (TZ)."""
        ...

    def random(self) -> float:
        """Return a number in [0, 1)."""
        ...

    def language(self) -> str | None:
        """Return the active language as the form names it ("Bahasa Indonesia (id)"), for names of months."""
        ...

    def instance(self, name: str) -> Node | None:
        """Return the document node of the secondary instance, None when the form has none of that name."""
        ...

    def absolute(
        self, steps: tuple[str, ...], node: Node, *, whole: bool = True
    ) -> Sequence[Node] | None:
        """Return the nodes of an absolute path of plain child steps, relevant ones in order.

        The evaluator asks this for ``/data/group/q`` (and for the part before the first
        predicate), so that a form can answer from an index and can read a path through a repeat as
        the instance that ``node`` lies in.

        Args:
            steps: local names from the root element, as ("data", "group", "q"); a prefixed name
                keeps its prefix.
            node: the context node.
            whole: the path ends here, so that its last step names all instances of a repeat; otherwise a predicate
                follows.

        Returns:
            The nodes, or None to let the evaluator walk down from ``node.document()``.
        """
        ...

    def single(self, path: str, /) -> Node | None:
        """Return the node of an absolute path of local names ("/data/group/q") that exists exactly once.

        It is asked at each step of an expression, so it must be quick.

        Returns:
            The node, which may be irrelevant; None to let `absolute` tell.
        """
        ...

    def column(self, path: str, node: Node) -> Column | None:
        """Return the account that the form keeps of the nodes which `absolute` gives for that path, None when none."""
        ...

    def itext(self, text_id: str) -> str:
        """Return the text of that id in the active language (``jr:itext``)."""
        ...

    def choice_label(self, value: str, ref: str, node: Node) -> str:
        """Return the label of the choice ``value`` of the select at ``ref`` (``jr:choice-name``), "" for none."""
        ...

    def pulldata(self, instance: str, column: str, key_column: str, key: str) -> str:
        """Return ``column`` of the row whose ``key_column`` is ``key`` (``pulldata``), "" for none."""
        ...


@dataclass(slots=True)
class Context:
    """Where an expression runs.

    Attributes:
        node: the context node (``.``).
        host: the form around it.
        position: place of the node in its list, from 1 (``position()``).
        size: length of that list (``last()``).
        current: the node the whole expression started from (``current()``); None means ``node``.
    """

    node: Node
    host: Host
    position: int = 1
    size: int = 1
    current: Node | None = None


class PlainHost:
    """A host without a form: no secondary instances, no texts, no choices."""

    def __init__(self, now: datetime | None = None) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the fixed time, else the clock's."""
        return self._now or datetime.now().astimezone()

    def random(self) -> float:
        """Return a number in [0, 1)."""
        return random.random()  # noqa: S311  shuffling questions is no secret

    def language(self) -> str | None:
        """Return None: month names come out in English."""
        return None

    def instance(self, name: str) -> Node | None:  # noqa: ARG002
        """Return None: there is no form."""
        return None

    def absolute(
        self,
        steps: tuple[str, ...],  # noqa: ARG002
        node: Node,  # noqa: ARG002
        *,
        whole: bool = True,  # noqa: ARG002
    ) -> Sequence[Node] | None:
        """Return None: the evaluator walks."""
        return None

    def single(self, path: str, /) -> Node | None:  # noqa: ARG002
        """Return None: there is no form."""
        return None

    def column(self, path: str, node: Node) -> Column | None:  # noqa: ARG002
        """Return None: there is no form."""
        return None

    def itext(self, text_id: str) -> str:  # noqa: ARG002
        """Return "": there are no texts."""
        return ""

    def choice_label(self, value: str, ref: str, node: Node) -> str:  # noqa: ARG002
        """Return "": there are no choices."""
        return ""

    def pulldata(self, instance: str, column: str, key_column: str, key: str) -> str:  # noqa: ARG002
        """Return "": there is no data."""
        return ""
