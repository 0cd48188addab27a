"""Bringing a laptop and a hub to the same state, stream by stream.

Compare cursors, send what is lacking, fetch what is lacking, swap signed receipts. Every segment
and every file is durable by itself, so a line that is cut, a Ctrl-C or a flat battery at any byte
leaves two valid databases, and the next run goes on inside the file that was under way.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import BundleError, HubError, JournalError, StoreError
from fieldsurvey.journal import Cursor, ExchangeStorage, KeyStorage
from fieldsurvey.sync import key_parcel, receipts, wire
from fieldsurvey.sync.hub_client import LineBroken, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldsurvey.sync.hub_client import HubConnection, Waits

#: A file that arrives damaged is fetched again this often.
_DAMAGED_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an exchange is.

    Attributes:
        visit: its id.
        step: ``changes-out``, ``files-out``, ``changes-in``, ``files-in`` or ``receipts``.
        done: pieces of this step that are done.
        total: pieces of this step.
    """

    visit: str
    step: str
    done: int
    total: int


@dataclass(slots=True)
class Exchange:
    """What an exchange of one visit did.

    Attributes:
        visit: its id.
        changes_out: changes that the hub did not hold.
        files_out: files (photos, forms, documents) that it lacked.
        changes_in: changes that were new here.
        files_in: files that were new here.
        keys_in: keys of private values that were new here.
        keys_out: keys that were new there; None when none were sent.
        forks: ``device/number`` of changes that differ between the two sides or within one.
        files_nowhere: files that neither side holds.
        only_here: changes and files that the hub's receipt does not name.
    """

    visit: str
    changes_out: int = 0
    files_out: int = 0
    changes_in: int = 0
    files_in: int = 0
    keys_in: int = 0
    keys_out: int | None = None
    forks: list[str] = field(default_factory=list)
    files_nowhere: int = 0
    only_here: int = 0


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a sync did.

    Attributes:
        hub: id of the hub's device.
        name: what its owner calls it.
        address: where it was.
        visits: one by one, in the order they were exchanged.
        hub_only: visits that the hub holds and this laptop did not ask for.
    """

    hub: str
    name: str
    address: str
    visits: tuple[Exchange, ...]
    hub_only: tuple[str, ...]


def sync(
    storage: ExchangeStorage,
    line: HubConnection,
    visits: Sequence[str],
    *,
    everything: bool = False,
    give_keys: bool = False,
    told: Callable[[Progress], None] = lambda _progress: None,
) -> Exchanged:
    """Exchange visits with a hub, both ways.

    Args:
        storage: this laptop.
        line: to the hub.
        visits: which of them, held here or there.
        everything: those that only the hub holds, too.
        give_keys: hand the keys of private values to a hub that is not of the visit's team.
        told: called as it goes on; raise in it to stop: what came and went is kept.

    Raises:
        HubError: see its children; what came and went is kept.
        StoreError: the database does not take what comes.
    """
    there = _there(line)
    held = set(storage.streams())
    chosen = list(dict.fromkeys([*visits, *(there if everything else ())]))
    for visit in chosen:
        if visit not in held and visit not in there:
            raise HubError(
                address=line.address, what=f"visit {visit[:13]} is neither here nor there"
            )
    done = tuple(
        _Visit(storage, line, visit, told, give_keys=give_keys).exchange() for visit in chosen
    )
    rest = tuple(one for one in there if one not in held and one not in chosen)
    return Exchanged(line.hub.device, line.hub.name, str(line.address), done, rest)


def _there(line: HubConnection) -> list[str]:
    """Return the ids of what the hub holds."""
    try:
        return [str(one["id"]) for one in line.ask("GET", "/v1/streams")["streams"]]
    except (LookupError, TypeError, Refusal) as error:
        raise HubError(address=line.address, what=f"does not say what it holds: {error}") from error


class _Visit:
    """The exchange of one visit."""

    def __init__(
        self,
        storage: ExchangeStorage,
        line: HubConnection,
        visit: str,
        told: Callable[[Progress], None],
        *,
        give_keys: bool,
    ) -> None:
        self._storage = storage
        self._line = line
        self._visit = visit
        self._told = told
        self._give_keys = give_keys
        self._path = f"/v1/streams/{visit}"
        self._done = Exchange(visit)

    def exchange(self) -> Exchange:
        """Do all of it, in the order that keeps every step meaningful when the next one fails."""
        try:
            answer = self._compare()
            self._send_changes(Cursor.from_json(answer["cursor"]), dict(answer["tips"]))
            self._send_files(self._compare()["missing"])
            self._fetch_changes(answer["segments"])
            self._fetch_files()
            if answer["keys"]:
                self._swap_keys()
            self._swap_receipts()
        except (Refusal, JournalError, LookupError, TypeError, ValueError) as error:
            what = (
                error.what
                if isinstance(error, Refusal)
                else f"what the hub sends does not verify ({error}); what came before is kept"
            )
            raise HubError(address=self._line.address, what=what) from error
        return self._done

    def _compare(self) -> dict[str, Any]:
        asked = {
            "cursor": self._storage.cursor(self._visit).to_json(),
            "tips": self._storage.tips(self._visit),
        }
        answer = self._line.ask("POST", f"{self._path}/compare", asked)
        return dict(answer)

    # --- out

    def _send_changes(self, theirs: Cursor, tips: Mapping[str, str]) -> None:
        names = self._storage.segment_names(self._visit, theirs, tips)
        lacking: dict[str, int] = {}
        for start in range(0, len(names), wire.NAMES_LIMIT):
            asked = [one.name for one in names[start : start + wire.NAMES_LIMIT]]
            lacking |= self._line.ask("POST", f"{self._path}/lacking", {"names": asked})["lacking"]
        wanted = [one.name for one in names if one.name in lacking]
        for number, name in enumerate(wanted):
            self._tell("changes-out", number, len(wanted))
            data = self._storage.segment(name)
            if data is not None:
                answer = self._send(f"{self._path}/segments/{name}", name, data)
                self._done.changes_out += int(answer.get("new", 0))
                self._done.forks += [str(fork) for fork in answer.get("forks", ())]
        self._tell("changes-out", len(wanted), len(wanted))

    def _send_files(self, wanted: Sequence[str]) -> None:
        for number, name in enumerate(wanted):
            self._tell("files-out", number, len(wanted))
            try:
                data = self._storage.blob(str(name))
            except StoreError:
                continue  # nowhere yet, which the receipts tell
            answer = self._send(f"{self._path}/blobs/{name}", str(name), data)
            self._done.files_out += bool(answer.get("wanted"))
        self._tell("files-out", len(wanted), len(wanted))

    def _send(self, path: str, name: str, data: bytes) -> dict[str, Any]:
        """Send a file from where the hub has it, piece by piece, through broken lines."""
        at = 0 if len(data) <= wire.CHUNK_BYTES else self._arrived(name)
        damaged = 0
        while True:
            piece = data[at : at + wire.CHUNK_BYTES]
            target = f"{path}?at={at}&size={len(data)}"
            try:
                answer = dict(json.loads(self._line.send("PUT", target, piece)))
            except Refusal as refusal:
                damaged += 1
                if refusal.code != "damaged" or damaged == _DAMAGED_LIMIT:
                    raise
                at = 0
                continue
            if answer["done"]:
                return answer
            at = int(answer["held"])

    def _arrived(self, name: str) -> int:
        return int(self._line.ask("GET", f"{self._path}/arrived/{name}")["held"])

    # --- in

    def _fetch_changes(self, listed: Sequence[dict[str, Any]]) -> None:
        names = [str(one["name"]) for one in listed]
        wanted = [name for name in names if self._storage.segment(name) is None]
        for number, name in enumerate(wanted):
            self._tell("changes-in", number, len(wanted))
            data = self._fetch(f"{self._path}/segments/{name}", name, wire.SEGMENT_LIMIT)
            taken = self._storage.add_segment(data)
            self._done.changes_in += taken.new
            self._done.forks += taken.forks
        self._tell("changes-in", len(wanted), len(wanted))

    def _fetch_files(self) -> None:
        wanted = self._storage.missing_blobs(self._visit)
        for number, name in enumerate(wanted):
            self._tell("files-in", number, len(wanted))
            try:
                data = self._fetch(f"{self._path}/blobs/{name}", name, wire.FILE_LIMIT)
            except Refusal as refusal:
                if refusal.status != 404:
                    raise
                self._done.files_nowhere += 1
                continue
            self._storage.put_blob(data)
            self._done.files_in += 1
        self._tell("files-in", len(wanted), len(wanted))

    def _fetch(self, path: str, name: str, limit: int) -> bytes:
        """Fetch a file from where it was cut, verified; what came is kept through broken lines."""
        part = f"in/{name}"
        waits = self._line.waits()
        for _ in range(_DAMAGED_LIMIT):
            data = self._whole(path, part, limit, waits)
            if hashlib.sha256(data).hexdigest() == name:
                return data
        raise ValueError(f"the file {name[:12]}… arrives damaged")

    def _whole(self, path: str, part: str, limit: int, waits: Waits) -> bytes:
        held = self._storage.part_size(part)
        while True:
            try:
                piece, total = self._line.fetch(path, held)
            except LineBroken as broken:
                piece, total = broken.piece, broken.total
                if piece:
                    waits.again()
                    held = self._storage.add_part(part, held, piece)
                waits.wait(broken)
                continue
            if 0 < held == total:
                # All of it had come when this program was stopped: nothing is left to fetch.
                return self._storage.take_parts(part)
            if total > limit or not piece:
                self._storage.take_parts(part)
                raise ValueError("a file is larger than it may be, or ends too early")
            if len(piece) == total:
                return piece
            held = self._storage.add_part(part, held, piece)
            if held >= total:
                return self._storage.take_parts(part)

    # --- keys and receipts

    def _swap_keys(self) -> None:
        storage = self._storage
        if not isinstance(storage, KeyStorage):
            return
        sealed = self._line.send("GET", f"{self._path}/keys")
        try:
            with storage.atomic():
                self._done.keys_in = key_parcel.take_keys(storage, self._visit, sealed)
        except BundleError as error:
            raise ValueError(str(error)) from error
        if self._give_keys or self._is_of_the_team(storage, self._compare()["team"]):
            parcel = key_parcel.pack_keys(storage, self._visit, self._line.hub.encryption)
            answer = json.loads(self._line.send("PUT", f"{self._path}/keys", parcel))
            self._done.keys_out = int(answer["new"])

    def _is_of_the_team(self, storage: KeyStorage, proof: object) -> bool:
        """Whether the hub proved that it holds the visit's team key; any other gets no keys."""
        key = storage.held_team_key(self._visit)
        if key is None or not isinstance(proof, str):
            return False
        return key_parcel.team_proof(key, self._line.session, self._visit) == proof

    def _swap_receipts(self) -> None:
        self._tell("receipts", 0, 1)
        own = receipts.issue(self._storage, self._visit)
        answer = self._line.send("PUT", f"{self._path}/receipt", own)
        theirs = receipts.read(answer, self._visit, self._line.hub.device)
        self._storage.add_receipt(theirs.receipt)
        cursor = self._storage.cursor(self._visit)
        tips = receipts.tips(self._storage, self._visit, cursor)
        for device in receipts.differing(tips, theirs, cursor):
            self._done.forks.append(f"{device}/{cursor.at(device)}")
        self._done.forks = list(dict.fromkeys(self._done.forks))
        lacking = set(self._storage.missing_blobs(self._visit))
        held = {name for name in self._storage.blob_names(self._visit) if name not in lacking}
        self._done.only_here = sum(
            max(0, seq - theirs.receipt.cursor.at(device)) for device, seq in cursor.items()
        ) + len(held - theirs.receipt.blobs)
        self._tell("receipts", 1, 1)

    def _tell(self, step: str, done: int, total: int) -> None:
        self._told(Progress(self._visit, step, done, total))
