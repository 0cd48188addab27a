"""Labels, hints, messages and choices as the person sees them, in the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.xforms.itemset import indexed_nodes
from fieldsurvey.xpath import Context, to_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xforms.choices import Choice
    from fieldsurvey.xforms.definition import Text
    from fieldsurvey.xforms.external import Instances
    from fieldsurvey.xforms.instance import LiveNode
    from fieldsurvey.xforms.itext import Parts, Translations
    from fieldsurvey.xpath import Host, Node


class Texts:
    """Renders the texts and choice lists of one session.

    Args:
        translations: of the form.
        instances: its secondary instances.
        host: what expressions ask.
        language: the active language.
    """

    def __init__(
        self, translations: Translations, instances: Instances, host: Host, language: str | None
    ) -> None:
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
            text_id = text.dynamic.string(Context(node, self.host))
        if text_id is None:
            return self._join(text.parts, node)
        parts = self.translations.words(text_id, self.language)
        return None if parts is None else self._join(parts, node)

    def itext(self, text_id: str, node: Node) -> str:
        """Return the text of an id, "" when it has none."""
        return self._join(self.translations.words(text_id, self.language) or (), node)

    def media(self, text: Text | None) -> dict[str, str]:
        """Return the files that go with a text: {"image": "jr://images/x.png", …}."""
        if text is None or text.itext is None:
            return {}
        forms = self.translations.forms(text.itext, self.language)
        names = ("image", "big-image", "audio", "video")
        return {
            name: "".join(p for p in forms[name] if isinstance(p, str))
            for name in names
            if name in forms
        }

    def _join(self, parts: Parts, node: Node) -> str:
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        context = Context(node, self.host)
        return "".join(
            part if isinstance(part, str) else part.string(context) for part in parts
        ).strip()

    def choices(self, node: LiveNode) -> list[Choice]:
        """Return the choices of a select now: (value, label), in the order of the list."""
        definition = node.definition
        if definition.itemset is None:
            return [(i.value, self.render(i.label, node) or i.value) for i in definition.items]
        itemset = definition.itemset
        found: list[Choice] = []
        for item in self.items(node):
            context = Context(item, self.host, current=node)
            value = itemset.value.string(context)
            if itemset.label is None:
                label = value
            elif itemset.label_is_itext:
                label = self.itext(itemset.label.string(context), node)
            else:
                label = itemset.label.string(context)
            found.append((value, label))
        return found

    def items(self, node: LiveNode) -> Sequence[Node]:
        """Return the nodes that a select's itemset lets through."""
        itemset = node.definition.itemset
        if itemset is None:
            return ()
        context = Context(node, self.host)
        if itemset.indexed is not None:
            found = indexed_nodes(itemset.indexed, context, self.instances)
            if found is not None:
                return found
        value = itemset.nodeset.evaluate(context)
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
            if (
                to_string(itemset.value.evaluate(Context(candidate, self.host, current=node)))
                == value
            ):
                return {column.name: column.string() for column in candidate.elements()}
        return {}
