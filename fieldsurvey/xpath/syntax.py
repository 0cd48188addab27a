"""The syntax tree of an expression: small frozen classes, and `unparse`, which writes one back as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

# A level binds tighter the higher it is (XPath 1.0 §3.4, §3.5).
LEVELS = {
    "or": 0,
    "and": 1,
    "=": 2,
    "!=": 2,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
    "mod": 5,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; ``text`` keeps its digits."""

    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted text, without its quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus before an operand."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one level, applied from left to right: ``a + b - c``.

    A chain is flat, so that a sum over a hundred questions is no deeper than one over two.
    """

    first: Expr
    rest: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Node lists joined by ``|``."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; ``at`` is its place in the text, from 0."""

    name: str
    arguments: tuple[Expr, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class NameTest:
    """A name in a step: ``q``, ``orx:meta``, ``*`` (local ``*``) or ``orx:*``."""

    local: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class KindTest:
    """``node()``, ``text()``, ``comment()`` or ``processing-instruction()`` in a step."""

    kind: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path; ``.`` is ``self::node()`` and ``..`` is ``parent::node()``."""

    axis: str
    test: NameTest | KindTest
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path.

    Attributes:
        start: an expression that gives nodes, as ``instance('x')`` in ``instance('x')/root``; None
            otherwise.
        absolute: begins with ``/``.
        filters: predicates on ``start`` itself.
        steps: the steps after it; ``//`` is the step ``descendant-or-self::node()``.
    """

    start: Expr | None
    absolute: bool
    filters: tuple[Expr, ...]
    steps: tuple[Step, ...]


Expr: TypeAlias = Number | Literal | Negation | Chain | Union | Call | Path

ANYWHERE = Step("descendant-or-self", KindTest("node"))


def unparse(tree: Expr) -> str:
    """Return text that parses to the same tree."""
    match tree:
        case Number(text):
            return text
        case Literal(text):
            return f"'{text}'" if "'" not in text else f'"{text}"'
        case Negation(operand):
            return f"-{_grouped(operand)}"
        case Chain(first, rest):
            return " ".join([_grouped(first), *(f"{sign} {_grouped(part)}" for sign, part in rest)])
        case Union(parts):
            return " | ".join(_grouped(part) for part in parts)
        case Call(name, arguments):
            return f"{name}({', '.join(unparse(a) for a in arguments)})"
        case Path(start, absolute, filters, steps):
            head = "" if start is None else unparse(start)
            if not isinstance(start, Literal | Call | None):
                head = f"({head})"  # (a/b)[1] is one node, a/b[1] one for each a
            head += "".join(f"[{unparse(f)}]" for f in filters)
            between = "/" if absolute or start is not None else ""
            walk = "/".join(_step(step) for step in steps)
            return head + between + walk if steps or absolute else head


def _grouped(tree: Expr) -> str:
    text = unparse(tree)
    bare = isinstance(tree, Number | Literal | Call) or (
        isinstance(tree, Path) and bool(tree.steps)
    )
    return text if bare else f"({text})"


def _step(step: Step) -> str:
    test = step.test
    if isinstance(test, KindTest):
        name = f"{test.kind}()"
    else:
        name = f"{test.prefix}:{test.local}" if test.prefix else test.local
    return f"{step.axis}::{name}" + "".join(f"[{unparse(p)}]" for p in step.predicates)
