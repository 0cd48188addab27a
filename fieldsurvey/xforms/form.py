"""A form, ready to be filled as often as wished."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import refs
from fieldsurvey.xforms.session import FormSession
from fieldsurvey.xforms.site import SiteSession, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, tzinfo

    from fieldsurvey.xforms.definition import Action, NodeDefinition
    from fieldsurvey.xforms.external import Instances
    from fieldsurvey.xforms.graph import Plan
    from fieldsurvey.xforms.itext import Translations
    from fieldsurvey.xlsform import Diagnostic


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A parsed form. It never changes; sessions share it.

    Attributes:
        id, version, title: as the form declares them ("" when it does not).
        namespaces: prefix → URI, as its document declares them.
        root: definition of the root element of its data.
        definitions: all nodes in document order; by_ref: the same by their template path.
        translations: its texts by language.
        instances: its secondary instances.
        actions: its setvalues in document order.
        plan: the order of its computations.
        diagnostics: the warnings.
        xform: the XForm XML it was read from (what a visit pins).
    """

    id: str
    version: str
    title: str
    namespaces: Mapping[str, str]
    root: NodeDefinition
    definitions: tuple[NodeDefinition, ...]
    by_ref: Mapping[str, NodeDefinition] = field(repr=False)
    translations: Translations
    instances: Instances
    actions: tuple[Action, ...]
    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    xform: bytes = field(repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages as the form names them, in its order; () when it has none."""
        return self.translations.languages

    @property
    def default_language(self) -> str | None:
        """The language a session starts in; None when the form has no languages."""
        return self.translations.default

    def definition(self, ref: str) -> NodeDefinition:
        """Return the definition of a node by reference or key.

        Raises:
            AnswerError: the form has no such node.
        """
        found = self.by_ref.get(ref)
        if found is not None:
            return found
        names = [step.name for step in refs.split(ref)]
        node = self.root
        if names[0] != node.name:
            raise AnswerError(ref=ref, what="the form has no such node")
        for name in names[1:]:
            slot = node.slots.get(name)
            if slot is None:
                raise AnswerError(ref=ref, what="the form has no such node")
            node = node.children[slot]
        return node

    def start(
        self,
        now: datetime | Callable[[], datetime] | None = None,
        device_id: str = "",
        language: str | None = None,
        instance_xml: bytes | None = None,
        values: Mapping[str, str | None] | None = None,
        properties: Mapping[str, str] | None = None,
        *,
        edit: bool = False,
        zone: str | tzinfo | None = None,
    ) -> FormSession:
        """Start filling the form.

        Args:
            now: fixes the clock for the whole session, or is called whenever it is read; None reads the machine's.
            device_id: for ``deviceid``.
            language: name or code of a language; None takes the form's default.
            instance_xml: answers saved as XML, to go on with.
            values: {node key: value} kept by a journal, to go on with; None or {} starts a new response, which runs
                the first-load actions.
            properties: username, phonenumber, email.
            edit: the answers were final: a new instanceID is given, the old one goes to deprecatedID.
            zone: of the place that the form is filled for, by name or itself: today(), now() and every time without an
                offset are of it; None is the machine's zone.

        Raises:
            AnswerError: the form has no such language.
            FormError: ``instance_xml`` is no instance of this form, the form's logic fails, or there is no such zone.
        """
        session = FormSession if zone is None else partial(SiteSession, zone=zone_of(zone))
        return session(
            self,
            now=now,
            device_id=device_id,
            language=language,
            instance_xml=instance_xml,
            values=values,
            properties=properties,
            edit=edit,
        )
