"""Incremental recalculation: after a change only what depends on it is computed again, in dependency order."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from fieldsurvey.errors import FormError, XPathError
from fieldsurvey.xforms.codecs import encode_result, written_number
from fieldsurvey.xforms.graph import Kind
from fieldsurvey.xforms.instance import DocumentNode
from fieldsurvey.xpath import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from fieldsurvey.xforms.columns import Columns
    from fieldsurvey.xforms.graph import Computation, Edge, Plan, Readers
    from fieldsurvey.xforms.instance import LiveNode
    from fieldsurvey.xpath import Expression, Host, Value

# A form whose repeat counts, filters or actions feed each other without end must stop somewhere.
MAX_EVALUATIONS = 5_000_000


class Recalculation:
    """The pending computations of one session.

    Args:
        plan: the form's order.
        host: what expressions ask.
        today: the session's day.
        adjust: called with a select (CHOICES), a repeat (COUNT) or a labelled node (TEXT) whose inputs changed.
        singles: definition index → the node, for nodes that exist once.
        columns: told of what changes in repeats.

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
        columns: Columns,
    ) -> None:
        self.plan = plan
        self.host = host
        self.today = today
        self.columns = columns
        self.changed: dict[LiveNode, None] = {}
        self.faults: dict[LiveNode, str] = {}
        # A rank is in the heap once: when its node exists once and is asked for (due), or some of its nodes are.
        self._heap: list[int] = []
        self._due = bytearray(len(plan.computations))
        self._pending: dict[int, dict[LiveNode, None]] = {}
        self._readers = plan.readers
        self._checks = plan.checks
        self._context = Context(DocumentNode(), host)
        ways: dict[Kind, Callable[[Computation, LiveNode], None]] = {
            Kind.RELEVANT: self._relevant,
            Kind.CALCULATE: self._calculate,
            Kind.REQUIRED: self._required,
            Kind.READONLY: self._readonly,
            Kind.CONSTRAINT: self._constraint,
        }
        self._singles = [singles[c.site.index] for c in plan.computations]
        self._settle = [ways.get(c.kind, adjust) for c in plan.computations]

    def begin(self) -> None:
        """Forget what changed before."""
        self.changed = {}

    def mark(self, computation: Computation, node: LiveNode) -> None:
        """Ask for one computation at one node."""
        rank = computation.rank
        if computation.site.single:
            if not self._due[rank]:
                self._due[rank] = 1
                heappush(self._heap, rank)
            return
        pending = self._pending.get(rank)
        if pending is None:
            self._pending[rank] = {node: None}
            heappush(self._heap, rank)
        else:
            pending[node] = None

    def mark_own(self, nodes: Iterable[LiveNode]) -> None:
        """Ask for all computations of these nodes."""
        for node in nodes:
            for computation in self.plan.of[node.definition.index]:
                self.mark(computation, node)

    def mark_readers(self, readers: Readers, source: LiveNode) -> None:
        """Ask for the computations that read ``source``."""
        due = self._due
        for rank in readers.once:
            if not due[rank]:
                due[rank] = 1
                heappush(self._heap, rank)
        if readers.edges:
            self._mark_along(readers.edges, source)

    def _mark_along(self, edges: Iterable[Edge], source: LiveNode) -> None:
        for edge in edges:
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

    def structure_changed(self, parent: LiveNode, slot: int, place: int, moved: int) -> None:
        """Note that a repeat below ``parent`` gained or lost an instance.

        Args:
            parent: where the repeat hangs.
            slot: of the repeat.
            place: index of the instance that came, or went.
            moved: index of the first instance whose position changed.
        """
        repeat = parent.definition.children[slot]
        self.columns.instances_changed(repeat, place)
        self.mark_readers(self.plan.structure[repeat.index], parent)
        places = self.plan.places[repeat.index]
        for instance in parent.instances(slot)[moved:]:
            instance.forget_ref()
            self.mark_readers(places, instance)

    def value_changed(self, node: LiveNode) -> None:
        """Note that a node's value changed and ask for its readers and its own checks."""
        self.changed[node] = None
        definition = node.definition
        if not definition.single:
            self.columns.node_changed(node)
        if node.relevant:
            readers = self._readers[definition.index]
            due = self._due
            for rank in readers.once:
                if not due[rank]:
                    due[rank] = 1
                    heappush(self._heap, rank)
            if readers.edges:
                self._mark_along(readers.edges, node)
        check = self._checks[definition.index]
        if check is not None:
            self.mark(check, node)

    def run(self) -> None:
        """Compute everything asked for, and what follows from it.

        Raises:
            FormError: the form feeds itself without end.
        """
        heap, due, computations = self._heap, self._due, self.plan.computations
        singles, settles = self._singles, self._settle
        budget = MAX_EVALUATIONS
        while heap:
            rank = heappop(heap)
            computation = computations[rank]
            settle = settles[rank]
            if due[rank]:
                due[rank] = 0
                budget -= 1
                only = singles[rank]
                if only is not None:
                    settle(computation, only)
            else:
                nodes = self._pending.pop(rank)
                budget -= len(nodes)
                for node in nodes:
                    settle(computation, node)
            if budget < 0:
                self._stop()
                raise FormError(f"{computation.definition.ref}: its logic never comes to rest.")

    def _stop(self) -> None:
        """Forget all that is asked for."""
        for rank in self._heap:
            self._due[rank] = 0
        self._heap.clear()
        self._pending.clear()

    def value(self, expression: Expression, node: LiveNode) -> Value:
        """Return what an expression gives at a node; blank, and a note in `faults`, when it cannot be had."""
        context = self._context
        context.node = node
        try:
            value = expression.code.value(context)
        except (RecursionError, XPathError) as error:
            self.faults[node] = str(expression.placed(error))
            return ""
        if self.faults:
            self.faults.pop(node, None)
        return value

    def _truth(self, expression: Expression, node: LiveNode, *, otherwise: bool) -> bool:
        """Return whether an expression holds at a node; ``otherwise``, and a note, when that cannot be had."""
        context = self._context
        context.node = node
        try:
            holds = expression.code.boolean(context)
        except (RecursionError, XPathError) as error:
            self.faults[node] = str(expression.placed(error))
            return otherwise
        if self.faults:
            self.faults.pop(node, None)
        return holds

    def _calculate(self, computation: Computation, node: LiveNode) -> None:
        definition = node.definition
        if not node.relevant or (definition.is_instance_id and node.value):
            return
        value = self.value(computation.expression, node)
        if type(value) is float and definition.datatype != "boolean":
            text, typed = written_number(definition.datatype, value)
        else:
            text, _, typed = encode_result(definition.datatype, value, self.today)
        if text != node.value or type(typed) is not type(node.typed):
            node.take(text, typed)
            node.malformed = False
            self.value_changed(node)

    def _constraint(self, computation: Computation, node: LiveNode) -> None:
        if not node.relevant:
            return
        breaks = node.value != "" and not self._truth(computation.expression, node, otherwise=True)
        if breaks is not node.breaks:
            node.breaks = breaks
            self.changed[node] = None

    def _required(self, computation: Computation, node: LiveNode) -> None:
        required = self._truth(computation.expression, node, otherwise=False)
        if required is not node.required:
            node.required = required
            self.changed[node] = None

    def _readonly(self, computation: Computation, node: LiveNode) -> None:
        readonly = self._truth(computation.expression, node, otherwise=False)
        if readonly is not node.readonly:
            node.readonly = readonly
            self.changed.update(dict.fromkeys(node.subtree()))

    def _relevant(self, computation: Computation, node: LiveNode) -> None:
        relevant = self._truth(computation.expression, node, otherwise=True)
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
        if not definition.single:
            self.columns.node_changed(node)
        self.mark_readers(self.plan.readers[definition.index], node)
        if definition.is_repeat:
            parent = node.live_parent
            if parent is not None:
                self.mark_readers(self.plan.structure[definition.index], parent)
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
