"""An expression, compiled once to Python closures and evaluated many times."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from fieldsurvey.errors import Sentence, XPathError
from fieldsurvey.xpath import operators
from fieldsurvey.xpath.analysis import PathUse, uses
from fieldsurvey.xpath.code import Code, constant, of_any
from fieldsurvey.xpath.functions import TABLE
from fieldsurvey.xpath.parser import parse
from fieldsurvey.xpath.paths import NAMESPACES, Paths
from fieldsurvey.xpath.syntax import Call, Chain, Expr, Literal, Negation, Number, Path, Union

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.xpath.context import Context
    from fieldsurvey.xpath.values import Value

TOO_DEEP = "too many nested brackets and calls"
REMEMBERED = 20_000  # expressions: more than the largest forms have


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; immutable, safe to share.

    Attributes:
        text: the expression as written.
        paths: every location path it uses, in the order written, those of predicates included.
        functions: names of the functions it calls ("now", "random", "once", "position", "jr:itext"
            …).
        faults: unknown functions and wrong numbers of arguments, when it was compiled with
            ``lenient``.
        code: its closures.
    """

    text: str
    paths: tuple[PathUse, ...]
    functions: frozenset[str]
    faults: tuple[str, ...]
    code: Code

    def placed(self, error: RecursionError | XPathError) -> XPathError:
        """Return what went wrong in its `code` as an error of the whole expression."""
        return _placed(error, self.text)

    def evaluate(self, context: Context) -> Value:
        """Return the value in that context.

        Raises:
            XPathError: the value cannot be had.
        """
        try:
            return self.code.value(context)
        except (RecursionError, XPathError) as error:
            raise self.placed(error) from error

    def string(self, context: Context) -> str:
        """Return the value as text; raises as `evaluate`."""
        try:
            return self.code.string(context)
        except (RecursionError, XPathError) as error:
            raise self.placed(error) from error

    def number(self, context: Context) -> float:
        """Return the value as a number, NaN when blank; raises as `evaluate`."""
        try:
            return self.code.number(context)
        except (RecursionError, XPathError) as error:
            raise self.placed(error) from error

    def boolean(self, context: Context) -> bool:
        """Return the value as true or false; raises as `evaluate`."""
        try:
            return self.code.boolean(context)
        except (RecursionError, XPathError) as error:
            raise self.placed(error) from error


def _placed(error: RecursionError | XPathError, text: str) -> XPathError:
    """Return the error with the whole expression: a function knows itself, not what it was called in."""
    what = error.params["what"] if isinstance(error, XPathError) else TOO_DEEP
    return XPathError(what=what, expression=text)


def compile_expression(
    text: str, namespaces: Mapping[str, str] | None = None, *, lenient: bool = False
) -> Expression:
    """Return the compiled expression, from a bounded cache when it was compiled before.

    Args:
        text: an ODK XPath expression.
        namespaces: prefix → URI for prefixed names, beside the usual ones of ODK forms.
        lenient: let unknown functions and wrong numbers of arguments pass until they are
            evaluated, which ``and``, ``or`` and ``if()`` may never do; they are listed in
            ``faults``.

    Raises:
        XPathError: syntax, an unknown function (with a suggestion), a wrong number of arguments,
            too deep a nesting.
    """
    expression = _compiled(text, tuple(sorted((namespaces or {}).items())))
    if expression.faults and not lenient:
        raise XPathError(what=expression.faults[0], expression=text)
    return expression


@lru_cache(maxsize=REMEMBERED)
def _compiled(text: str, namespaces: tuple[tuple[str, str], ...]) -> Expression:
    try:
        tree = parse(text)
        compiler = _Compiler(text, dict(namespaces))
        code = compiler.code(tree)
        paths, functions = uses(tree)
    except (RecursionError, XPathError) as error:
        raise _placed(error, text) from error
    return Expression(text, paths, functions, tuple(compiler.faults), code)


class _Compiler:
    """Turns the syntax tree of one expression into closures."""

    def __init__(self, text: str, namespaces: Mapping[str, str]) -> None:
        self.text = text
        self.namespaces = namespaces
        self.faults: list[str] = []
        self.paths = Paths(self.code, namespaces, text)

    def code(self, tree: Expr) -> Code:
        """Return the closures of a tree."""
        match tree:
            case Path():
                return self.paths.path(tree)
            case Call():
                return self._call(tree)
            case Literal(text):
                return constant(text)
            case Number(text):
                return constant(float(text))
            case Chain(first, rest):
                return operators.chain(
                    self.code(first), [(sign, self.code(part)) for sign, part in rest]
                )
            case Negation(operand):
                return operators.negation(self.code(operand))
            case Union(parts):
                return self.paths.union([self.code(part) for part in parts])

    def _call(self, call: Call) -> Code:
        function = TABLE.get(call.name)
        if ":" in call.name and self.namespaces.get("jr", NAMESPACES["jr"]) != NAMESPACES["jr"]:
            function = None  # the form gives the prefix another meaning
        if function is None:
            return self._fault(call, _unknown(call.name))
        wrong = function.check(len(call.arguments))
        if wrong is not None:
            return self._fault(call, wrong)
        if call.name == "indexed-repeat":
            return function.bind([self._unindexed(argument) for argument in call.arguments])
        return function.bind([self.code(argument) for argument in call.arguments])

    def _unindexed(self, tree: Expr) -> Code:
        return self.paths.path(tree, indexed=False) if isinstance(tree, Path) else self.code(tree)

    def _fault(self, call: Call, what: str) -> Code:
        fault = Sentence("position {at}: {what}", at=call.at + 1, what=what)
        self.faults.append(fault)
        text = self.text

        def run(_: Context) -> NoReturn:
            raise XPathError(what=fault, expression=text)

        return of_any(run)


def _unknown(name: str) -> Sentence:
    near = difflib.get_close_matches(name.lower(), TABLE, n=1, cutoff=0.6)
    if not near:
        return Sentence("there is no function {name}()", name=name)
    return Sentence(
        "there is no function {name}(); did you mean {near}()?", name=name, near=near[0]
    )
