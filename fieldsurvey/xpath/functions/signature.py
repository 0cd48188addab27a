"""How a function is declared, checked and bound to its arguments.

A function of the table is plain Python over plain values. Its ``takes`` says what it wants, one letter an argument:
``s`` text, ``n`` number, ``v`` the value as it is, ``x`` nodes; what follows ``?`` may be left out, and a last ``*`` or
``+`` repeats the letter before it any number of times or at least once. A function that must see its arguments
unevaluated (``if``, ``coalesce``) is a *form*: it gets the compiled pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import Sentence, XPathError
from fieldsurvey.xpath.code import Code, of_any, of_boolean, of_nodes, of_number, of_string

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.xpath.context import Column, Context

_KINDS: dict[str, Callable[[Any], Code]] = {
    "string": of_string,
    "number": of_number,
    "boolean": of_boolean,
    "nodes": of_nodes,
    "any": of_any,
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the table.

    Attributes:
        name: as expressions call it.
        letters: the kind of each argument; the last one stands for all further ones when ``most``
            is None.
        least: how many arguments it needs.
        most: how many it takes, None for any number.
        bind: makes the piece from the compiled arguments.
    """

    name: str
    letters: str
    least: int
    most: int | None
    bind: Callable[[Sequence[Code]], Code]

    def check(self, count: int) -> str | None:
        """Return what is wrong with that number of arguments, None when nothing is."""
        if count >= self.least and (self.most is None or count <= self.most):
            return None
        told = {"name": self.name, "least": self.least, "most": self.most, "count": count}
        one = self.least == 1 and self.most in (None, 1)
        if self.most is None and one:
            return Sentence("{name}() takes at least {least} argument, not {count}", **told)
        if self.most is None:
            return Sentence("{name}() takes at least {least} arguments, not {count}", **told)
        if one:
            return Sentence("{name}() takes {least} argument, not {count}", **told)
        if self.most == 0:
            return Sentence("{name}() takes no arguments, not {count}", **told)
        if self.most == self.least:
            return Sentence("{name}() takes {least} arguments, not {count}", **told)
        return Sentence("{name}() takes {least} to {most} arguments, not {count}", **told)


TABLE: dict[str, Function] = {}


def refused(what: Sentence) -> XPathError:
    """Return the error for what a function cannot take; `Expression` adds the whole expression to it."""
    return XPathError(what=what, expression="")


def function(
    name: str,
    takes: str,
    gives: str,
    *,
    context: bool = False,
    here: bool = False,
    column: Callable[[Column], float] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Put a plain function into the table.

    Args:
        name: as expressions call it.
        takes: letters of its arguments, see above.
        gives: kind of its value: "string", "number", "boolean", "nodes" or "any".
        context: whether it wants the context as its first argument.
        here: whether it reads the context node when it is called without arguments.
        column: the same from the account that a form keeps of its one argument, a path.
    """
    letters, least, most = _counts(takes)

    def put(call: Callable[..., Any]) -> Callable[..., Any]:
        def bind(codes: Sequence[Code]) -> Code:
            pieces = [_HERE] if here and not codes else codes
            runs = [_argument(name, letters, place, code) for place, code in enumerate(pieces)]
            run = _closure(call, runs, context=context)
            if column is not None and codes[0].path:
                run = _from_column(column, codes[0].path, run)
            return _KINDS[gives](run)

        TABLE[name] = Function(name, letters, 0 if here else least, most, bind)
        return call

    return put


def _from_column(
    read: Callable[[Column], float], path: str, otherwise: Callable[[Context], Any]
) -> Callable[[Context], Any]:
    def run(context: Context) -> Any:
        column = context.host.column(path, context.node)
        return otherwise(context) if column is None else read(column)

    return run


def form(
    name: str, least: int, most: int | None
) -> Callable[[Callable[..., Code]], Callable[..., Code]]:
    """Put a function that gets its arguments as compiled pieces into the table."""

    def put(bind: Callable[[Sequence[Code]], Code]) -> Callable[[Sequence[Code]], Code]:
        TABLE[name] = Function(name, "", least, most, bind)
        return bind

    return put


def _counts(takes: str) -> tuple[str, int, int | None]:
    needed, _, optional = takes.partition("?")
    if takes.endswith("*"):
        return takes[:-1].replace("?", ""), len(needed) - 2, None
    if takes.endswith("+"):
        return takes[:-1], len(needed) - 1, None
    return needed + optional, len(needed), len(needed + optional)


_HERE = of_nodes(lambda c: [c.node])


def _argument(name: str, letters: str, place: int, code: Code) -> Callable[[Context], Any]:
    letter = letters[min(place, len(letters) - 1)]
    if letter == "s":
        return code.string
    if letter == "n":
        return code.number
    run = code.value
    if letter == "v":
        return run

    def nodes(context: Context) -> Any:
        value = run(context)
        if not isinstance(value, list):
            raise refused(Sentence("{name}() wants nodes (a path), not a value", name=name))
        return value

    return run if code.kind == "nodes" else nodes


def _closure(
    call: Callable[..., Any], runs: list[Callable[[Context], Any]], *, context: bool
) -> Callable[[Context], Any]:
    if context:
        return lambda c: call(c, *[run(c) for run in runs])
    if not runs:
        return lambda _: call()
    if len(runs) == 1:
        (a,) = runs
        return lambda c: call(a(c))
    if len(runs) == 2:
        a, b = runs
        return lambda c: call(a(c), b(c))
    return lambda c: call(*[run(c) for run in runs])
