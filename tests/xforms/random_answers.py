"""Answers made by chance to a random form, as steps for us and, with what JavaRosa needs told, for JavaRosa."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.xforms.steps import play
from tests.xforms.random_forms import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.xforms import Form, FormSession, NodeDefinition
    from tests.xforms.random_forms import Item, RandomForm

WORDS = ("a", "b", "x", "y", "12", "q 1", "ab-a", "Ya")
Step = dict[str, Any]


@dataclass
class Turn:
    """A step of ours, and the steps by which JavaRosa comes to the same."""

    ours: Step | None
    theirs: list[Step]


class Player:
    """Answers one form at random.

    Args:
        random_form: the form; form: as we read it.
        seed: for the answers.
    """

    def __init__(self, random_form: RandomForm, form: Form, seed: int) -> None:
        self.chance = random.Random(seed)
        self.form = form
        self.session = form.start(device_id="device-1")
        self.rich = random_form.rich
        self.counted = {i.path for i in random_form.root.walk() if i.counted}
        self.asked = {i.path: i for i in random_form.root.walk() if i.kind == "ask"}
        self.highest: dict[str, int] = {}

    def turns(self, count: int) -> list[Turn]:
        """Return that many turns; the first shows the form as it opens."""
        found = [Turn(None, [{"query": {}}])]
        for place in range(count):
            step = self._step(last=place == count - 1)
            if step is not None:
                found.append(self._turn(step))
        return found

    def _turn(self, step: Step) -> Turn:
        before = {ref: self.session.get(ref) for ref in self._filtered()}
        list(play(self.session, [step]))
        theirs = [{**step, "force": True}]
        # A new outer instance starts with one inner instance here, and with none in JavaRosa.
        theirs += [
            {"ensure_repeat": path, "count": count}
            for path, count in self._instances().items()
            if count and "]" in path
        ]
        changed = self._item(step["set"]) if "set" in step else None
        if changed is None or changed.repeats or changed.counted:
            # JavaRosa leaves stale what reads deeper into a changed instance, and what other instances read of it
            # through a node outside.
            theirs.append({"refresh": True})
        if theirs[-1].get("refresh") or "save_load" in step:
            # Opening a form, JavaRosa shows its default language.
            theirs += [{"language": self.session.language}] if self.session.language else []
        # JavaRosa clears a filtered-out choice when the question is next shown, and tells nobody.
        theirs += [
            {"set": ref, "value": None, "force": True}
            for ref in self._filtered()
            if before.get(ref) and ref != step.get("set") and self.session.relevant(ref)
            and self.session.get(ref) != before[ref]
        ]  # fmt: skip
        return Turn(step, [*theirs, {"query": {}}])

    def _filtered(self) -> list[str]:
        return [
            ref
            for ref in self.session.refs()
            if (item := self._item(ref)) is not None and item.filtered
        ]

    def _item(self, ref: str) -> Item | None:
        return self.asked.get(self.form.definition(ref).ref)

    def _repeats(self) -> Iterator[tuple[NodeDefinition, str, list[str]]]:
        """Yield each repeat in groups and instances that are relevant: definition, path, instances."""

        def visit(
            definition: NodeDefinition, at: str
        ) -> Iterator[tuple[NodeDefinition, str, list[str]]]:
            for child in definition.children:
                path = f"{at}/{child.name}"
                if child.is_repeat:
                    instances = self.session.instances(path)
                    yield child, path, instances
                    for instance in filter(self.session.relevant, instances):
                        yield from visit(child, instance)
                elif child.children and self.session.relevant(path):
                    yield from visit(child, path)

        yield from visit(self.form.root, f"/{self.form.root.name}")

    def _instances(self) -> dict[str, int]:
        """Return how many relevant instances each repeat has that the person adds to, by its path."""
        return {
            path: sum(map(self.session.relevant, instances))
            for definition, path, instances in self._repeats()
            if definition.count is None
        }

    def _step(self, *, last: bool) -> Step | None:
        roll = self.chance.random()
        if last and roll < 0.2 and self._can_reload():
            return {"save_load": True}
        if self.rich and roll < 0.1:
            return {"language": self.chance.choice(LANGUAGES)}
        return (self._repeat() if roll < 0.3 else None) or self._answer()

    def _can_reload(self) -> bool:
        """Return whether the XML tells why a repeat has no instances: it cannot when it might be irrelevant."""
        return all(
            instances and all(map(self.session.relevant, instances))
            for definition, _, instances in self._repeats()
            if definition.relevant is not None
        )

    def _repeat(self) -> Step | None:
        places = [
            (path, instances)
            for definition, path, instances in self._repeats()
            if definition.count is None and all(map(self.session.relevant, instances))
        ]
        if not places:
            return None
        path, instances = self.chance.choice(places)
        if instances and self.chance.random() < 0.4:
            return {"remove_repeat": self.chance.choice(instances)}
        return {"add_repeat": path} if instances else None

    def _answer(self) -> Step | None:
        session, chance = self.session, self.chance
        refs = [
            ref
            for ref in session.refs()
            if self._item(ref) is not None and session.relevant(ref) and not session.readonly(ref)
        ]
        if not refs:
            return None
        ref = chance.choice(refs)
        item = self._item(ref)
        assert item is not None
        if item.counted:
            self.highest[ref] = min(self.highest.get(ref, 1) + chance.randrange(3), 4)
            return {"set": ref, "value": str(self.highest[ref])}
        if chance.random() < 0.12:
            return {"set": ref, "value": None}
        return {"set": ref, "value": self._value(session, ref, item)}

    def _value(self, session: FormSession, ref: str, item: Item) -> str | None:
        chance = self.chance
        values = [value for value, _ in session.choices(ref)]
        if item.datatype == "select1":
            return chance.choice(values) if values else None
        if item.control == "trigger":
            return "OK"
        if item.datatype == "rank":
            return " ".join(chance.sample(values, len(values))) or None
        if item.datatype == "select":
            chosen = chance.sample(values, chance.randrange(1, len(values) + 1)) if values else []
            return " ".join(sorted(chosen, key=values.index)) or None
        # A kilometre apart: JavaRosa takes larger shapes for flat, too.
        points = [
            f"-6.90{chance.randrange(10, 99)} 107.60{chance.randrange(10, 99)} 0.0 0.0"
            for _ in range(3)
        ]
        return {
            "int": str(chance.randrange(-2, 8)),
            "decimal": str(chance.randrange(-8, 40) / 4),
            "date": f"2024-0{chance.randrange(1, 9)}-1{chance.randrange(9)}",
            "dateTime": f"2024-03-1{chance.randrange(9)}T10:20:30.000+08:00",
            "time": f"1{chance.randrange(9)}:20:30.000+08:00",
            "geopoint": "-6.9 107.6 0.0 0.0",
            "geotrace": ";".join(points),
            "geoshape": ";".join((*points, points[0])),
            "string": chance.choice(WORDS),
        }[item.datatype]
