"""Responses: one form filled for one target, each answer durable before it is called saved.

A response has a *slot* (visit, target, form, ordinal). Two laptops may fill the same slot; scoring counts one response
a slot, the doubles are shown and block sealing (design §4).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.model import Response, ResponseState
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import response_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.visits import Target, Visits
    from fieldsurvey.xforms import Form, FormSession

FS = "{https://fieldsurvey.id/ns/1}"
_INSTANCE = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Slot:
    """What a response answers: one form, for one target, the nth time."""

    target: str
    form: str
    ordinal: int


def slots(responses: Iterable[Response]) -> dict[Slot, list[Response]]:
    """Return the responses of each slot, the one that counts first.

    The order is the same on every laptop: accepted before finished before draft before returned, then the one made
    first (UUIDv7 ids sort by time).
    """
    rank = (
        ResponseState.ACCEPTED,
        ResponseState.FINISHED,
        ResponseState.DRAFT,
        ResponseState.RETURNED,
    )
    grouped: dict[Slot, list[Response]] = {}
    for response in responses:
        grouped.setdefault(Slot(response.target, response.form, response.ordinal), []).append(
            response
        )
    for group in grouped.values():
        group.sort(key=lambda r: (rank.index(r.state), r.id))
    return grouped


def counted(responses: Iterable[Response]) -> list[Response]:
    """Return one response a slot: those that scoring counts."""
    return [group[0] for group in slots(responses).values()]


def doubles(responses: Iterable[Response]) -> list[tuple[Slot, list[Response]]]:
    """Return the slots that were filled more than once."""
    return [(slot, group) for slot, group in slots(responses).items() if len(group) > 1]


def digest_of(values: Mapping[str, str | None]) -> str:
    """Return the SHA-256 of the answers, in hexadecimal: what "finished" claims (design §4)."""
    lines = json.dumps(
        sorted((k, v) for k, v in values.items() if v), ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(lines.encode()).hexdigest()


def is_private(form: Form, key: str) -> bool:
    """Say whether the answer at a node key is stored under the response's own key.

    Private are the nodes marked ``bind::fs:private`` and every free text (design §4 *Privacy*).
    """
    node = form.definition(_INSTANCE.sub("", key))
    if node.attributes.get(FS + "private") == "yes":
        return True
    return node.control == "input" and node.datatype == "string"


class OpenResponse:
    """A response being filled: every step goes to the engine and, in one transaction, to the journal.

    Attributes:
        id: the response's entity.
        session: the live form; read it freely, change it through this class.
    """

    def __init__(
        self, visits: Visits, visit: str, identity: str, form: Form, session: FormSession
    ) -> None:
        self._visits = visits
        self._visit = visit
        self._form = form
        self._saved: dict[str, str | None] = {}
        self.id = identity
        self.session = session

    def set(self, ref: str, value: str) -> frozenset[str]:
        """Answer a question; return the refs that changed, after the commit.

        Raises:
            AnswerError: no node has that ref.
            StoreError: nothing was stored (disk full, read-only …).
        """
        changed = self.session.set(ref, value)
        self.save()
        return changed

    def save(self, evidence: Sequence[Entry] = ()) -> list[str]:
        """Write what the session holds and the journal does not, in one durable transaction; return the keys.

        Args:
            evidence: entries that must become durable together with the answers.
        """
        kept: dict[str, str | None] = dict(self.session.kept_values())
        entries = [
            Entry("response", self.id, key, value, self._key_owner(key))
            for key, value in kept.items()
            if key not in self._saved or self._saved[key] != value
        ]
        gone = [key for key in self._saved if key not in kept and self._saved[key] is not None]
        removed = {key for key in gone if key.endswith("]")}
        for key in gone:
            inside = any(key.startswith(instance + "/") for instance in removed)
            if not inside:
                entries.append(Entry("response", self.id, key, None if key in removed else ""))
        if entries or evidence:
            self._write([*evidence, *entries])
        self._saved = kept
        return [entry.field for entry in entries]

    def attach(
        self,
        ref: str,
        data: bytes,
        *,
        media_type: str,
        taken_at: datetime | None,
        caption: str = "",
        latitude: float | None = None,
        longitude: float | None = None,
        target_name: str = "",
    ) -> str:
        """Attach a photo or file to an upload question: bytes, evidence and answer, durable together.

        Args:
            ref: the upload question.
            data: the original bytes, never shrunk.
            media_type: by content, such as ``image/jpeg``.
            taken_at: aware moment from the photo itself, None when it has none.
            caption: what it shows, printed beneath it.
            latitude: degrees north, WGS 84.
            longitude: degrees east, WGS 84.
            target_name: what the report calls the stand or mall.

        Returns:
            The SHA-256 of the bytes.
        """
        records = self._visits.records
        sha256 = records.put_blob(data)
        suffix = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}.get(
            media_type, ""
        )
        self.session.set(ref, sha256[:16] + suffix)
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
        self.save(
            [
                Entry("photo", photo, name, value, blobs=(sha256,) if name == "sha256" else ())
                for name, value in fields.items()
            ]
        )
        return sha256

    def item_key(self, ref: str) -> str:
        """Return the key of the checklist item that an upload question proves.

        That is the node beside it with the same item code that can be a finding, else the one that is scored.
        """
        item = self._form.definition(ref).attributes.get(FS + "item", "")
        parent = ref.rsplit("/", 1)[0]
        beside = [
            node
            for node in self._form.definition(parent).children
            if item and node.attributes.get(FS + "item") == item
        ]
        for mark in ("finding", "indicator"):
            for node in beside:
                if node.attributes.get(FS + mark):
                    return self.session.key(f"{parent}/{node.name}")
        return ""

    def finish(self) -> None:
        """Call the response finished, claiming a digest of its answers.

        Raises:
            FormInvalid: answers are missing or not accepted; nothing changes.
        """
        self.session.finalize()
        digest = digest_of(dict(self.session.kept_values()))
        claim = {"finished_digest": digest, "state": ResponseState.FINISHED.value}
        self.save([Entry("response", self.id, name, value) for name, value in claim.items()])

    def adopt(self, saved: Mapping[str, str | None]) -> None:
        """Take note of what the journal already holds."""
        self._saved = dict(saved)

    def create(self, target: Target, form: str, ordinal: int) -> None:
        """Write a new response with the values that the form itself gave at its first load."""
        fields: dict[str, object] = {
            "form": form,
            "target": target.id,
            "ordinal": ordinal,
            "state": ResponseState.DRAFT.value,
            "author": self._visits.author,
        }
        kept = dict(self.session.kept_values())
        entries = [Entry("response", self.id, name, value) for name, value in fields.items()]
        entries += [
            Entry("response", self.id, key, value, self._key_owner(key))
            for key, value in kept.items()
        ]
        self._write(entries)
        self._saved = dict(kept)

    def _key_owner(self, key: str) -> str | None:
        return self.id if not key.endswith("]") and is_private(self._form, key) else None

    def _write(self, entries: list[Entry]) -> None:
        records, visits = self._visits.records, self._visits
        records.write(self._visit, entries, author=visits.author, at=visits.clock.now())


class Responses:
    """The responses of one visit.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        instrument: the visit's pinned instrument.
        device_id: what the form's ``deviceid`` preload gives.
    """

    def __init__(
        self, visits: Visits, visit: str, instrument: Instrument, device_id: str = ""
    ) -> None:
        self._visits = visits
        self._visit = visit
        self._instrument = instrument
        self._device_id = device_id

    def all(self) -> list[Response]:
        """Return every response, doubles included, in the order they were made."""
        return [
            response_of(record) for record in self._visits.records.entities(self._visit, "response")
        ]

    def open(self, form_name: str, target: Target, ordinal: int = 1) -> OpenResponse:
        """Open the response of a slot, making it when there is none.

        Raises:
            VisitError: the visit is sealed, or the response holds values that are locked here.
        """
        require_open(self._visits.records, self._visit, "answers")
        form = self._instrument.form(form_name)
        slot = Slot(target.id, form_name, ordinal)
        existing = slots(self.all()).get(slot)
        now = self._visits.clock.now()
        properties = {"username": self._visits.author}
        if existing is None:
            session = form.start(now=now, device_id=self._device_id, properties=properties)
            response = OpenResponse(self._visits, self._visit, new_id(), form, session)
            response.create(target, form_name, ordinal)
            return response
        stored = existing[0]
        if stored.locked:
            raise VisitError(
                what=f"response {stored.id[:13]} holds {len(stored.locked)} private answers that are locked here; "
                "import a bundle addressed to this laptop or to the team first"
            )
        session = form.start(
            now=now, device_id=self._device_id, properties=properties, values=stored.values
        )
        response = OpenResponse(self._visits, self._visit, stored.id, form, session)
        response.adopt(stored.values)
        return response
