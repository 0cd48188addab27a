"""Text → syntax tree, by precedence climbing in one pass.

Written by hand, because a form has thousands of expressions and a table-driven parser took most of
its loading time. What a ``*`` or a name means follows XPath 1.0 §3.7: where an operand may stand
it is a name test, else an operator.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NoReturn

from fieldsurvey.errors import Sentence, XPathError
from fieldsurvey.xpath.syntax import (
    ANYWHERE,
    LEVELS,
    Call,
    Chain,
    Expr,
    KindTest,
    Literal,
    NameTest,
    Negation,
    Number,
    Path,
    Step,
    Union,
)

DEEPEST = 128  # nested brackets and calls; each costs a few Python frames, here and when it runs
LONGEST = 1_000_000  # characters
TIGHTEST = max(LEVELS.values())
AXES = frozenset(
    (
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    )
)
KINDS = frozenset(("node", "text", "comment", "processing-instruction"))

_NAME = r"[^\W\d][\w.\-·]*"
_BLANKS = " \t\r\n\f\v"
_OPERATOR = re.compile(r"[ \t\r\n\f\v]*(or|and|!=|<=|>=|div|mod|[=<>+*-])")
_OPERAND = re.compile(
    r"(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<literal>\"[^\"]*\"|'[^']*')"
    rf"|(?P<call>{_NAME}(?::{_NAME})?)[ \t\r\n]*\(|(?P<open>\()|(?P<variable>\$)|(?P<quote>[\"'])"
)
_NODE_TEST = re.compile(
    rf"(?:(?P<prefix>{_NAME}):(?!:))?(?P<local>{_NAME}|\*)(?:[ \t\r\n]*(?P<after>::|\())?"
    r"|(?P<at>@)|(?P<dots>\.\.?)"
)
_STEP_START = re.compile(r"[ \t\r\n\f\v]*(?:[^\W\d]|[*@.])")
# The commonest operands, /data/group/q and ../q, at one stroke.
_PLAIN_PATH = re.compile(
    rf"(?:/{_NAME}|\.\.?(?![\w.]))(?:/(?:{_NAME}|\.\.))*+(?![\w.\-·])(?![ \t\r\n\f\v]*[:(/\[@])"
)


def parse(text: str) -> Expr:
    """Return the syntax tree of the expression.

    Raises:
        XPathError: the text is no expression; it says where and what was expected there.
    """
    if len(text) > LONGEST:
        raise XPathError(
            what=Sentence("more than {limit} characters", limit=LONGEST), expression=text[:60] + "…"
        )
    parser = _Parser(text)
    tree = parser.expression(0, 0)
    parser.skip()
    if parser.at < len(text):
        parser.fail("an operator or the end")
    return tree


@lru_cache(maxsize=20_000)
def _plain_step(name: str) -> Step:
    """Return the step that the name makes, shared by all expressions."""
    if name == "..":
        return Step("parent", KindTest("node"))
    return Step("self", KindTest("node")) if name == "." else Step("child", NameTest(name))


@lru_cache(maxsize=20_000)
def _plain_path(text: str) -> Path:
    """Return the path, shared by all expressions."""
    absolute = text.startswith("/")
    names = text[1:].split("/") if absolute else text.split("/")
    return Path(None, absolute, (), tuple([_plain_step(name) for name in names]))


class _Parser:
    """A text and the place reached in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip(self) -> None:
        """Pass over blanks."""
        text, at = self.text, self.at
        while text[at : at + 1] in _BLANKS and at < len(text):
            at += 1
        self.at = at

    def take(self, sign: str) -> bool:
        """Pass over the sign when it comes next, after blanks."""
        if self.text[self.at : self.at + 1] in _BLANKS:
            self.skip()
        if self.text.startswith(sign, self.at):
            self.at += 1
            return True
        return False

    def fail(self, expected: str) -> NoReturn:
        """Say where the text stops making sense."""
        rest = self.text[self.at : self.at + 20]
        found = Sentence("found “{rest}”", rest=rest) if rest else Sentence("the expression ends")
        what = Sentence(
            "position {at}: expected {expected}, but {found}",
            at=self.at + 1,
            expected=expected,
            found=found,
        )
        raise XPathError(what=what, expression=self.text)

    def expression(self, lowest: int, depth: int) -> Expr:
        """Read operands joined by operators of at least the lowest level."""
        if depth > DEEPEST:
            raise XPathError(
                what=Sentence(
                    "position {at}: nested more than {limit} deep", at=self.at + 1, limit=DEEPEST
                ),
                expression=self.text,
            )
        left = self.signed(depth)
        rest: list[tuple[str, Expr]] = []
        grown = -1  # the level of the operators in `rest`
        while (found := _OPERATOR.match(self.text, self.at)) is not None:
            sign = found[1]
            level = LEVELS[sign]
            if level < lowest:
                break
            self.at = found.end()
            right = (
                self.expression(level + 1, depth + 1) if level < TIGHTEST else self.signed(depth)
            )
            if rest and grown != level:
                left, rest = Chain(left, tuple(rest)), []
            rest.append((sign, right))
            grown = level
        return Chain(left, tuple(rest)) if rest else left

    def signed(self, depth: int) -> Expr:
        """Read a union of paths, with the minuses before it."""
        minuses = 0
        while self.take("-"):
            minuses += 1
        operand = self.operand(depth)
        if self.take("|"):
            parts = [operand, self.operand(depth)]
            while self.take("|"):
                parts.append(self.operand(depth))
            operand = Union(tuple(parts))
        for _ in range(
            minuses and 2 - minuses % 2
        ):  # an even number of minuses still makes a number
            operand = Negation(operand)
        return operand

    def operand(self, depth: int) -> Expr:
        """Read a number, a text, a call, a bracket or a path."""
        self.skip()
        plain = _PLAIN_PATH.match(self.text, self.at)
        if plain is not None:
            self.at = plain.end()
            return _plain_path(plain[0])
        found = _OPERAND.match(self.text, self.at)
        kind = found.lastgroup if found else None
        if found is None or (kind == "call" and found["call"] in KINDS):
            return self.path(depth)
        if kind == "variable":
            raise XPathError(
                what=Sentence(
                    "position {at}: variables ($name) do not exist in forms; "
                    "write ${{name}} in an XLSForm, or the path of the question",
                    at=self.at + 1,
                ),
                expression=self.text,
            )
        if kind == "quote":
            raise XPathError(
                what=Sentence(
                    "position {at}: the text that starts here has no closing quote", at=self.at + 1
                ),
                expression=self.text,
            )
        start = self.at
        self.at = found.end()
        primary: Expr
        if kind == "number":
            return Number(found[0])
        if kind == "literal":
            primary = Literal(found[0][1:-1])
        elif kind == "open":
            primary = self.expression(0, depth + 1)
            if not self.take(")"):
                self.fail("“)”")
        else:
            primary = Call(found["call"], self.arguments(depth), start)
        filters = self.predicates(depth)
        steps = self.steps(depth, after_slash=True) if self.take("/") else ()
        return Path(primary, False, filters, steps) if filters or steps else primary

    def arguments(self, depth: int) -> tuple[Expr, ...]:
        """Read what stands between the brackets of a call, the first one already read."""
        if self.take(")"):
            return ()
        found = [self.expression(0, depth + 1)]
        while self.take(","):
            found.append(self.expression(0, depth + 1))
        if not self.take(")"):
            self.fail(Sentence("{one} or {other}", one="“,”", other="“)”"))
        return tuple(found)

    def predicates(self, depth: int) -> tuple[Expr, ...]:
        """Read any number of ``[…]``."""
        found: list[Expr] = []
        while self.take("["):
            found.append(self.expression(0, depth + 2))
            if not self.take("]"):
                self.fail("“]”")
        return tuple(found)

    def path(self, depth: int) -> Expr:
        """Read a location path that starts with a step or a slash."""
        if not self.take("/"):
            return Path(None, False, (), self.steps(depth, after_slash=False))
        if self.text.startswith("/", self.at) or _STEP_START.match(self.text, self.at):
            return Path(None, True, (), self.steps(depth, after_slash=True))
        return Path(None, True, (), ())

    def steps(self, depth: int, *, after_slash: bool) -> tuple[Step, ...]:
        """Read steps; a second slash straight after the first makes ``//``."""
        steps: list[Step] = []
        while True:
            if after_slash and self.text.startswith("/", self.at):
                self.at += 1
                steps.append(ANYWHERE)
            steps.append(self.step(depth))
            if not self.take("/"):
                return tuple(steps)
            after_slash = True

    def step(self, depth: int) -> Step:
        """Read one step with its predicates."""
        self.skip()
        found = _NODE_TEST.match(self.text, self.at)
        if found is None:
            self.fail(Sentence("a value, a path or a function"))
        if dots := found["dots"]:
            self.at = found.end()
            return Step(
                "self" if dots == "." else "parent", KindTest("node"), self.predicates(depth)
            )
        axis = "child"
        if found["at"]:
            axis = "attribute"
            self.at = found.end()
        elif found["after"] == "::":
            axis = found["local"]
            if axis not in AXES or found["prefix"]:
                self.fail(Sentence("one of the axes {names}", names=", ".join(sorted(AXES))))
            self.at = found.end()
        return Step(axis, self.node_test(), self.predicates(depth))

    def node_test(self) -> NameTest | KindTest:
        """Read a name, a ``*`` or a kind of node."""
        self.skip()
        found = _NODE_TEST.match(self.text, self.at)
        if found is None or found["local"] is None or found["after"] == "::":
            self.fail(Sentence("a name"))
        if found["after"] == "(":
            return self.kind_test(found)
        self.at = found.end()
        return NameTest(found["local"], found["prefix"] or "")

    def kind_test(self, found: re.Match[str]) -> KindTest:
        """Read ``node()`` and its like."""
        kind = found["local"]
        if kind not in KINDS or found["prefix"]:
            self.fail(Sentence("a name (a function cannot stand inside a path)"))
        self.at = found.end()
        if kind == "processing-instruction":  # its argument names the target; no form has any
            literal = _OPERAND.match(self.text, self.at)
            if literal is not None and literal.lastgroup == "literal":
                self.at = literal.end()
        if not self.take(")"):
            self.fail("“)”")
        return KindTest(kind)
