"""Incremental recalculation: after a change only what depends on it is computed again, in dependency order."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from fieldsurvey.errors import FormError, XPathError
from fieldsurvey.xforms.codecs import encode_result
from fieldsurvey.xforms.graph import Kind
from fieldsurvey.xpath import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from fieldsurvey.xforms.graph import Computation, Edge, Plan
    from fieldsurvey.xforms.instance import LiveNode
    from fieldsurvey.xpath import Expression, Host, Value

# A form whose repeat counts, filters or actions feed each other without end must stop somewhere.
MAX_EVALUATIONS = 5_000_000
# These wait until their node is relevant; they are asked for again when it becomes so.
_WHILE_RELEVANT = frozenset({Kind.CALCULATE, Kind.CONSTRAINT})


class Recalculation:
    """The pending computations of one session.

    Args:
        plan: the form's order.
        host: what expressions ask.
        today: the session's day.
        adjust: called with a select (CHOICES), a repeat (COUNT) or a labelled node (TEXT) whose inputs changed.
        singles: definition index → the node, for nodes that exist once.

    Attributes:
        changed: nodes that changed since `begin`.
        faults: nodes at which an expression could not be evaluated → why. An answer may bring that about, so it is
            no exception: the result is blank, and nothing is hidden because of it.
    """

    def __init__(
        self,
        plan: Plan,
        host: Host,
        today: Callable[[], date],
        adjust: Callable[[Computation, LiveNode], None],
        singles: list[LiveNode | None],
    ) -> None:
        self.plan = plan
        self.host = host
        self.today = today
        self.adjust = adjust
        self.singles = singles
        self.changed: dict[LiveNode, None] = {}
        self.faults: dict[LiveNode, str] = {}
        self._heap: list[int] = []
        self._pending: dict[int, dict[LiveNode, None]] = {}

    def begin(self) -> None:
        """Forget what changed before."""
        self.changed = {}

    def mark(self, computation: Computation, node: LiveNode) -> None:
        """Ask for one computation at one node."""
        pending = self._pending.get(computation.rank)
        if pending is None:
            self._pending[computation.rank] = {node: None}
            heappush(self._heap, computation.rank)
        else:
            pending[node] = None

    def mark_own(self, nodes: Iterable[LiveNode]) -> None:
        """Ask for all computations of these nodes."""
        for node in nodes:
            for computation in self.plan.of[node.definition.index]:
                self.mark(computation, node)

    def mark_readers(self, edges: Iterable[Edge], source: LiveNode) -> None:
        """Ask for the computations that read ``source``."""
        for edge in edges:
            if edge.single:
                node = self.singles[edge.computation.site.index]
                if node is not None:
                    self.mark(edge.computation, node)
                continue
            for node in descend(source.ancestor(edge.up), edge.down):
                self.mark(edge.computation, node)

    def forget(self, nodes: Iterable[LiveNode]) -> None:
        """Drop what was asked for at nodes that go away."""
        for node in nodes:
            self.changed.pop(node, None)
            for computation in self.plan.of[node.definition.index]:
                pending = self._pending.get(computation.rank)
                if pending is not None:
                    pending.pop(node, None)

    def structure_changed(self, parent: LiveNode, slot: int, shifted: Iterable[LiveNode]) -> None:
        """Note that a repeat below ``parent`` gained or lost an instance, and which ones moved."""
        repeat = parent.definition.children[slot].index
        self.mark_readers(self.plan.structure.get(repeat, ()), parent)
        places = self.plan.places.get(repeat, ())
        for instance in shifted:
            self.mark_readers(places, instance)

    def value_changed(self, node: LiveNode) -> None:
        """Note that a node's value changed and ask for its readers and its own checks."""
        self.changed[node] = None
        if node.relevant:
            self.mark_readers(self.plan.readers[node.definition.index], node)
        for computation in self.plan.of[node.definition.index]:
            if computation.kind is Kind.CONSTRAINT:
                self.mark(computation, node)

    def run(self) -> None:
        """Compute everything asked for, and what follows from it.

        Raises:
            FormError: the form feeds itself without end.
        """
        budget = MAX_EVALUATIONS
        while self._heap:
            rank = heappop(self._heap)
            nodes = self._pending.pop(rank)
            computation = self.plan.computations[rank]
            budget -= len(nodes)
            if budget < 0:
                self._heap.clear()
                self._pending.clear()
                raise FormError(f"{computation.definition.ref}: its logic never comes to rest.")
            self._evaluate(computation, nodes)

    def _evaluate(self, computation: Computation, nodes: Iterable[LiveNode]) -> None:
        kind, expression = computation.kind, computation.expression
        if kind >= Kind.CHOICES or expression is None:
            for node in nodes:
                self.adjust(computation, node)
            return
        if kind is Kind.RELEVANT:
            for node in nodes:
                self._set_relevant(node, self.truth(expression, node, otherwise=True))
            return
        for node in nodes:
            if not node.relevant and kind in _WHILE_RELEVANT:
                continue
            if kind is Kind.CALCULATE:
                self.calculate(computation, node)
            elif kind is Kind.CONSTRAINT:
                breaks = node.value != "" and not self.truth(expression, node, otherwise=True)
                if breaks is not node.breaks:
                    node.breaks = breaks
                    self.changed[node] = None
            elif kind is Kind.REQUIRED:
                required = self.truth(expression, node, otherwise=False)
                if required is not node.required:
                    node.required = required
                    self.changed[node] = None
            else:
                readonly = self.truth(expression, node, otherwise=False)
                if readonly is not node.readonly:
                    node.readonly = readonly
                    self.changed.update(dict.fromkeys(node.subtree()))

    def context(self, node: LiveNode) -> Context:
        """Return the context of an expression evaluated at ``node``."""
        return Context(node, self.host)

    def value(self, expression: Expression, node: LiveNode) -> Value:
        """Return what an expression gives at a node; blank, and a note in `faults`, when it cannot be had."""
        try:
            value = expression.evaluate(self.context(node))
        except XPathError as error:
            self.faults[node] = str(error)
            return ""
        if self.faults:
            self.faults.pop(node, None)
        return value

    def truth(self, expression: Expression, node: LiveNode, *, otherwise: bool) -> bool:
        """Return whether an expression holds at a node; ``otherwise``, and a note, when that cannot be had."""
        try:
            holds = expression.boolean(self.context(node))
        except XPathError as error:
            self.faults[node] = str(error)
            return otherwise
        if self.faults:
            self.faults.pop(node, None)
        return holds

    def calculate(self, computation: Computation, node: LiveNode) -> None:
        """Set a calculated value."""
        expression = computation.expression
        if expression is None or (node.value and node.definition.is_instance_id):
            return
        value = self.value(expression, node)
        encoded = encode_result(node.definition.datatype, value, self.today)
        if encoded.text != node.value or type(encoded.typed) is not type(node.typed):
            node.take(encoded.text, encoded.typed)
            node.malformed = False
            self.value_changed(node)

    def _set_relevant(self, node: LiveNode, relevant: bool) -> None:
        node.own_relevant = relevant
        parent = node.live_parent
        self.cascade(node, relevant and (parent is None or parent.relevant))

    def cascade(self, node: LiveNode, relevant: bool) -> None:
        """Give a subtree its relevance and ask for whatever that concerns."""
        if relevant is node.relevant:
            return
        node.relevant = relevant
        self.changed[node] = None
        definition = node.definition
        self.mark_readers(self.plan.readers[definition.index], node)
        if definition.is_repeat:
            parent = node.live_parent
            if parent is not None:
                self.mark_readers(self.plan.structure.get(definition.index, ()), parent)
        if relevant:
            for computation in self.plan.of[definition.index]:
                if computation.kind is not Kind.RELEVANT:
                    self.mark(computation, node)
        for child in node.children:
            for inner in child if isinstance(child, list) else (child,):
                self.cascade(inner, relevant and inner.own_relevant)


def descend(top: LiveNode, down: tuple[int, ...]) -> list[LiveNode]:
    """Return the nodes below ``top`` along these slots, all instances of each repeat on the way."""
    nodes = [top]
    for slot in down:
        found: list[LiveNode] = []
        for node in nodes:
            child = node.children[slot]
            if isinstance(child, list):
                found.extend(child)
            else:
                found.append(child)
        nodes = found
    return nodes
