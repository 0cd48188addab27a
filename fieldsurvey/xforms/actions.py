"""``setvalue`` and its events (ODK XForms specification, "Actions" and "Events").

An action runs after everything that its event changed is recalculated, and what it sets is recalculated before the
next one runs. An event that an action brings about comes before the actions that still wait (JavaRosa).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fieldsurvey.errors import FormError
from fieldsurvey.xforms.codecs import encode_action, encode_answer
from fieldsurvey.xforms.recalculate import descend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from fieldsurvey.xforms.codecs import Encoded
    from fieldsurvey.xforms.definition import Action
    from fieldsurvey.xforms.instance import LiveNode
    from fieldsurvey.xforms.recalculate import Recalculation

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_REPEAT = "odk-new-repeat"
CHANGED = "xforms-value-changed"
MAX_EVENTS = 100_000  # a form whose actions answer each other must stop somewhere


class Actions:
    """The actions of one session, and the events that wait for them.

    Args:
        actions: of the form, in document order.
        recalculation: of the session.
        root: the root element.
        today: the session's day.
        appear: asks for all computations in a new repeat instance.
    """

    def __init__(
        self,
        actions: tuple[Action, ...],
        recalculation: Recalculation,
        root: LiveNode,
        today: Callable[[], date],
        appear: Callable[[LiveNode], None],
    ) -> None:
        self._actions = actions
        self._recalculation = recalculation
        self._root = root
        self._today = today
        self._appear = appear
        self._greets = any(NEW_REPEAT in action.events for action in actions)
        self._events: list[tuple[str, LiveNode]] = []
        self._arriving: deque[Iterator[LiveNode]] = deque()

    def put(self, node: LiveNode, encoded: Encoded) -> None:
        """Give a node a value, and note the event when it is another one."""
        if node.malformed is encoded.valid:
            node.malformed = not encoded.valid
            self._recalculation.changed[node] = None
        if node.value != encoded.text:
            node.take(encoded.text, encoded.typed)
            self._recalculation.value_changed(node)
            if node.definition.triggers:
                self._events.append((CHANGED, node))

    def arrive(self, instances: Iterable[LiveNode]) -> None:
        """Take in new repeat instances: the actions of each run before anything in it is calculated (specification).

        With such actions each is taken from ``instances`` when the ones before it are settled.
        """
        if self._greets:
            self._arriving.append(iter(instances))
            return
        for instance in instances:
            self._appear(instance)

    def settle(self) -> None:
        """Recalculate, then run the actions of each waiting event, until nothing waits.

        Raises:
            FormError: the actions of the form answer each other without end.
        """
        self._recalculation.run()
        while self._events or self._arriving:
            self._play([])
            if self._arriving:
                instance = next(self._arriving[0], None)
                if instance is None:
                    self._arriving.popleft()
                else:
                    self._greet(instance)

    def _greet(self, instance: LiveNode) -> None:
        """Run the actions of a new instance, and of the instances that it begins with."""
        self._events += [
            (NEW_REPEAT, node) for node in instance.subtree() if node.definition.is_repeat
        ]
        self._play([])
        self._appear(instance)
        self._recalculation.run()

    def load(self, event: str) -> None:
        """Run the actions of a load event in document order, at every instance of their targets."""
        self._play([(action, self._root) for action in self._actions if event in action.events])

    def _play(self, turns: list[tuple[Action, LiveNode]]) -> None:
        """Run actions, those of events that come up in between first."""
        budget = MAX_EVENTS
        waiting = turns[::-1]
        while waiting or self._events:
            come = [(a, node) for event, node in self._events for a in self._waiting(event, node)]
            self._events.clear()
            waiting += come[::-1]
            if not waiting:
                return
            action, source = waiting.pop()
            budget -= 1
            if budget < 0:
                raise FormError(f"{source.ref}: its actions answer each other without end.")
            self._run(action, source)

    def _waiting(self, event: str, node: LiveNode) -> tuple[Action, ...]:
        if event == CHANGED:
            return node.definition.triggers
        repeat = node.definition
        return tuple(
            action
            for action in self._actions
            if NEW_REPEAT in action.events
            and next(
                (d for d in (action.context, *action.context.ancestors()) if d.is_repeat), None
            )
            is repeat
        )

    def _run(self, action: Action, source: LiveNode) -> None:
        datatype = action.target.datatype
        for node in _targets(action, source):
            if action.value is None:
                encoded = encode_answer(datatype, action.literal, self._today)
            else:
                value = self._recalculation.value(action.value, node)
                encoded = encode_action(datatype, value, self._today)
            self.put(node, encoded)
            self._recalculation.run()


def _targets(action: Action, source: LiveNode) -> list[LiveNode]:
    """Return the target's nodes in the repeat instances that the source lies in."""
    above = {source.definition, *source.definition.ancestors()}
    down: list[int] = []
    shared = action.target
    while shared not in above and shared.parent is not None:
        down.append(shared.slot)
        shared = shared.parent
    return descend(source.ancestor(source.definition.depth - shared.depth), tuple(reversed(down)))
