"""XPath expressions made by chance, each of the kind that its place wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.xforms.random_paths import NUMERIC, Reach

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.xforms.random_forms import Item

TRACE = "-6.9 107.6 0 0;-6.901 107.602 0 0;-6.905 107.601 0 0"
LITERALS = {
    "dateTime": "2024-03-04T05:06:07.000+08:00",
    "time": "05:06:07.000+08:00",
    "geopoint": "-6.9 107.6 0 0",
    "geotrace": TRACE,
    "geoshape": f"{TRACE};-6.9 107.6 0 0",
}
WORDS = ("a", "b", "x", "ya", "q 1", "12")


class Expressions(Reach):
    """Writes expressions for one node.

    Args:
        chance: where chance comes from.
        item: the node they are evaluated at.
        known: the nodes they may read.
        rich: the form is in several languages: what depends on them is not computed, since neither engine computes
            anew when the language changes.
        value: for a constraint, the datatype of the node's own value.
    """

    def __init__(
        self,
        chance: random.Random,
        item: Item,
        known: list[Item],
        *,
        rich: bool,
        value: str = "",
    ) -> None:
        super().__init__(chance, item, known)
        self.rich = rich
        self.value = value

    def of_type(self, datatype: str, depth: int = 2) -> str:
        """Write an expression whose value fits a datatype."""
        if datatype in NUMERIC:
            return self.number(depth)
        if datatype == "boolean":
            text = self.truth(depth)  # a path alone may lead to a text that is a date in JavaRosa
            return text if " " in text or "(" in text else f"{text} != ''"
        if datatype == "date":
            return self.date(depth)
        if datatype in LITERALS:
            return f"'{LITERALS[datatype]}'"
        if datatype in ("select1", "select", "rank"):
            return f"'{self.chance.choice('abcde')}'"
        return self.text(depth)

    def _pick(self, makers: list[Callable[[], str | None]]) -> str:
        """Return what the first maker that can write something writes, in random order."""
        for make in self.chance.sample(makers, len(makers)):
            written = make()
            if written is not None:
                return written
        raise AssertionError

    def number(self, depth: int) -> str:
        """Write a number."""
        chance = self.chance
        plain: list[Callable[[], str | None]] = [
            lambda: chance.choice(("0", "1", "2", "3", "5", "0.5", "2.25", "-1")),
        ]
        if chance.random() < 0.8:
            plain = [lambda: self.reference("number")] * 2 + plain[:1]
        if depth <= 0:
            return self._first(plain)
        deeper = depth - 1
        return self._pick(
            [
                *plain,
                lambda: f"{self._operand(deeper)} {chance.choice('+-*')} {self._operand(deeper)}",
                lambda: (
                    f"{self._operand(deeper)} {chance.choice(('div', 'mod'))} {chance.choice('234')}"
                ),
                lambda: f"coalesce({self.number(0)}, {self.number(deeper)})",
                lambda: f"if({self.truth(deeper)}, {self.number(deeper)}, {self.number(deeper)})",
                lambda: f"round({self.number(deeper)}, {chance.randrange(3)})",
                lambda: f"int({self.number(deeper)})",
                lambda: f"abs({self.number(deeper)})",
                lambda: f"{self._extreme()}{self.number(0)}, {self.number(deeper)})",
                lambda: f"number({self.number(deeper)})",
                lambda: f"pow({self.number(0)}, 2)",
                lambda: f"string-length({self.text(deeper)})",
                self._counted,
                self._aggregate,
                self._aggregate,
                self._place,
                lambda: self._indexed(*NUMERIC),
                self._selected_count,
                lambda: self._looked_up("n"),
                self._date_difference,
                self._measured,
            ]
        )

    def _operand(self, depth: int) -> str:
        text = self.number(depth)
        return text if " " not in text or (text.endswith(")") and "(" not in text) else f"({text})"

    def _counted(self) -> str | None:
        repeat = self.repeat()
        if repeat is None:
            return None
        # Inside the repeat JavaRosa takes the absolute path for the one instance.
        path = self.relative(repeat) if repeat in self.item.line else self.path(repeat)
        leaves = [
            i
            for i in self.known
            if i.parent is repeat and i.is_leaf and i.datatype in ("int", "string")
        ]
        if leaves and repeat not in self.item.line and self.chance.random() < 0.4:
            one = self.chance.choice(leaves)
            test = f"{one.name} = 2" if one.datatype == "int" else f"{one.name} = 'a'"
            return f"count({repeat.path}[{test}])"
        return f"count({path})"

    def _aggregate(self) -> str | None:
        nodes = self.nodes(*NUMERIC)
        if nodes is None:
            return None
        names = ("sum(", "sum(", "count(", "count-non-empty(", "min(")
        return f"{self.chance.choice(names)}{nodes})"

    def _extreme(self) -> str:
        """Write the start of min() or max(): JavaRosa's greatest of negative numbers is 0."""
        return self.chance.choice(("min(", "max(1, "))

    def _place(self) -> str | None:
        if not self.item.repeats:
            return None
        repeat = self.chance.choice(self.item.repeats)
        steps = len(self.item.line) - len(repeat.line)
        return f"position({'/'.join(['..'] * steps)})" if steps else None

    def _indexed(self, *datatypes: str) -> str | None:
        found = [i for i in self.lists(*datatypes) if len(i.repeats) == 1]
        if not found:
            return None
        target = self.chance.choice(found)
        place = self.chance.choice(("1", "2", f"count({target.repeats[0].path})"))
        return f"indexed-repeat({target.path}, {target.repeats[0].path}, {place})"

    def _selected_count(self) -> str | None:
        found = self.scalars("select")
        return f"count-selected({self.path(self.chance.choice(found))})" if found else None

    def _looked_up(self, column: str) -> str | None:
        found = self.scalars("select1")
        if not found:
            return None
        one = self.chance.choice(found)
        # JavaRosa remembers what an absolute path gave at another instance.
        path = f"current()/{self.relative(one)}" if one.repeats else one.path
        return f"instance('list')/root/item[name = {path}]/{column}"

    def _measured(self) -> str | None:
        found = self.scalars("geotrace", "geoshape")
        if not found:
            return None
        path = self.path(self.chance.choice(found))
        # Small figures: from 2^31 and 10^7 on JavaRosa writes them otherwise.
        name, unit = self.chance.choice((("area", "1000000"), ("distance", "1000")))
        return f"round(if({path} = '', 0, {name}({path}) div {unit}), 1)"

    def _date_difference(self) -> str | None:
        found = self.reference("date")
        return None if found is None else f"int({found} - date('2024-01-15'))"

    def text(self, depth: int) -> str:
        """Write a text."""
        chance = self.chance
        plain: list[Callable[[], str | None]] = [
            lambda: self.reference("text"),
            lambda: self.reference("text"),
            lambda: f"'{chance.choice(WORDS)}'",
        ]
        if depth <= 0:
            return self._first(plain)
        deeper = depth - 1
        return self._pick(
            [
                *plain,
                lambda: f"concat({self.text(deeper)}, '-', {self.text(deeper)})",
                lambda: f"if({self.truth(deeper)}, {self.text(deeper)}, {self.text(deeper)})",
                lambda: f"coalesce({self.text(0)}, {self.text(deeper)})",
                lambda: (
                    f"substr({self.text(deeper)}, {chance.randrange(2)}, {chance.randrange(4)})"
                ),
                lambda: f"translate({self.text(deeper)}, 'ab', 'BA')",
                lambda: f"normalize-space({self.text(deeper)})",
                lambda: f"substring-before({self.text(deeper)}, '-')",
                lambda: f"substring-after({self.text(deeper)}, '-')",
                lambda: (
                    f"string(int(coalesce({self.number(0)}, 0)) + 1)"
                    if chance.random() < 0.3
                    else None
                ),
                self._joined,
                self._chosen,
                self._choice_name,
                lambda: self._looked_up("label"),
                lambda: self._indexed("string"),
                self._formatted,
            ]
        )

    def _joined(self) -> str | None:
        nodes = self.nodes("string", "int", "select1")
        return None if nodes is None else f"join(', ', {nodes})"

    def _chosen(self) -> str | None:
        found = self.scalars("select", "rank")
        if not found:
            return None
        path = self.path(self.chance.choice(found))
        place = self.chance.randrange(3)
        return f"if(count-selected({path}) > {place}, selected-at({path}, {place}), '')"

    def _choice_name(self) -> str | None:
        found = self.scalars("select1")
        if not found or self.rich:
            return None
        path = self.chance.choice(found).path
        return f"jr:choice-name({path}, '{path}')"

    def _formatted(self) -> str | None:
        found = self.reference("date")
        patterns = ("%Y-%m-%d", "%e/%n/%y") if self.rich else ("%e/%n/%y", "%d %b", "%a")
        pattern = self.chance.choice(patterns)
        return None if found is None else f"format-date({found}, '{pattern}')"

    def date(self, depth: int) -> str:
        """Write a date."""
        chance = self.chance
        plain: list[Callable[[], str | None]] = [
            lambda: self.reference("date"),
            lambda: self.reference("date"),
            lambda: f"date('2024-0{chance.randrange(1, 9)}-{chance.randrange(10, 28)}')",
        ]
        if depth <= 0:
            return self._first(plain)
        return self._pick(
            [
                *plain,
                lambda: (
                    f"if({self.truth(depth - 1)}, {self.date(depth - 1)}, {self.date(depth - 1)})"
                ),
                lambda: f"date({self.date(0)} + {chance.randrange(40)})",
            ]
        )

    def truth(self, depth: int) -> str:
        """Write a condition."""
        chance = self.chance
        plain: list[Callable[[], str | None]] = [
            lambda: chance.choice(("true()", "false()")) if chance.random() < 0.2 else None,
            lambda: (
                f"{self.number(0)} {chance.choice(('>', '<', '>=', '<=', '=', '!='))} {self.number(0)}"
            ),
            self._compared,
            self._compared,
            self._selected,
            self._selected,
        ]
        if depth <= 0:
            return self._pick(plain)
        deeper = depth - 1
        return self._pick(
            [
                *plain,
                lambda: (
                    f"{self.number(deeper)} {chance.choice(('>', '<', '='))} {self.number(deeper)}"
                ),
                lambda: (
                    f"({self.truth(deeper)}) {chance.choice(('and', 'or'))} ({self.truth(deeper)})"
                ),
                lambda: f"not({self.truth(deeper)})",
                lambda: f"{self.text(deeper)} {chance.choice(('=', '!='))} ''",
                lambda: f"regex({self.text(deeper)}, '[a-z]+')",
                lambda: (
                    f"{chance.choice(('contains', 'starts-with', 'ends-with'))}({self.text(0)}, 'a')"
                ),
                lambda: self.reference("truth"),
                self._bare,
                self._dates,
                lambda: f"boolean-from-string({self.text(0)})" if chance.random() < 0.3 else None,
                lambda: f"checklist(1, 1, {self.truth(0)}, {self.truth(0)})",
            ]
        )

    def _compared(self) -> str | None:
        found = self.scalars("string", "select1", "int")
        if not found:
            return None
        one = self.chance.choice(found)
        value = (
            str(self.chance.randrange(5)) if one.datatype == "int" else self.chance.choice("abx")
        )
        sign = self.chance.choice(("=", "!="))
        return f"{self.path(one)} {sign} '{value}'"

    def _selected(self) -> str | None:
        found = self.scalars("select", "select1")
        if not found:
            return None
        return f"selected({self.path(self.chance.choice(found))}, '{self.chance.choice('abcx')}')"

    def _bare(self) -> str | None:
        found = self.scalars("string", "int", "select1")
        return self.path(self.chance.choice(found)) if found else None

    def _dates(self) -> str | None:
        left = self.reference("date")
        if left is None:
            return None
        return f"{left} {self.chance.choice(('<', '>', '=', '!='))} {self.date(0)}"

    def constraint(self) -> str:
        """Write a constraint on the node's own value."""
        chance = self.chance
        if self.value in NUMERIC:
            bound = self.number(1)
            return chance.choice((". > 2", f". <= {bound}", f". != {bound} and . >= 0"))
        if self.value == "date":
            return f". > {self.date(0)}"
        if self.value in ("select", "select1"):
            return f"not(selected(., '{chance.choice('abc')}'))"
        if self.value == "string":
            return chance.choice(
                ("regex(., '[a-z]+')", "string-length(.) < 3", f". != {self.text(0)}")
            )
        return "true()"

    def _first(self, makers: list[Callable[[], str | None]]) -> str:
        """Return what the first maker that can write something writes."""
        order = list(reversed(makers)) if self.chance.random() < 0.3 else makers
        return next(written for make in order if (written := make()) is not None)
