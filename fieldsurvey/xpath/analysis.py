"""Which paths and functions an expression uses, for whoever must know when its value can change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fieldsurvey.xpath.syntax import (
    Call,
    Chain,
    Expr,
    KindTest,
    Literal,
    Negation,
    Path,
    Step,
    Union,
)


@dataclass(frozen=True, slots=True)
class PathUse:
    """A location path that an expression uses.

    Attributes:
        steps: local names, ".", "..", "*", "@name", and "**" for any axis that leaves this simple
            walk (``//``, ``following-sibling::`` …): whoever depends on "**" depends on everything
            there.
        absolute: starts at the document (of ``instance``, when that is named).
        instance: starts at ``instance('…')`` with this literal name; "" when the name is computed.
        current: starts at ``current()``.
        in_predicate: sits in a predicate.
        base: for a relative path in a predicate, the path of the step it filters: it starts from
            there. None otherwise.
    """

    steps: tuple[str, ...]
    absolute: bool = False
    instance: str | None = None
    current: bool = False
    in_predicate: bool = False
    base: PathUse | None = None


# Without arguments these read the context node; once() does too, but is no dependency of a node on itself.
_OF_THE_CONTEXT_NODE = frozenset(("string", "number", "string-length", "normalize-space"))


def uses(tree: Expr) -> tuple[tuple[PathUse, ...], frozenset[str]]:
    """Return every path of the expression in the order written, and the names of the functions it calls."""
    walk = _Walk()
    walk.visit(tree, None, in_predicate=False)
    return tuple(walk.paths), frozenset(walk.functions)


class _Walk:
    """Collects paths and function names."""

    def __init__(self) -> None:
        self.paths: list[PathUse] = []
        self.functions: set[str] = set()

    def visit(self, tree: Expr, base: PathUse | None, *, in_predicate: bool) -> list[PathUse]:
        """Collect from the tree; return the paths of the nodes that it gives itself."""
        match tree:
            case Negation(operand):
                self.visit(operand, base, in_predicate=in_predicate)
            case Chain(first, rest):
                self.visit(first, base, in_predicate=in_predicate)
                for _, part in rest:
                    self.visit(part, base, in_predicate=in_predicate)
            case Union(parts):
                return [
                    use for p in parts for use in self.visit(p, base, in_predicate=in_predicate)
                ]
            case Call():
                return self._call(tree, base, in_predicate=in_predicate)
            case Path():
                return self._path(tree, base, in_predicate=in_predicate)
        return []

    def _call(self, call: Call, base: PathUse | None, *, in_predicate: bool) -> list[PathUse]:
        self.functions.add(call.name)
        given: list[PathUse] = []
        for argument in call.arguments:
            given += self.visit(argument, base, in_predicate=in_predicate)
        if call.name == "instance" and call.arguments:
            name = call.arguments[0]
            text = name.text if isinstance(name, Literal) else ""
            return [self._add(PathUse((), absolute=True, instance=text, in_predicate=in_predicate))]
        if call.name == "current":
            return [self._add(PathUse((), current=True, in_predicate=in_predicate))]
        if not call.arguments and call.name in _OF_THE_CONTEXT_NODE:
            return [self._add(PathUse((".",), in_predicate=in_predicate, base=base))]
        return given

    def _path(self, path: Path, base: PathUse | None, *, in_predicate: bool) -> list[PathUse]:
        if path.start is None and not any(step.predicates for step in path.steps):
            names = tuple([_name(step) for step in path.steps])
            relative_to = None if path.absolute else base
            return [
                self._add(PathUse(names, path.absolute, None, False, in_predicate, relative_to))
            ]
        if path.start is None:
            relative_to = None if path.absolute else base
            heads = [PathUse((), path.absolute, in_predicate=in_predicate, base=relative_to)]
        else:
            heads = self.visit(path.start, base, in_predicate=in_predicate)
            if _gives_what_it_names(path.start):
                for head in heads:
                    self.paths.remove(head)  # the longer path stands for its beginning
            for test in path.filters:
                for head in heads or [PathUse(("**",), in_predicate=in_predicate)]:
                    self.visit(test, head, in_predicate=True)
        found = []
        for head in heads:
            place = len(self.paths)
            passed = list(head.steps)
            for step in path.steps:
                passed.append(_name(step))
                for test in step.predicates:
                    self.visit(test, replace(head, steps=tuple(passed)), in_predicate=True)
            use = replace(head, steps=tuple(passed))
            self.paths.insert(place, use)
            found.append(use)
        return found

    def _add(self, use: PathUse) -> PathUse:
        self.paths.append(use)
        return use


def _gives_what_it_names(tree: Expr) -> bool:
    """Return whether the tree's value is the nodes of its paths, and nothing else depends on them."""
    return not isinstance(tree, Call) or tree.name in ("instance", "current")


def _name(step: Step) -> str:
    """Return how the step shows in `PathUse.steps`."""
    plain = isinstance(step.test, KindTest)
    if step.axis == "self" and plain:
        return "."
    if step.axis == "parent" and plain:
        return ".."
    name = "*" if isinstance(step.test, KindTest) else step.test.local
    if step.axis == "child":
        return name
    return f"@{name}" if step.axis == "attribute" else "**"
