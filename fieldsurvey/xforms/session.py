"""A form being filled: the public surface of the engine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError, FormInvalid
from fieldsurvey.xforms import refs
from fieldsurvey.xforms.actions import FIRST_LOAD, LOAD, Actions
from fieldsurvey.xforms.choices import Choice, allowed_part, chosen_text
from fieldsurvey.xforms.codecs import Encoded, encode_answer, timestamp
from fieldsurvey.xforms.columns import Columns
from fieldsurvey.xforms.graph import Kind
from fieldsurvey.xforms.host import SessionHost
from fieldsurvey.xforms.instance import DocumentNode, LiveNode, grow
from fieldsurvey.xforms.kept import Arrivals, Keeping, kept_values
from fieldsurvey.xforms.load import load_instance
from fieldsurvey.xforms.meta import ensure_instance_id, start_edit
from fieldsurvey.xforms.preload import preload_value
from fieldsurvey.xforms.recalculate import Recalculation
from fieldsurvey.xforms.repeats import Repeats
from fieldsurvey.xforms.serialise import to_xml
from fieldsurvey.xforms.texts import Texts
from fieldsurvey.xforms.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from fieldsurvey.errors import XPathError
    from fieldsurvey.xforms.form import Form
    from fieldsurvey.xforms.graph import Computation
    from fieldsurvey.xpath import Node


class FormSession:
    """One response in work. Every method raises AnswerError for a reference that no node has.

    References are paths with positions ("/data/group/rep[2]/q"); keys are accepted wherever references are. Made by
    `Form.start`.

    Attributes:
        form: the form.
        root: the root element of the live instance.
        orphans: values that came by key or in saved XML and have no node in this form.
        changed: references that the last call changed in value, relevance, state, label or choices.
    """

    def __init__(
        self,
        form: Form,
        *,
        now: datetime | Callable[[], datetime] | None,
        device_id: str,
        language: str | None,
        instance_xml: bytes | None,
        values: Mapping[str, str | None] | None,
        properties: Mapping[str, str] | None,
        edit: bool,
    ) -> None:
        self.form = form
        self._host = SessionHost(self, now)
        self._keeping: Keeping | None = None
        self._properties = {"deviceid": device_id, **(properties or {})}
        chosen = form.translations.default if language is None else self._known_language(language)
        self._texts = Texts(form.translations, form.instances, self._host, chosen, self._note)
        self._open(instance_xml, values, edit=edit)

    def _open(
        self, instance_xml: bytes | None, values: Mapping[str, str | None] | None, *, edit: bool
    ) -> None:
        form = self.form
        self.orphans: dict[str, str | None] = {}
        self.changed: frozenset[str] = frozenset()
        self._clearing = False
        document = DocumentNode()
        self.root = document.root = grow(form.root, form.root.seed, None, document)
        nodes = {node.ref: node for node in self.root.subtree() if node.definition.single}
        columns = Columns(nodes, form.root)
        self._host.open(nodes, columns)
        singles = [nodes.get(definition.ref) for definition in form.definitions]
        self._recalculation = Recalculation(
            form.plan, self._host, self._today, self._adjust, singles, columns
        )
        self._repeats = Repeats(self._recalculation)
        self._actions = Actions(
            form.actions, self._recalculation, self.root, self._today, self._repeats.appear
        )
        if instance_xml is not None:
            self.orphans.update(load_instance(self.root, instance_xml))
        if values:
            arrivals = Arrivals(self.root, lambda _: None, self._repeats.drop)
            arrivals.take(values)
            self.orphans.update(arrivals.orphans)
        self._replaced_id = start_edit(self.root) if edit else None
        fresh = instance_xml is None and not values
        for node in self.root.subtree():
            if node.value:
                self._recode(node)
            if node.definition.preload and (fresh or node.value == ""):
                value = preload_value(node.definition, self._host.now(), self._properties)
                if value is not None:
                    node.take(value)
        if fresh:
            self._actions.load(FIRST_LOAD)  # before anything is calculated, as JavaRosa does
        self._recalculation.mark_own(self.root.subtree())
        self._actions.settle()
        self._actions.load(LOAD)
        self._recalculation.begin()

    def reload(self) -> None:
        """Put the answers through XML and back, as if the form had been closed and opened again."""
        self._open(self.to_xml(), None, edit=False)
        if self._keeping is not None:
            self._keeping.doubt()

    def _recode(self, node: LiveNode) -> None:
        encoded = encode_answer(node.definition.datatype, node.value, self._today)
        node.take(encoded.text, encoded.typed)
        node.malformed = not encoded.valid

    def _today(self) -> date:
        return self._host.now().date()

    def set(self, ref: str, value: str | None) -> frozenset[str]:
        """Answer a question.

        Args:
            ref: of a node that holds a value.
            value: in its XML lexical form; "" clears. What is not of the node's type or breaks its constraint is
                stored too, and shows in `violation`.

        Returns:
            The references that changed: values, relevance, required, readonly, violations, labels and choices.
        """
        node = self._leaf(ref)
        with self._transaction(clearing=True):
            text = chosen_text(node, value or "", self.choices_of)
            self._actions.put(node, encode_answer(node.definition.datatype, text, self._today))
            self._actions.settle()
        return self.changed

    def apply(self, values: Mapping[str, str | None]) -> frozenset[str]:
        """Take values that arrived from elsewhere, in one recalculation.

        Args:
            values: node key → value. ``"/data/rep[uuid]": ""`` says that an instance exists, None that it was removed.
                Keys without a node are kept in `orphans`.

        Returns:
            The references that changed. No answer is cleared, no action is run.
        """
        with self._transaction(clearing=False):
            arrivals = Arrivals(self.root, self._repeats.appear, self._repeats.drop)
            arrivals.take(values)
            self.orphans.update(arrivals.orphans)
            for node in arrivals.touched:
                self._recode(node)
                self._recalculation.value_changed(node)
                self._mark_calculate(node)
            self._actions.settle()
        return self.changed

    def add_repeat(self, ref: str) -> str:
        """Add an instance at the end of a repeat and return its reference.

        Raises:
            AnswerError: no such repeat, or the form fixes how many there are.
        """
        parent, definition = refs.find_repeat(self.root, ref)
        if definition.fixed or definition.count is not None:
            raise AnswerError(ref=ref, what="the form says how many of these there are")
        with self._transaction(clearing=True):
            instance = self._repeats.add(parent, definition)
            self._actions.arrive([instance])
            self._actions.settle()
        return instance.ref

    def remove_repeat(self, ref: str) -> frozenset[str]:
        """Remove a repeat instance and return the references that changed.

        Raises:
            AnswerError: no such instance, or the form fixes how many there are.
        """
        node = self._find(ref)
        if not node.definition.is_repeat:
            raise AnswerError(ref=ref, what="this is not a repeat instance")
        if node.definition.fixed or node.definition.count is not None:
            raise AnswerError(ref=ref, what="the form says how many of these there are")
        with self._transaction(clearing=True):
            self._repeats.drop(node)
            self._actions.settle()
        return self.changed

    @contextmanager
    def _transaction(self, *, clearing: bool) -> Iterator[None]:
        """Gather what one call changes; ``clearing`` lets filtered-out choices be cleared."""
        self._recalculation.begin()
        self._clearing = clearing
        try:
            yield
        finally:
            self._clearing = False
            self.changed = frozenset([node.ref for node in self._recalculation.changed])
            if self._keeping is not None:
                self._keeping.touched.update(self._recalculation.changed)

    def _mark_calculate(self, node: LiveNode) -> None:
        for computation in self.form.plan.of[node.definition.index]:
            if computation.kind is Kind.CALCULATE:
                self._recalculation.mark(computation, node)

    def _adjust(self, computation: Computation, node: LiveNode) -> None:
        """Settle what the recalculation leaves to the session: counts, cleared choices, labels."""
        if computation.kind is Kind.COUNT:
            self._actions.arrive(self._repeats.adjust(computation, node))
        elif computation.kind is Kind.CHOICES:
            self._choices_changed(node)
        elif node.text is not None:
            before, node.text = node.text, None
            if self._label_of(node) != before:
                self._recalculation.changed[node] = None

    def _choices_changed(self, node: LiveNode) -> None:
        before, node.choices = node.choices, None
        if before is not None and self.choices_of(node) != before:
            self._recalculation.changed[node] = None
        if not self._clearing or not node.relevant or node.value == "":
            return
        if node.definition.itemset is None:
            return  # a list that the form writes out always has the same values
        kept = allowed_part(node, self.choices_of(node))
        if kept != node.value:
            self._actions.put(node, Encoded(kept, valid=True, typed=kept))

    def get(self, ref: str) -> str:
        """Return the value in XML lexical form; "" when blank or irrelevant."""
        node = self._find(ref)
        return node.value if node.relevant and node.definition.is_leaf else ""

    def relevant(self, ref: str) -> bool:
        """Return whether the node applies now, with all groups around it."""
        return self._find(ref).relevant

    def required(self, ref: str) -> bool:
        """Return whether an answer must be given."""
        return self._find(ref).required

    def readonly(self, ref: str) -> bool:
        """Return whether the node, or a group around it, may not be answered."""
        node: LiveNode | None = self._find(ref)
        while node is not None:
            if node.readonly:
                return True
            node = node.live_parent
        return False

    def label(self, ref: str) -> str | None:
        """Return the label in the active language with its outputs filled in, None when there is none."""
        return self._label_of(self._find(ref))

    def hint(self, ref: str) -> str | None:
        """Return the hint in the active language, None when there is none."""
        node = self._find(ref)
        return self._texts.render(node.definition.hint, node)

    def guidance(self, ref: str) -> str | None:
        """Return the guidance of the hint (XLSForm ``guidance_hint``), None when there is none."""
        node = self._find(ref)
        return self._texts.guidance(node.definition.hint, node)

    def media(self, ref: str) -> dict[str, str]:
        """Return the files that go with the label: {"image": "jr://images/x.png", …}."""
        return self._texts.media(self._find(ref).definition.label)

    def choice_media(self, ref: str) -> dict[str, dict[str, str]]:
        """Return the files that go with the choices: value → as `media`; those without any are left out."""
        return self._texts.choice_media(self._find(ref))

    def choices(self, ref: str) -> list[Choice]:
        """Return the choices that apply now as (value, label); [] when the question has no list."""
        return list(self.choices_of(self._find(ref)))

    def choice(self, ref: str, value: str) -> Mapping[str, str]:
        """Return a choice's columns as its list has them ({"name": "ya", "score": "1", …}), {} when unknown."""
        return self._texts.columns(self._find(ref), value)

    def violation(self, ref: str) -> Violation | None:
        """Return what is wrong with the answer, None when nothing is."""
        return self._violation_of(self._find(ref))

    def problems(self) -> list[tuple[str, Violation]]:
        """Return every reference with a violation, in document order."""
        found = ((node, self._violation_of(node)) for node in self.root.subtree())
        return [(node.ref, violation) for node, violation in found if violation is not None]

    @property
    def faults(self) -> dict[str, str]:
        """Expressions that could not be evaluated with these answers: reference → why. They read as blank."""
        return {node.ref: why for node, why in self._recalculation.faults.items()}

    def _note(self, node: Node, error: XPathError) -> None:
        if isinstance(node, LiveNode):
            self._recalculation.faults[node] = str(error)

    def refs(self) -> list[str]:
        """Return the references of all nodes that hold values, irrelevant ones too, in document order."""
        return [node.ref for node in self.root.subtree() if node.definition.is_leaf]

    def key(self, ref: str) -> str:
        """Return the stable key of the node at a reference."""
        return refs.key_of(self._find(ref))

    def ref(self, key: str) -> str:
        """Return the reference, as of now, of the node with that key."""
        return self._find(key).ref

    def instances(self, ref: str) -> list[str]:
        """Return the references of a repeat's instances."""
        parent, definition = refs.find_repeat(self.root, ref)
        return [instance.ref for instance in parent.instances(definition.slot)]

    @property
    def language(self) -> str | None:
        """The active language as the form names it; None when the form has no languages."""
        return self._texts.language

    @language.setter
    def language(self, name: str) -> None:
        self._texts.language = self._known_language(name)
        for node in self.root.subtree():
            node.text = node.choices = None

    def _known_language(self, name: str) -> str:
        found = self.form.translations.find(name)
        if found is None:
            raise AnswerError(ref=name, what="the form has no such language")
        return found

    def finalize(self) -> None:
        """Close the answers: note the time of the end, and check everything.

        Raises:
            FormInvalid: answers are missing or not accepted; ``problems`` lists them.
        """
        problems = self.problems()
        if problems:
            raise FormInvalid(list(problems))
        with self._transaction(clearing=False):
            for node in self.root.subtree():
                definition = node.definition
                if (definition.preload, definition.preload_parameter) == ("timestamp", "end"):
                    self._actions.put(node, timestamp(self._host.now()))
            self._actions.settle()

    def to_xml(self) -> bytes:
        """Return the answers as an OpenRosa submission; irrelevant nodes are left out."""
        ensure_instance_id(self.root)
        if self._keeping is not None:
            self._keeping.touched.update(dict.fromkeys(self.root.subtree()))
        return to_xml(self.root, self.form, self._replaced_id)

    def attachments(self) -> list[str]:
        """Return the names of the files that go with the submission: each once, in the order of the form."""
        nodes = (node for node in self.root.subtree() if node.definition.control == "upload")
        names = (node.string() for node in nodes if node.relevant)
        return list(dict.fromkeys(filter(None, names)))

    def kept_values(self) -> dict[str, str | None]:
        """Return what a journal keeps, by node key: see `kept.kept_values`."""
        return kept_values([*self.root.subtree(), *self._repeats.spared()], self._repeats.removed)

    def keeping(self) -> Keeping:
        """Return what a journal keeps, as of the last look; a look costs as much as changed since.

        There is one for a session: looking with it is for who writes the journal.
        """
        if self._keeping is None:
            self._keeping = Keeping(self.kept_values, lambda: self._repeats.departures)
        return self._keeping

    def choices_of(self, node: LiveNode) -> list[Choice]:
        """Return the choices of a node, listed once until their inputs change."""
        if node.choices is None:
            node.choices = self._texts.choices(node)
        return node.choices

    def nearest(self, node: LiveNode, template: str) -> LiveNode | None:
        """Return the node at a template path, in the repeat instances that ``node`` lies in."""
        steps = tuple(template[1:].split("/"))
        found = self._host.absolute(steps, node)
        first = found[0] if found else None
        return first if isinstance(first, LiveNode) else None

    def itext(self, text_id: str) -> str:
        """Return a text by id in the active language."""
        return self._texts.itext(text_id, self.root)

    def instance_document(self, name: str) -> DocumentNode | None:
        """Return a secondary instance; the form's own instance answers to its id."""
        found = self.form.instances.get(name)
        if found is None and name in (self.form.id, self.root.name):
            return self.root.document_node
        return found

    def _find(self, ref: str) -> LiveNode:
        return self._host.single(ref) or refs.find(self.root, ref)

    def _leaf(self, ref: str) -> LiveNode:
        node = self._find(ref)
        if not node.definition.is_leaf:
            raise AnswerError(ref=ref, what="this is a group, not a question")
        return node

    def _label_of(self, node: LiveNode) -> str | None:
        if node.definition.label is None:
            return None
        if node.text is None:
            node.text = self._texts.render(node.definition.label, node) or ""
        return node.text

    def _violation_of(self, node: LiveNode) -> Violation | None:
        definition = node.definition
        if not node.relevant or not definition.is_leaf:
            return None
        if node.value == "":
            if not node.required:
                return None
            return Violation("required", self._texts.render(definition.required_message, node))
        if node.malformed or node.breaks:
            return Violation("constraint", self._texts.render(definition.constraint_message, node))
        return None
