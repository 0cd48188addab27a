"""What changed between two versions of a form, and whether answers given to the old one still fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldsurvey.xforms.wording import offered, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.xforms.definition import NodeDefinition
    from fieldsurvey.xforms.form import Form
    from fieldsurvey.xpath import Expression

Effect = Literal["harmless", "warning", "data loss"]
# From → to: every stored answer of the one reads as the other.
_WIDENS = {("int", "decimal"), ("select1", "select"), ("rank", "select")}
_LOGIC = {
    "relevant": "answers may be hidden and then stay out of the submission",
    "constraint": "stored answers may break it; they are kept and flagged",
    "calculate": "stored results are computed anew when the answers are opened",
    "count": "instances beyond the new count are put aside",
    "readonly": "",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        what: "added", "removed", "moved", "type", "label", "hint", "choice added", "choice removed", "choice label",
            "filter", "relevant", "required", "constraint", "calculate", "count", "readonly", "default", "language
            added" or "language removed".
        ref: template path of the node in the new form; in the old one when it was removed; "" for the whole form.
        old, new: what was there and what is there now, "" when nothing.
        effect: on stored answers; why: in one sentence, "" when nothing happens to them.
        language: of a label or hint, None when the form has no languages.
        choice: value of the choice concerned, "" when none is.
    """

    what: str
    ref: str
    old: str = ""
    new: str = ""
    effect: Effect = "harmless"
    why: str = ""
    language: str | None = None
    choice: str = ""

    def __str__(self) -> str:
        choice = f" {self.choice}" if self.choice else ""
        language = f" ({self.language})" if self.language else ""
        values = (
            f": {self.old or '(none)'} → {self.new or '(none)'}" if self.old or self.new else ""
        )
        why = f"; {self.why}" if self.why else ""
        return f"{self.effect}: {self.ref or 'form'}: {self.what}{choice}{language}{values}{why}"


def compare_forms(old: Form, new: Form) -> list[Change]:
    """Return what changed, in the new form's order, what was removed after it."""
    before = {d.ref: d for d in old.definitions}
    after = {d.ref: d for d in new.definitions}
    moved = _moved(before, after)
    origins = {there: here for here, there in moved.items()}
    found = [
        *(
            Change("language added", "", new=name)
            for name in new.languages
            if name not in old.languages
        ),
        *(
            Change("language removed", "", old=name)
            for name in old.languages
            if name not in new.languages
        ),
    ]
    for ref, definition in after.items():
        origin = before.get(origins.get(ref, ref))
        if origin is None:
            found.append(_added(definition))
            continue
        if ref in origins:
            why = "stored answers stay at the old place and are reported as left over"
            found.append(
                Change(
                    "moved",
                    ref,
                    origin.ref,
                    ref,
                    "data loss" if _asked(origin) else "harmless",
                    why,
                )
            )
        found += _changed(old, origin, new, definition)
    found += [_removed(d) for ref, d in before.items() if ref not in after and ref not in moved]
    return found


def _moved(before: dict[str, NodeDefinition], after: dict[str, NodeDefinition]) -> dict[str, str]:
    """Return old ref → new ref of questions whose name stands just once among what is gone and what is new."""
    gone: dict[str, list[str]] = {}
    come: dict[str, list[str]] = {}
    for these, those, names in ((before, after, gone), (after, before, come)):
        for ref, definition in these.items():
            if ref not in those and definition.is_leaf:
                names.setdefault(definition.name, []).append(ref)
    return {
        refs[0]: come[name][0]
        for name, refs in gone.items()
        if len(refs) == 1 and len(come.get(name, ())) == 1
    }


def _asked(definition: NodeDefinition) -> bool:
    """Return whether a person answers it (or a device fills it), so that its value cannot be computed again."""
    return definition.is_leaf and definition.calculate is None


def _added(definition: NodeDefinition) -> Change:
    if definition.control not in ("group", "repeat", None) and definition.required is not None:
        why = "required: finished answers lack it"
        return Change("added", definition.ref, effect="warning", why=why)
    return Change("added", definition.ref)


def _removed(definition: NodeDefinition) -> Change:
    if definition.is_repeat or _asked(definition):
        why = "stored answers have no place and are reported as left over"
        return Change("removed", definition.ref, effect="data loss", why=why)
    return Change("removed", definition.ref)


def _changed(
    old: Form, origin: NodeDefinition, new: Form, definition: NodeDefinition
) -> Iterator[Change]:
    ref = definition.ref
    yield from _retyped(origin, definition)
    languages: tuple[str | None, ...] = tuple(n for n in new.languages if n in old.languages)
    for language in languages or (None,):
        for part in ("label", "hint"):
            said, says = (
                words(form, getattr(one, part), language)
                for form, one in ((old, origin), (new, definition))
            )
            if said != says:
                yield Change(part, ref, said, says, language=language)
    yield from _rechosen(old, origin, new, definition, languages or (None,))
    for part, why in _LOGIC.items():
        was, now = _text(getattr(origin, part)), _text(getattr(definition, part))
        if was != now:
            effect: Effect = "warning" if why and (now or part == "calculate") else "harmless"
            yield Change(part, ref, was, now, effect, why if effect == "warning" else "")
    was, now = _text(origin.required), _text(definition.required)
    if was != now:
        why = "finished answers may lack it"
        yield Change(
            "required", ref, was, now, "warning" if now else "harmless", why if now else ""
        )
    if origin.seed.text != definition.seed.text:
        yield Change("default", ref, origin.seed.text, definition.seed.text)


def _text(expression: Expression | None) -> str:
    return "" if expression is None else expression.text


def _kind(definition: NodeDefinition) -> str:
    """Return what kind of node it is, as people name it."""
    if definition.is_repeat:
        return "repeat"
    if not definition.is_leaf:
        return "group"
    return str(definition.control) if definition.chooses else definition.datatype


def _retyped(origin: NodeDefinition, definition: NodeDefinition) -> Iterator[Change]:
    was, now = _kind(origin), _kind(definition)
    if was == now:
        return
    why = ""
    effect: Effect = "harmless"
    if "group" in (was, now) or "repeat" in (was, now):
        effect, why = "data loss", "stored answers have no place and are reported as left over"
        if {was, now} == {"group", "repeat"}:
            effect, why = (
                "warning",
                "stored answers become the first instance, or only the first one is kept",
            )
    elif (was, now) == ("select", "select1"):
        effect, why = "warning", "several chosen values do not fit one choice"
    elif now != "string" and (was, now) not in _WIDENS:
        effect, why = "warning", f"answers that do not read as {now} are kept and flagged"
    yield Change("type", definition.ref, was, now, effect, why)


def _rechosen(
    old: Form,
    origin: NodeDefinition,
    new: Form,
    definition: NodeDefinition,
    languages: tuple[str | None, ...],
) -> Iterator[Change]:
    """Yield what changed in the choices."""
    if not (origin.chooses and definition.chooses):
        return
    ref = definition.ref
    was, now = (
        "" if one.itemset is None else one.itemset.nodeset.text for one in (origin, definition)
    )
    if was != now:
        why = "a stored choice that it leaves out is cleared at the next answer"
        yield Change("filter", ref, was, now, "warning", why)
    lists = [(offered(old, origin, name), offered(new, definition, name)) for name in languages]
    values, remaining = lists[0]
    for value in remaining:
        if value not in values:
            yield Change("choice added", ref, choice=value, new=remaining[value])
    for value in values:
        if value not in remaining:
            why = "stored answers that chose it are no longer offered it"
            yield Change("choice removed", ref, values[value], "", "warning", why, choice=value)
    for language, (said, says) in zip(languages, lists, strict=True):
        for value in says:
            if value in said and said[value] != says[value]:
                yield Change(
                    "choice label", ref, said[value], says[value], language=language, choice=value
                )
