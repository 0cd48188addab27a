"""Paths made by chance: what an expression at some node of a random form can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tests.xforms.random_forms import Item

NUMERIC = ("int", "decimal")


class Reach:
    """What one node can read, and the paths to it.

    Args:
        chance: where chance comes from.
        item: the node that expressions are evaluated at.
        known: the nodes they may read.
    """

    def __init__(self, chance: random.Random, item: Item, known: list[Item]) -> None:
        self.chance = chance
        self.item = item
        self.known = known

    def scalars(self, *datatypes: str) -> list[Item]:
        """Return the leaves that exist once for each instance of the node."""
        own = self.item.repeats
        return [
            i
            for i in self.known
            if i.is_leaf
            and (not datatypes or i.datatype in datatypes)
            and i.repeats == own[: len(i.repeats)]
        ]

    def lists(self, *datatypes: str) -> list[Item]:
        """Return the leaves of which the node sees several."""
        own = self.item.repeats
        return [
            i
            for i in self.known
            if i.is_leaf and i.datatype in datatypes and i.repeats != own[: len(i.repeats)]
        ]

    def relative(self, target: Item) -> str:
        """Return the path from the node to the target with steps up."""
        own, theirs = self.item.line, target.line
        shared = 0
        while shared < min(len(own), len(theirs) - 1) and own[shared] is theirs[shared]:
            shared += 1
        steps = [".."] * (len(own) - shared) + [i.name for i in theirs[shared:]]
        return "/".join(steps)

    def path(self, target: Item) -> str:
        """Return a path to the target, absolute or relative."""
        return self.relative(target) if self.chance.random() < 0.5 else target.path

    def reference(self, kind: str) -> str | None:
        """Return a path to one node that reads as this kind; None when there is none."""
        wanted = {
            "number": NUMERIC,
            "text": ("string", "int", "select1", "select", "date"),
            "date": ("date",),
            "truth": ("boolean",),
        }[kind]
        found = self.scalars(*wanted)
        return self.path(self.chance.choice(found)) if found else None

    def nodes(self, *datatypes: str) -> str | None:
        """Return a path to several nodes, some with a predicate."""
        found = self.lists(*datatypes)
        if not found:
            return None
        target = self.chance.choice(found)
        if self.chance.random() < 0.3:
            repeat = target.repeats[-1]
            beside = [
                i
                for i in self.known
                if i.parent is repeat and i.is_leaf and i.datatype in (*NUMERIC, "string")
            ]
            if beside and repeat.kind == "repeat" and target.repeats[-1] not in self.item.repeats:
                one = self.chance.choice(beside)
                test = (
                    f"{one.name} > {self.chance.randrange(5)}"
                    if one.datatype in NUMERIC
                    else f"{one.name} != ''"
                )
                rest = target.path[len(repeat.path) :]
                return f"{repeat.path}[{test}]{rest}"
        return self.path(target)

    def repeat(self) -> Item | None:
        """Return a repeat of which the node sees all instances."""
        found = [
            i for i in self.known if i.kind == "repeat" and i.parent in (*self.item.line, None)
        ]
        return self.chance.choice(found) if found else None
