"""Expressions by chance: every function with fitting and unfitting arguments, every axis, and odd literals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.xpath.functions import TABLE
from fieldsurvey.xpath.parser import AXES, KINDS

if TYPE_CHECKING:
    import random

NAMES = (
    "a", "blank", "word", "day", "at", "many", "g", "q", "r", "orx:meta", "place", "shape", "none", "*", "div",
    "x",
)  # fmt: skip
NUMBERS = (
    "0", "1", "2", "3", "-1", "0.5", ".5", "5.", "10", "1000000000000", "9" * 40, "9" * 400, "0.1", "1.005",
    "0.0000000000001", "2147483647", "-0", "(1 div 0)", "(-1 div 0)", "(0 div 0)", "20000", "1e3",
)  # fmt: skip
TEXTS = (
    "", " ", "a", "b", "a b", "1", "-2.50", " 3 ", "1e5", "nan", "inf", "Infinity", "true", "0", "2026-08-22",
    "2026-8-2", "2026-02-30", "9999-12-31", "0001-01-01", "0000-00-00", "2026-08-22T09:30:00.000+07:00",
    "2026-08-22T25:61:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999-12:00", "12:30", "24:00",
    "0 0", "0 0;0 1;1 1", "0 0;0 1;1 1;0 0", "91 181", "nan inf", "x y", "1_0 2", "[", "(a|aa)+$", "a{9999}",
    "[a-", "\\d+", "\\p{L}", "%Y-%m-%d %H:%M:%S", "%a %b", "%", "%Q", "SHA-256", "MD5", "hex", "base64",
    "c2VsYW1hdA==", "/data/a", "../a", "é🙂", "٣", "\u00a0", "\0", "\ud800", "]]>", "<a>", "&amp;", "desa", "d",
    "pasar", "$", "{", "x" * 300,
)  # fmt: skip
PLACES = (
    "0 0", "0 1;1 1", "0 0;0 2;2 2;2 0;0 0", "0 0;1 1;0 1;1 0", "0 0 0 0;0 2 0 0;0 1 0 0", "1 1", "-6.9 107.6 700 5",
    "90 0", "-90 180", "1_0 2", "1e1 +2.", "0 0;0 0", "1e400 0", "nan nan", "0 inf;0 0;1 1;0 inf", "1", ";", "a b",
)  # fmt: skip
PATTERNS = (
    "", ".", ".*", "[0-9]{3}", "\\d+", "[^\\W\\D]",
    "\\p{L}+", "(a|aa)+$", "a{0,}", "a{,3}", "((a{9}){9}){9}",
    "[[a-z]&&[^b]]", "(?i)PASAR", "(?<n>a)\\k<n>", "(", "[", "*", "\\", "a{99999}{99999}", "(?=a)", "\\b", "$^",
    "[\\]]",
)  # fmt: skip
# Words that make the most of a function, by place of the argument.
FITTING: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("area", "distance", "intersects"), (PLACES,)),
    "geofence": (PLACES, PLACES),
    "regex": (("", "a", "pasar", "0812", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", "é٣"), PATTERNS),
    "digest": (TEXTS, ("MD5", "sha-1", "SHA-256", " SHA-512 ", "CRC"), ("hex", "base64", "x")),
    "base64-decode": (("c2VsYW1hdA==", "/+==", "c2Vs\n", "é", "w6k="),),
    "id": (("d", "d x", ""),),
    "lang": (("id", "ID", "en", ""),),
}
OPERATORS = ("+", "-", "*", " div ", " mod ", "=", "!=", "<", "<=", ">", ">=", " and ", " or ", "|")
_KINDS = sorted(KINDS)
_AXES = sorted(AXES)
_CALLED = sorted(TABLE)


class Grammar:
    """Writes expressions.

    Args:
        chance: where the dice come from.
        paths: location paths to use besides those of `cases.TREE`.
    """

    def __init__(self, chance: random.Random, paths: tuple[str, ...] = ()) -> None:
        self.chance = chance
        self.paths = paths

    def expression(self, depth: int = 4) -> str:
        """Return an expression of at most that depth."""
        roll = self.chance.random()
        if depth <= 0 or roll < 0.18:
            return self.leaf()
        if roll < 0.42:
            sign = self.chance.choice(OPERATORS)
            return f"{self.expression(depth - 1)}{sign}{self.expression(depth - 1)}"
        if roll < 0.78:
            return self.call(depth)
        if roll < 0.84:
            return f"({self.expression(depth - 1)})"
        if roll < 0.87:
            return f"-{self.expression(depth - 1)}"
        return self.path(depth)

    def leaf(self) -> str:
        """Return a number, a text or a plain path."""
        roll = self.chance.random()
        if roll < 0.3:
            return self.chance.choice(NUMBERS)
        if roll < 0.6:
            return self.literal()
        return self.plain()

    def literal(self) -> str:
        """Return a quoted text."""
        text = self.chance.choice(TEXTS)
        return f'"{text}"' if "'" in text else f"'{text}'"

    def plain(self) -> str:
        """Return a path as forms have them."""
        if self.paths and self.chance.random() < 0.8:
            return self.chance.choice(self.paths)
        name = self.chance.choice(NAMES)
        return self.chance.choice(
            (".", "..", name, f"../{name}", f"/data/{name}", f"/data/g/{name}", "/", f"@{name}")
        )

    def call(self, depth: int) -> str:
        """Return a call of any function, mostly with as many arguments as it takes."""
        name = self.chance.choice(_CALLED)
        function = TABLE[name]
        most = function.most if function.most is not None else function.least + 3
        count = self.chance.randint(function.least, most)
        if self.chance.random() < 0.02:
            count = self.chance.randrange(5)
        letters = function.letters or "v"
        fitting = FITTING.get(name)
        arguments = [
            self.nodes(depth - 1)
            if letters[min(place, len(letters) - 1)] == "x" and self.chance.random() < 0.9
            else f"'{self.chance.choice(fitting[min(place, len(fitting) - 1)])}'"
            if fitting and self.chance.random() < 0.7
            else self.expression(depth - 1)
            for place in range(count)
        ]
        return f"{name}({', '.join(arguments)})"

    def nodes(self, depth: int) -> str:
        """Return an expression that mostly gives nodes."""
        return self.plain() if depth <= 0 or self.chance.random() < 0.5 else self.path(depth)

    def path(self, depth: int) -> str:
        """Return a path with axes and predicates."""
        chance = self.chance
        start = chance.choice(
            (
                "",
                "",
                "/",
                "/data/",
                "//",
                "../",
                "current()/",
                "instance('d')/",
                f"({self.plain()})/",
            )
        )
        steps = [self.step(depth) for _ in range(chance.randint(1, 3))]
        return start + chance.choice(("/", "/", "/", "//")).join(steps)

    def step(self, depth: int) -> str:
        """Return a step."""
        chance = self.chance
        test = f"{chance.choice(_KINDS)}()" if chance.random() < 0.15 else chance.choice(NAMES)
        roll = chance.random()
        if roll < 0.35:
            test = f"{chance.choice(_AXES)}::{test}"
        elif roll < 0.42:
            test = chance.choice((".", "..", "@x", "@*"))
        if depth > 0 and chance.random() < 0.35:
            test += f"[{self.expression(depth - 2)}]"
        return test
