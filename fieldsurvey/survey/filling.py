"""Filling a response: the live form, and which entries the journal still has to be told of. No records here.

A window answers on its own thread and writes on another, so the two halves are apart: `Filling` says what to write,
whoever holds the records writes it (``survey.responses.OpenResponse`` in one thread, the window's form screen in two).
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Final

from fieldsurvey.errors import AnswerError
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.survey.ports import REMOVED, Entry
from fieldsurvey.xforms.kept import ABSENT, Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from fieldsurvey.journal.cursor import Cursor
    from fieldsurvey.xforms import Form, FormSession

FS = "{https://fieldsurvey.id/ns/1}"

#: A response's field that holds an inspector's comment on the answer at the node key that follows.
COMMENT = "comment:"

#: A response's field that says that it was given in confidence; followed by a node key, that this answer was.
SECRET = "secret:"  # noqa: S105  a field, not a password

#: A response's field that says why it was opened again after it had been finished.
REOPENED = "reopened"

_INSTANCE = re.compile(r"\[[^\]]*\]")
_INSTANCE_ABOVE = re.compile(r"\]/")
_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}


class _Untold:
    """The type of `_UNTOLD`."""


_UNTOLD: Final = _Untold()  # differs from every value: the journal refused it, so tell it again


def digest_of(values: Mapping[str, str | None]) -> str:
    """Return the SHA-256 of the answers, in hexadecimal: what "finished" claims (design §4)."""
    lines = json.dumps(
        sorted((k, v) for k, v in values.items() if v), ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(lines.encode()).hexdigest()


def is_private(form: Form, key: str) -> bool:
    """Say whether the answer at a node key is stored under the response's own key.

    Private are the nodes marked ``bind::fs:private`` or ``bind::fs:secret`` and every free text (design §4 *Privacy*).
    """
    node = form.definition(_INSTANCE.sub("", key))
    if "yes" in {node.attributes.get(FS + "private"), node.attributes.get(FS + "secret")}:
        return True
    return node.control == "input" and node.datatype == "string"


class Filling:
    """A response being filled, in one thread, without a store.

    Args:
        identity: the response's entity.
        form: its form; form_name: as the instrument names it.
        session: the live form; change it freely, then write what `take` returns.
        target: the entity the form is filled for; ordinal: the nth time, from 1.
        author: who fills it.
        held: the answers that the journal holds; None for a response that it does not know yet.
        contested: keys with two values in conflict.
        secret: the whole response is given in confidence: every answer is stored under its key.
        seen: how much of the visit was known when it was read: what arrives later is never overwritten unseen.

    Attributes:
        kept: what the session kept at the last `take`, by node key; to be read only.
        changes: what of it the last `take` found changed: key → (before, now).
    """

    def __init__(
        self,
        identity: str,
        form: Form,
        session: FormSession,
        *,
        form_name: str,
        target: str,
        ordinal: int,
        author: str,
        seen: Cursor,
        held: Mapping[str, str | None] | None = None,
        contested: Iterable[str] = (),
        secret: bool = False,
    ) -> None:
        self.secret = secret
        self.seen = seen
        self.contested = set(contested)
        self.id = identity
        self.form = form
        self.session = session
        self.form_name = form_name
        self.target = target
        self.ordinal = ordinal
        self.author = author
        self._keeping = session.keeping()
        self.kept: Mapping[str, str | None] = self._keeping.values
        self.changes: Mapping[str, tuple[Kept, Kept]] = {}
        self._told: dict[str, str | _Untold | None] = dict(held or {})
        # Keys at which the journal may say something else than it was told: all, until they were compared once.
        self._doubtful = dict.fromkeys([*session.orphans, *self.kept, *self._told])
        self._facts: dict[str, object] = {}
        if held is None:
            self._facts = {
                "form": form_name,
                "target": target,
                "ordinal": ordinal,
                "state": ResponseState.DRAFT.value,
                "author": author,
            }

    def take(self, *, answered: str = "") -> list[Entry]:
        """Return the entries that bring the journal up to the session, and count them as told.

        ``answered`` is the key just answered, if it was one: a conflict there is decided by it.

        Give them back with `give_back` when they could not be written. The first entries of a new response make it.
        """
        self.changes = self._keeping.look()
        self.kept = self._keeping.values
        keys = {**self._doubtful, **dict.fromkeys(self.changes)}
        if answered in self.contested:
            keys[answered] = None
        kept = {key: value for key in keys if (value := self._kept_at(key)) is not ABSENT}
        entries = [Entry("response", self.id, name, value) for name, value in self._facts.items()]
        entries += [
            self._entry(key, value)
            for key, value in kept.items()
            if key not in self._told
            or self._told[key] != value
            or (key == answered and key in self.contested)
        ]
        entries += [
            Entry("response", self.id, SECRET + entry.field, value=True)
            for entry in entries
            if entry.value and entry.field in self.kept and self._said_in_confidence(entry.field)
        ]
        entries += self._departed([key for key in keys if key in self._told and key not in kept])
        self._doubtful = {}
        self.contested.discard(answered)
        self._facts = {}
        self._told.update(kept)
        for entry in entries:
            if entry.field not in kept and entry.field.startswith("/"):
                self._told[entry.field] = None if entry.value is REMOVED else str(entry.value)
        return entries

    def give_back(self, entries: Iterable[Entry]) -> list[Entry]:
        """Take note that entries were not written; return those that only the caller can write again.

        Answers come back with the next `take`, as they are then. Anything else (evidence, comments) does not follow
        from the session, so it is the caller's to keep.
        """
        others = []
        for entry in entries:
            if entry.entity != self.id or entry.field.startswith((COMMENT, REOPENED)):
                others.append(entry)
            elif entry.field.startswith("/"):
                self._told[entry.field] = _UNTOLD
                self._doubtful[entry.field] = None
            else:
                self._facts[entry.field] = entry.value
        return others

    def photo(
        self,
        ref: str,
        sha256: str,
        *,
        media_type: str,
        taken_at: datetime | None,
        caption: str = "",
        latitude: float | None = None,
        longitude: float | None = None,
        target_name: str = "",
    ) -> tuple[str, list[Entry]]:
        """Answer an upload question with a file and return the piece of evidence: its id and its entries.

        The answer itself comes with the next `take`; write both in one transaction with the bytes.

        Args:
            ref: the upload question.
            sha256: names the bytes, which are never shrunk.
            media_type: by content, such as ``image/jpeg``.
            taken_at: aware moment from the photo itself, None when it has none.
            caption: what it shows, printed beneath it.
            latitude: degrees north, WGS 84.
            longitude: degrees east, WGS 84.
            target_name: what the report calls the stand or mall.
        """
        self.session.set(ref, file_name(sha256, media_type))
        fields: dict[str, object] = {
            "number": 0,
            "sha256": sha256,
            "media_type": media_type,
            "response": self.id,
            "key": self.session.key(ref),
            "item_key": self.item_key(ref),
            "taken_at": taken_at.isoformat() if taken_at else None,
            "caption": caption,
            "target_name": target_name,
            "latitude": latitude,
            "longitude": longitude,
        }
        photo = new_id()
        return photo, [
            Entry("photo", photo, name, value, blobs=(sha256,) if name == "sha256" else ())
            for name, value in fields.items()
        ]

    def comment(self, ref: str, text: str) -> Entry:
        """Return the entry of an inspector's comment on an answer, stored privately; "" clears it."""
        field = COMMENT + self.session.key(ref)
        return Entry("response", self.id, field, text, self.id)

    def item_key(self, ref: str) -> str:
        """Return the key of the checklist item that an upload question proves.

        That is the node beside it with the same item code that can be a finding, else the one that is scored.
        """
        item = self.form.definition(ref).attributes.get(FS + "item", "")
        parent = ref.rsplit("/", 1)[0]
        beside = [
            node
            for node in self.form.definition(parent).children
            if item and node.attributes.get(FS + "item") == item
        ]
        for mark in ("finding", "indicator"):
            for node in beside:
                if node.attributes.get(FS + mark):
                    return self.session.key(f"{parent}/{node.name}")
        return ""

    def finish(self) -> list[Entry]:
        """Close the session and return the entries that call the response finished; answers come with `take`.

        Raises:
            FormInvalid: answers are missing or not accepted; nothing changes.
        """
        self.session.finalize()
        claim = {"finished_digest": self.digest(), "state": ResponseState.FINISHED.value}
        return [Entry("response", self.id, name, value) for name, value in claim.items()]

    def reopen(self, reason: str) -> list[Entry]:
        """Return the entries that make a finished response a draft again; the reason is stored privately.

        Args:
            reason: why, in the inspector's words.
        """
        facts = {"state": ResponseState.DRAFT.value, "finished_digest": None}
        return [
            *(Entry("response", self.id, name, value) for name, value in facts.items()),
            Entry("response", self.id, REOPENED, reason, self.id),
        ]

    def digest(self) -> str:
        """Return the digest of the answers as they are now."""
        return digest_of(self.session.kept_values())

    def _kept_at(self, key: str) -> Kept:
        """Return what is kept under a key; orphans (answers of another version of the form) stay as they are."""
        if key in self.kept:
            return self.kept[key]
        return self.session.orphans.get(key, ABSENT)

    def _departed(self, gone: Iterable[str]) -> list[Entry]:
        """Return entries for keys that the journal holds and the session keeps no more, or keeps again."""
        entries = []
        for key in gone:
            told = self._told[key]
            if key.endswith("]"):
                # The form's own first instance is not among the kept values: it speaks only when it goes or comes back.
                value = "" if self._exists(key) else None
                if told != value:
                    entries.append(self._entry(key, value))
            elif told is not None and told != "" and not self._inside_removed(key):
                entries.append(self._entry(key, ""))
        return entries

    def _inside_removed(self, key: str) -> bool:
        """Say whether a repeat instance around a node is gone: its entry says all."""
        around = (key[: end.end() - 1] for end in _INSTANCE_ABOVE.finditer(key))
        return any(
            above in self._told and self._kept_at(above) is ABSENT and not self._exists(above)
            for above in around
        )

    def _entry(self, key: str, value: str | None) -> Entry:
        """Return the entry of a node; a row that is gone is removed as far as it is known where it is written."""
        if value is None and key.endswith("]"):
            return Entry("response", self.id, key, REMOVED)
        return Entry("response", self.id, key, value, self._key_owner(key))

    def _exists(self, key: str) -> bool:
        try:
            self.session.ref(key)
        except AnswerError:
            return False
        return True

    def _key_owner(self, key: str) -> str | None:
        if key.endswith("]"):
            return None
        return self.id if self.secret or is_private(self.form, key) else None

    def _said_in_confidence(self, key: str) -> bool:
        """Say whether the form itself keeps an answer secret."""
        if key.endswith("]"):
            return False
        node = self.form.definition(_INSTANCE.sub("", key))
        return node.attributes.get(FS + "secret") == "yes"


def file_name(sha256: str, media_type: str) -> str:
    """Return what the answer of an upload question says for a file."""
    return sha256[:16] + _SUFFIXES.get(media_type, "")
