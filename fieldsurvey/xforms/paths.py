"""Where the paths of an expression lead among the definitions of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.xforms.definition import NodeDefinition
    from fieldsurvey.xpath import Expression, PathUse

Reached = tuple["NodeDefinition", "NodeDefinition", bool]


def reached(
    expression: Expression,
    context: NodeDefinition,
    root: NodeDefinition,
    base: PathUse | None = None,
) -> Iterator[Reached]:
    """Yield what the expression reads: (target, anchor, soft).

    The anchor is the highest node that the path passes: whoever shares that node's instance with the target is
    concerned by its change. Soft reads (axes that leave the simple walk) concern the reader but do not order it.

    Args:
        expression: a compiled expression.
        context: the node it is evaluated at.
        root: the root element's definition.
        base: the path that leads to the nodes it is evaluated at instead (an itemset's value and label).
    """
    # indexed-repeat walks its paths itself, from the root; a predicate keeps a path from being
    # narrowed.
    free = "indexed-repeat" in expression.functions or "[" in expression.text
    for use in expression.paths:
        own = use
        if base is not None and not use.absolute and not use.current and use.instance is None:
            ends = list(_ends(base, context, root, free=True))
        else:
            ends = [(context, context, False)]
        for start, anchor, soft in ends:
            for target, turned, loose in _walk(own, start, context, root, free=free):
                lower = turned if turned.depth < anchor.depth else anchor
                yield target, lower, soft or loose


def _ends(
    use: PathUse, context: NodeDefinition, root: NodeDefinition, *, free: bool
) -> Iterator[Reached]:
    yield from _walk(use, context, context, root, free=free)


def _walk(
    use: PathUse,
    start: NodeDefinition,
    context: NodeDefinition,
    root: NodeDefinition,
    *,
    free: bool,
) -> Iterator[Reached]:
    if use.instance is not None:
        return
    steps = use.steps
    if use.absolute:
        if not steps or steps[0] not in (root.name, "*", "**"):
            return
        anchor = root if free else _shared(steps, context, root)
        places: list[Reached] = [(root, anchor, False)]
        steps = steps[1:] if steps[0] != "**" else steps
    elif use.current or use.base is None:
        origin = context if use.current else start
        places = [(origin, origin, False)]
    elif use.base.instance is not None:
        return
    else:
        places = list(_walk(use.base, start, context, root, free=free))
    for step in steps:
        places = [end for place in places for end in _step(step, *place)]
    yield from places


def _shared(
    steps: tuple[str, ...], context: NodeDefinition, root: NodeDefinition
) -> NodeDefinition:
    """Return the lowest node that an absolute path has in common with the context, its last step left out.

    An absolute path through a repeat that the context lies in means the context's own instance of it
    (JavaRosa's contextualisation); its last step still names all instances.
    """
    shared = root
    for node, step in zip((*context.line(), context), steps[:-1], strict=False):
        if node.name != step:
            break
        shared = node
    return shared


def _step(step: str, at: NodeDefinition, anchor: NodeDefinition, soft: bool) -> Iterator[Reached]:
    if step == "." or step.startswith("@"):
        yield at, anchor, soft
    elif step == "..":
        if at.parent is not None:
            higher = at.parent if at.parent.depth < anchor.depth else anchor
            yield at.parent, higher, soft
    elif step == "**":
        # Any other axis: whatever lies below, beside or above; the whole form in the worst case.
        top = at
        while top.parent is not None:
            top = top.parent
        for node in top.walk():
            yield node, top, True
    elif step == "*":
        for child in at.children:
            yield child, anchor, soft
    else:
        slot = at.slots.get(step.rpartition(":")[2])
        if slot is not None:
            yield at.children[slot], anchor, soft
