"""Labels, hints, messages and choices as the person sees them, in the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.itemset import indexed_nodes
from fieldsurvey.xpath import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.xforms.choices import Choice
    from fieldsurvey.xforms.definition import Text
    from fieldsurvey.xforms.external import Instances
    from fieldsurvey.xforms.instance import LiveNode
    from fieldsurvey.xforms.itext import Parts, Translations
    from fieldsurvey.xpath import Expression, Host, Node


class Texts:
    """Renders the texts and choice lists of one session.

    Args:
        translations: of the form.
        instances: its secondary instances.
        host: what expressions ask.
        language: the active language.
        note: told of an expression that cannot be evaluated; it then shows as blank.
    """

    def __init__(
        self,
        translations: Translations,
        instances: Instances,
        host: Host,
        language: str | None,
        note: Callable[[Node, XPathError], None],
    ) -> None:
        self._note = note
        self.translations = translations
        self.instances = instances
        self.host = host
        self.language = language

    def render(self, text: Text | None, node: Node) -> str | None:
        """Return a text with its outputs filled in at ``node``; None when there is no text."""
        if text is None:
            return None
        text_id = text.itext
        if text.dynamic is not None:
            text_id = self._string(text.dynamic, node)
        if text_id is None:
            return self._join(text.parts, node)
        parts = self.translations.words(text_id, self.language)
        return None if parts is None else self._join(parts, node)

    def itext(self, text_id: str, node: Node) -> str:
        """Return the text of an id, "" when it has none."""
        return self._join(self.translations.words(text_id, self.language) or (), node)

    def guidance(self, text: Text | None, node: Node) -> str | None:
        """Return the guidance that goes with a hint, None when there is none."""
        if text is None or text.itext is None:
            return None
        parts = self.translations.forms(text.itext, self.language).get("guidance")
        return None if parts is None else self._join(parts, node)

    def media(self, text: Text | None) -> dict[str, str]:
        """Return the files that go with a text: {"image": "jr://images/x.png", …}."""
        return {} if text is None or text.itext is None else self._media(text.itext)

    def choice_media(self, node: LiveNode) -> dict[str, dict[str, str]]:
        """Return the files that go with the choices of a select: value → as `media`; those without any are left out."""
        itemset = node.definition.itemset
        if itemset is None:
            found = ((item.value, self.media(item.label)) for item in node.definition.items)
        elif itemset.label is None or not itemset.label_is_itext:
            return {}
        else:
            label = itemset.label
            found = (
                (
                    self._string(itemset.value, item, node),
                    self._media(self._string(label, item, node)),
                )
                for item in self.items(node)
            )
        return {value: media for value, media in found if media}

    def _media(self, text_id: str) -> dict[str, str]:
        forms = self.translations.forms(text_id, self.language)
        names = ("image", "big-image", "audio", "video")
        return {
            name: "".join(p for p in forms[name] if isinstance(p, str))
            for name in names
            if name in forms
        }

    def _join(self, parts: Parts, node: Node) -> str:
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        words = (p if isinstance(p, str) else self._string(p, node) for p in parts)
        return "".join(words).strip()

    def _string(self, expression: Expression, node: Node, current: Node | None = None) -> str:
        try:
            return expression.string(Context(node, self.host, current=current))
        except XPathError as error:
            self._note(current or node, error)
            return ""

    def choices(self, node: LiveNode) -> list[Choice]:
        """Return the choices of a select now: (value, label), in the order of the list."""
        definition = node.definition
        if definition.itemset is None:
            return [(i.value, self.render(i.label, node) or i.value) for i in definition.items]
        itemset = definition.itemset
        found: list[Choice] = []
        for item in self.items(node):
            value = self._string(itemset.value, item, node)
            label = value if itemset.label is None else self._string(itemset.label, item, node)
            found.append((value, self.itext(label, node) if itemset.label_is_itext else label))
        return found

    def items(self, node: LiveNode) -> Sequence[Node]:
        """Return the nodes that a select's itemset lets through."""
        itemset = node.definition.itemset
        if itemset is None:
            return ()
        context = Context(node, self.host)
        try:
            if itemset.indexed is not None:
                found = indexed_nodes(itemset.indexed, context, self.instances)
                if found is not None:
                    return found
            value = itemset.nodeset.evaluate(context)
        except XPathError as error:
            self._note(node, error)
            return ()
        return value if isinstance(value, list) else ()

    def columns(self, node: LiveNode, value: str) -> dict[str, str]:
        """Return the columns of a choice as its node has them: {"name": "ya", "score": "1", …}; {} when unknown."""
        itemset = node.definition.itemset
        if itemset is None:
            found = (i for i in node.definition.items if i.value == value)
            item = next(found, None)
            return (
                {}
                if item is None
                else {"name": value, "label": self.render(item.label, node) or value}
            )
        for candidate in self.items(node):
            if self._string(itemset.value, candidate, node) == value:
                return {column.name: column.string() for column in candidate.elements()}
        return {}
