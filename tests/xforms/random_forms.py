"""XForms made by chance, the same one for the same seed: every part of the engine in small doses.

A form is a tree of questions, calculated nodes, groups and repeats. Logic is handed out in an order in which a node
comes after its parent, and reads only nodes that came before it, so no form has a loop. What JavaRosa is known to
answer otherwise (`test_where_javarosa_differs`) is not written.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tests.xforms.random_expressions import Expressions

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("English (en)", "Indonesia (id)")
CHOICES = ("a", "b", "c", "d", "e")
# How often each type of question and of calculated node comes.
ASKED = {
    "int": 12,
    "decimal": 6,
    "string": 8,
    "select1": 10,
    "select": 4,
    "date": 6,
    "dateTime": 2,
    "geopoint": 2,
    "time": 2,
    "geotrace": 2,
    "geoshape": 2,
    "rank": 2,
}
COMPUTED = {"string": 5, "int": 4, "decimal": 4, "boolean": 2, "date": 2}
CHOOSES = {"select1": "select1", "select": "select", "rank": "odk:rank"}
OTHER_CONTROLS = {
    "int": 'range start="-2" end="8" step="1"',
    "decimal": 'range start="-2" end="10" step="0.25"',
    "string": "trigger",
}
BIND_TYPES = {"select1": "string", "select": "string", "rank": "odk:rank"}
ABOVE = ("x", "y")
HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"'
    ' xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Random</h:title>'
    '<model odk:xforms-version="1.0.0">'
)


@dataclass(eq=False)
class Item:
    """A node of a random form.

    Attributes:
        name: of the element; parent: None for the root.
        kind: "group", "repeat", "ask" (a question), "calculate" or "act" (set by an action only).
        datatype: as in a bind, and "select1", "select" or "rank" for choices.
        control: the element of its question, with attributes.
        binds: attributes of its bind.
        actions: setvalues in its control, as XML.
        filtered: the column that its choice list is filtered by is answered elsewhere.
        counted: a question that says how many instances a repeat has; its answers only grow.
        targeted: an action sets it.
    """

    name: str
    kind: str
    datatype: str
    parent: Item | None
    control: str = "input"
    children: list[Item] = field(default_factory=list)
    binds: dict[str, str] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    count: str = ""
    nodeset: str = ""
    filtered: bool = False
    counted: bool = False
    targeted: bool = False
    default: str = ""
    output: str = ""

    @property
    def line(self) -> list[Item]:
        """Return the nodes from the root down to it."""
        return [*(self.parent.line if self.parent else []), self]

    @property
    def path(self) -> str:
        """Return its absolute path without positions."""
        return "".join(f"/{item.name}" for item in self.line)

    @property
    def repeats(self) -> list[Item]:
        """Return the repeats that it lies in or is, outermost first."""
        return [item for item in self.line if item.kind == "repeat"]

    @property
    def is_leaf(self) -> bool:
        """Return whether it holds a value."""
        return self.kind not in ("group", "repeat")

    def walk(self) -> Iterator[Item]:
        """Yield it and everything below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class RandomForm:
    """A random form.

    Attributes:
        root: its tree.
        xml: the XForm.
        rich: whether it is in several languages.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rich = self.chance.random() < 0.3
        self.root = Item("data", "group", "", None)
        self._names = iter(f"n{number}" for number in range(1000))
        self._grow(self.root, self.chance.randrange(4, 26), 0)
        self._known: list[Item] = []
        self.model_actions: list[str] = []
        self._logic()
        self.xml = self._write().encode()

    def _grow(self, parent: Item, budget: int, depth: int) -> None:
        chance = self.chance
        while budget > 0:
            roll = chance.random()
            if depth < 3 and budget > 2 and roll < 0.3:
                kind = "repeat" if roll < 0.18 else "group"
                inner = Item(next(self._names), kind, "", parent)
                size = chance.randrange(2, min(budget, 8) + 1)
                self._grow(inner, size, depth + 1)
                budget -= size
            else:
                inner = self._leaf(parent)
                budget -= 1
            parent.children.append(inner)

    def _leaf(self, parent: Item) -> Item:
        chance = self.chance
        kind = chance.choices(("ask", "calculate", "act"), (6, 4, 1))[0]
        weights = ASKED if kind == "ask" else COMPUTED
        datatype = chance.choices(list(weights), list(weights.values()))[0]
        if (kind, datatype) == ("act", "boolean"):
            datatype = "string"  # JavaRosa cannot set one
        item = Item(next(self._names), kind, datatype, parent)
        if kind == "ask" and datatype in CHOOSES:
            item.control = CHOOSES[datatype]
        elif kind == "ask" and datatype in OTHER_CONTROLS and chance.random() < 0.2:
            item.control = OTHER_CONTROLS[datatype]
        return item

    def _logic(self) -> None:
        """Give every node its logic, in an order in which parents come first."""
        waiting = list(self.root.children)
        in_order = self.chance.random() < 0.5
        while waiting:
            item = waiting.pop(0 if in_order else self.chance.randrange(len(waiting)))
            self._describe(item)
            self._known.append(item)
            if in_order:
                waiting[:0] = item.children
            else:
                waiting += item.children

    def _describe(self, item: Item) -> None:
        chance = self.chance
        write = Expressions(chance, item, self._known, rich=self.rich)
        if item.kind == "repeat":
            self._count(item)
        if chance.random() < (0.25 if item.is_leaf else 0.35) and not item.counted:
            item.binds["relevant"] = write.truth(2)
        if item.kind == "calculate":
            item.binds["calculate"] = write.of_type(item.datatype)
        if item.kind == "ask":
            self._question(item, write)
        if item.kind in ("ask", "act") and not item.filtered:
            self._actions(item, write)
        elif not item.is_leaf and not item.count and chance.random() < 0.1:
            item.binds["readonly"] = write.truth(1)
        if item.kind in ("ask", "group", "repeat") and chance.random() < 0.25:
            item.output = write.reference("text") or ""

    def _count(self, repeat: Item) -> None:
        """Let some repeats be counted by a question in the same place."""
        found = [
            i
            for i in self._known
            if (i.kind, i.datatype) == ("ask", "int")
            and i.parent is repeat.parent
            and not {"relevant", "readonly"} & i.binds.keys()
            and not i.actions
            and not i.counted
            and not i.targeted
        ]
        hidden = any({"relevant", "readonly"} & i.binds.keys() for i in repeat.line)
        if found and not hidden and self.chance.random() < 0.6:
            question = self.chance.choice(found)
            question.counted = True
            question.default = "1"  # what the form writes out at first
            repeat.count = question.path

    def _question(self, item: Item, write: Expressions) -> None:
        chance = self.chance
        own = Expressions(chance, item, self._known, rich=self.rich, value=item.datatype)
        if chance.random() < 0.3:
            item.binds["constraint"] = own.constraint()
        if chance.random() < 0.25:
            item.binds["required"] = "true()" if chance.random() < 0.5 else write.truth(1)
        if chance.random() < 0.1 and not item.counted:
            item.binds["readonly"] = write.truth(1)
        if item.datatype in CHOOSES:
            self._list(item, write)
        elif item.datatype in ("int", "string", "decimal") and chance.random() < 0.2:
            item.default = {"int": "4", "decimal": "2.5"}.get(item.datatype, "def")

    def _list(self, item: Item, write: Expressions) -> None:
        roll = self.chance.random()
        if roll < 0.3:
            return  # choices in the body
        nodes = "instance('list')/root/item"
        if roll < 0.75:
            above = [
                i
                for i in write.scalars()
                if i.datatype in ("select1", "string")
                and i.kind == "ask"
                and not i.filtered
                and not any("relevant" in one.binds for one in i.line)
            ]
            if above:
                item.filtered = True
                one = self.chance.choice(above)
                path = one.path
                if self.chance.random() < 0.5:
                    path = f"current()/{write.relative(one)}"
                nodes += f"[up = {path}]"
        elif roll < 0.85 and item.datatype == "select1":
            # JavaRosa stumbles over a seed that is computed and no number.
            seeds = (write.reference("number"), str(self.chance.randrange(-9, 100)), "2.5")
            seed = next(filter(None, self.chance.sample(seeds, len(seeds))))
            nodes = f"randomize({nodes}, {seed})"
        item.nodeset = nodes

    def _actions(self, item: Item, write: Expressions) -> None:
        chance = self.chance
        if item.kind == "ask" and chance.random() < 0.85:
            return
        item.targeted = True
        above = [
            i
            for i in write.scalars()
            if i.kind == "ask" and i.repeats == item.repeats and not i.filtered and not i.counted
        ]
        if above and chance.random() < 0.6:
            value = quoteattr(write.of_type(item.datatype, depth=1))
            chance.choice(above).actions.append(
                f'<setvalue event="xforms-value-changed" ref="{item.path}" value={value}/>'
            )
            return
        if any("relevant" in one.binds for one in item.line):
            return
        events = ["odk-instance-first-load", *(["odk-new-repeat"] if item.repeats else [])]
        value = quoteattr(self._answered(item).of_type(item.datatype, depth=1))
        found = item.repeats[-1].actions if item.repeats else self.model_actions
        found.append(f'<setvalue event="{" ".join(events)}" ref="{item.path}" value={value}/>')

    def _answered(self, item: Item) -> Expressions:
        """Return a writer that reads plain answers: of all else JavaRosa has calculated some at load, by chance."""
        answers = [
            i
            for i in self._known
            if (i.kind, i.targeted, i.filtered) == ("ask", False, False)
            and not any("relevant" in one.binds for one in i.line)
        ]
        return Expressions(self.chance, item, answers, rich=self.rich)

    def _write(self) -> str:
        texts = self._itext() if self.rich else ""
        body = "".join(self._control(child) for child in self.root.children)
        return (
            f'{HEAD}{texts}<instance><data id="random" version="1">'
            f"{''.join(self._instance(child) for child in self.root.children)}"
            f"<meta><instanceID/></meta></data></instance>{self._choices()}"
            f"{''.join(self._bind(item) for item in self.root.walk() if item.parent)}"
            '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>'
            f"{''.join(self.model_actions)}</model></h:head><h:body>{body}</h:body></h:html>"
        )

    def _instance(self, item: Item, *, template: bool = False) -> str:
        if item.is_leaf:
            return f"<{item.name}>{item.default}</{item.name}>"
        plain = "".join(self._instance(child) for child in item.children)
        if item.kind == "group":
            inner = "".join(self._instance(child, template=template) for child in item.children)
            return f"<{item.name}>{inner}</{item.name}>"
        if template:
            inner = "".join(self._instance(child, template=True) for child in item.children)
            return f'<{item.name} jr:template="">{inner}</{item.name}>'
        inside = any(child.kind == "repeat" for child in list(item.walk())[1:])
        inner = "".join(self._instance(child, template=True) for child in item.children)
        first = f"<{item.name}>{plain if inside else inner}</{item.name}>"
        if item.parent is not None and item.parent.repeats:
            return first
        return f'<{item.name} jr:template="">{inner}</{item.name}>{first}'

    def _choices(self) -> str:
        items = "".join(
            f"<item><itextId>list-{name}</itextId><name>{name}</name><label>L {name}</label>"
            f"<up>{ABOVE[place % 2] if place < 4 else CHOICES[0]}</up><n>{place * 2}</n></item>"
            for place, name in enumerate(CHOICES)
        )
        return f'<instance id="list"><root>{items}</root></instance>'

    def _bind(self, item: Item) -> str:
        datatype = BIND_TYPES.get(item.datatype, item.datatype)
        typed = f' type="{datatype}"' if item.is_leaf else ""
        logic = "".join(f" {name}={quoteattr(text)}" for name, text in item.binds.items())
        return f'<bind nodeset="{item.path}"{typed}{logic}/>' if typed or logic else ""

    def _itext(self) -> str:
        found = []
        for language, word in zip(LANGUAGES, ("Q", "T"), strict=True):
            texts = "".join(
                f'<text id="{item.path}:label"><value>{self._words(item, word)}</value></text>'
                for item in self.root.walk()
                if item.kind in ("ask", "group", "repeat") and item.parent
            )
            texts += "".join(
                f'<text id="list-{name}"><value>{word} {name}</value></text>' for name in CHOICES
            )
            found.append(f'<translation lang="{language}">{texts}</translation>')
        return f"<itext>{''.join(found)}</itext>"

    @staticmethod
    def _words(item: Item, word: str) -> str:
        shown = f" <output value={quoteattr(item.output)}/> ." if item.output else ""
        return f"{escape(word)} {item.name}{shown}"

    def _label(self, item: Item) -> str:
        if self.rich:
            return f"<label ref=\"jr:itext('{item.path}:label')\"/>"
        return f"<label>{self._words(item, 'Q')}</label>"

    def _control(self, item: Item) -> str:
        label, ref = self._label(item), f'ref="{item.path}"'
        if not item.is_leaf:
            inner = "".join(self._control(child) for child in item.children)
            if item.kind == "group":
                return f"<group {ref}>{label}{inner}</group>"
            count = f' jr:count="{item.count}"' if item.count else ""
            actions = "".join(item.actions)
            return (
                f'<group {ref}>{label}<repeat nodeset="{item.path}"{count}>'
                f"{actions}{inner}</repeat></group>"
            )
        if item.kind != "ask":
            return ""
        actions = "".join(item.actions)
        choices = self._offered(item) if item.datatype in CHOOSES else ""
        name = item.control.partition(" ")[0]
        return f"<{item.control} {ref}>{label}{choices}{actions}</{name}>"

    def _offered(self, item: Item) -> str:
        if not item.nodeset:
            return "".join(
                f"<item><label>L {name}</label><value>{name}</value></item>" for name in CHOICES
            )
        shown = "jr:itext(itextId)" if self.rich else "label"
        return (
            f"<itemset nodeset={quoteattr(item.nodeset)}>"
            f'<value ref="name"/><label ref="{shown}"/></itemset>'
        )
