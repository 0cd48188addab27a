"""Answers made by chance to a random form, as steps for us and, with what JavaRosa needs told, for JavaRosa."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.xforms.steps import play
from tests.xforms.random_forms import LANGUAGES

if TYPE_CHECKING:
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
        if "]" in step.get("set", "") or "add_repeat" in step or "remove_repeat" in step:
            # JavaRosa leaves stale what reads deeper into a changed instance, and what other instances read of it
            # through a node outside.
            theirs.append({"refresh": True})
            if self.session.language is not None:
                theirs.append({"language": self.session.language})
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

    def _instances(self) -> dict[str, int]:
        """Return how many instances each relevant repeat has that the person adds to, by its path."""
        found: dict[str, int] = {}

        def visit(definition: NodeDefinition, at: str) -> None:
            for child in definition.children:
                path = f"{at}/{child.name}"
                if not child.is_repeat:
                    if child.children and self.session.relevant(path):
                        visit(child, path)
                    continue
                instances = [i for i in self.session.instances(path) if self.session.relevant(i)]
                if child.count is None:
                    found[path] = len(instances)
                for instance in instances:
                    visit(child, instance)

        visit(self.form.root, f"/{self.form.root.name}")
        return found

    def _step(self, *, last: bool) -> Step | None:
        roll = self.chance.random()
        if last and roll < 0.2 and self._can_reload():
            return {"save_load": True}
        if self.rich and roll < 0.1:
            return {"language": self.chance.choice(LANGUAGES)}
        return (self._repeat() if roll < 0.3 else None) or self._answer()

    def _can_reload(self) -> bool:
        """Return whether the XML says it all: neither the language nor why a repeat has no instances."""
        default = self.session.language == self.form.default_language
        return default and all(self._instances().values())

    def _repeat(self) -> Step | None:
        session, chance = self.session, self.chance
        places: list[tuple[str, list[str]]] = []

        def visit(definition: NodeDefinition, at: str) -> None:
            for child in definition.children:
                path = f"{at}/{child.name}"
                if not child.is_repeat:
                    if child.children and session.relevant(path):
                        visit(child, path)
                    continue
                instances = session.instances(path)
                if child.count is None and all(map(session.relevant, instances)):
                    places.append((path, instances))
                for instance in instances:
                    if session.relevant(instance):
                        visit(child, instance)

        visit(self.form.root, f"/{self.form.root.name}")
        if not places:
            return None
        path, instances = chance.choice(places)
        if instances and chance.random() < 0.4:
            return {"remove_repeat": chance.choice(instances)}
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
        if item.datatype == "select":
            chosen = chance.sample(values, chance.randrange(1, len(values) + 1)) if values else []
            return " ".join(sorted(chosen, key=values.index)) or None
        return {
            "int": str(chance.randrange(-2, 8)),
            "decimal": str(chance.randrange(-8, 40) / 4),
            "date": f"2024-0{chance.randrange(1, 9)}-1{chance.randrange(9)}",
            "dateTime": f"2024-03-1{chance.randrange(9)}T10:20:30.000+08:00",
            "geopoint": "-6.9 107.6 0.0 0.0",
            "string": chance.choice(WORDS),
        }[item.datatype]
