"""An expression, compiled once to Python closures and evaluated many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.xpath.values import to_boolean, to_number, to_string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldsurvey.xpath.context import Context
    from fieldsurvey.xpath.values import Value


@dataclass(frozen=True, slots=True)
class PathUse:
    """A location path that an expression uses, for dependency analysis.

    Attributes:
        steps: local names, ".", "..", "*", "@name", and "**" for any axis that leaves this simple walk
            (``//``, ``following-sibling::`` …): whoever depends on "**" depends on everything there.
        absolute: starts at the document (of ``instance``, when that is named).
        instance: starts at ``instance('…')`` with this literal name; "" when the name is computed.
        current: starts at ``current()``.
        in_predicate: sits in a predicate.
        base: for a relative path in a predicate, the path of the step it filters: it starts from there. None otherwise.
    """

    steps: tuple[str, ...]
    absolute: bool = False
    instance: str | None = None
    current: bool = False
    in_predicate: bool = False
    base: PathUse | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; immutable, safe to share.

    Attributes:
        text: the expression as written.
        paths: every location path it uses, in the order written, those of predicates included.
        functions: names of the functions it calls ("now", "random", "once", "position", "jr:itext" …).
    """

    text: str
    paths: tuple[PathUse, ...]
    functions: frozenset[str]
    run: Callable[[Context], Value]

    def evaluate(self, context: Context) -> Value:
        """Return the value in that context; raises XPathError when it cannot be had."""
        return self.run(context)

    def string(self, context: Context) -> str:
        """Return the value as text."""
        return to_string(self.run(context))

    def number(self, context: Context) -> float:
        """Return the value as a number, NaN when blank."""
        return to_number(self.run(context))

    def boolean(self, context: Context) -> bool:
        """Return the value as true or false."""
        return to_boolean(self.run(context))


def compile_expression(text: str, namespaces: Mapping[str, str] | None = None) -> Expression:
    """Return the compiled expression, from a bounded cache when it was compiled before.

    Args:
        text: an ODK XPath expression.
        namespaces: prefix → URI for prefixed names; without it prefixes of names are compared as written.

    Raises:
        XPathError: syntax, an unknown function (with a suggestion), a wrong number of arguments, too deep a nesting.
    """
    raise NotImplementedError
