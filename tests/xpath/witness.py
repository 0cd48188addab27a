"""An independent witness of the parser: the grammar of the specification, read by lark into the same syntax tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path as File
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from fieldsurvey.xpath.syntax import (
    ANYWHERE,
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


class _Predicate(tuple[Expr]):
    """An expression in square brackets."""

    __slots__ = ()


class _Trees(Transformer[Token, Any]):
    """From the grammar's productions to our syntax tree."""

    def start(self, parts: list[Any]) -> Any:
        return parts[0]

    def chain(self, parts: list[Any]) -> Any:
        if len(parts) == 1:
            return parts[0]
        rest = zip(parts[1::2], parts[2::2], strict=True)
        return Chain(parts[0], tuple((str(sign), operand) for sign, operand in rest))

    def unary(self, parts: list[Any]) -> Any:
        *minuses, operand = parts
        for _ in range(len(minuses) and 2 - len(minuses) % 2):
            operand = Negation(operand)
        return operand

    def union(self, parts: list[Any]) -> Any:
        return Union(tuple(parts)) if len(parts) > 1 else parts[0]

    def number(self, parts: list[Any]) -> Expr:
        return Number(str(parts[0]))

    def literal(self, parts: list[Any]) -> Expr:
        return Literal(parts[0][1:-1])

    def bracketed(self, parts: list[Any]) -> Any:
        return parts[0]

    def call(self, parts: list[Any]) -> Expr:
        name, *arguments = parts
        return Call(str(name), tuple(arguments), name.start_pos)

    def predicate(self, parts: list[Any]) -> _Predicate:
        return _Predicate(parts)

    def filtered(self, parts: list[Any]) -> Expr:
        start, *others = parts
        filters = tuple(p[0] for p in others if isinstance(p, _Predicate))
        steps = _after(others[len(filters) :])
        return (
            Path(start, absolute=False, filters=filters, steps=steps) if filters or steps else start
        )

    def relative_path(self, parts: list[Any]) -> Expr:
        return Path(None, absolute=False, filters=(), steps=_after(parts))

    def absolute_path(self, parts: list[Any]) -> Expr:
        return Path(None, absolute=True, filters=(), steps=_after(parts))

    def relative(self, parts: list[Any]) -> tuple[Step, ...]:
        return _steps(parts)

    def dots(self, parts: list[Any]) -> Step:
        axis = "parent" if parts[0] == ".." else "self"
        return Step(axis, KindTest("node"), tuple(p[0] for p in parts[1:]))

    def named(self, parts: list[Any]) -> Step:
        axis = parts.pop(0) if isinstance(parts[0], str) else "child"
        return Step(axis, parts[0], tuple(p[0] for p in parts[1:]))

    def axis(self, parts: list[Any]) -> str:
        return "attribute" if parts[0] == "@" else str(parts[0])

    def name_test(self, parts: list[Any]) -> NameTest:
        prefix, _, local = str(parts[0]).rpartition(":")
        return NameTest(local, prefix)

    def kind_test(self, parts: list[Any]) -> KindTest:
        return KindTest(str(parts[0]))


def _after(parts: list[Any]) -> tuple[Step, ...]:
    """Return the steps after an optional slash, or two."""
    anywhere = (ANYWHERE,) if parts and parts[0] == "//" else ()
    return (*anywhere, *(step for part in parts if not isinstance(part, str) for step in part))


def _steps(parts: list[Any]) -> tuple[Step, ...]:
    """Return steps with the ones that ``//`` stands for."""
    found: list[Step] = []
    for part in parts:
        if isinstance(part, Step):
            found.append(part)
        elif part == "//":
            found.append(ANYWHERE)
    return tuple(found)


@cache
def _grammar() -> Lark:
    text = File(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False)


def read(text: str) -> Expr | None:
    """Return the syntax tree of an expression, None when the grammar does not derive it."""
    try:
        return _Trees().transform(_grammar().parse(text))  # type: ignore[no-any-return]
    except UnexpectedInput:
        return None
