"""The store: one open database of one thread, as survey, sync and the command line see it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from fieldsurvey.errors import StoreError, WrongPassphrase, WrongRecoveryKey
from fieldsurvey.journal import (
    ERASURE,
    ERASURE_KIND,
    TOMBSTONE,
    Change,
    Cursor,
    Receipt,
    SegmentName,
    Taken,
    decode_segment,
    deletion,
)
from fieldsurvey.store import (
    backup,
    blobs,
    check,
    compact,
    given,
    identity,
    journal_table,
    keyholders,
    lines,
    parts,
    projections,
    receipts,
    records,
    recovery,
    rotation,
    scored,
)
from fieldsurvey.store.custody import Custody
from fieldsurvey.store.driver import FileKey, Link, open_link, open_with_key
from fieldsurvey.store.migrations import migrate
from fieldsurvey.survey.ports import Conflict, Entry, Fork, History, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType


class Store(Custody):
    """An open database: survey's ``Records``, the journal's ``SegmentStorage`` and ``KeyStorage``.

    Belongs to the thread that opened it. Close it, or use it as a context manager. Where a method
    of a port has no word of its own here, the port says what it does.
    """

    @classmethod
    def open(
        cls, path: Path, passphrase: str | FileKey | None = None, *, create: bool = False
    ) -> Self:
        """Open a database file, migrate an older one, and find out which device this is.

        Args:
            path: the file.
            passphrase: the database's own, that of one of its inspectors (``keyholders``), or the ``key`` of a store
                that has opened it; None for a plain database.
            create: make it when it is not there.

        Raises:
            StoreError: one of its children says what is wrong and what to do.
        """
        try:
            return cls._opened(open_link(path, passphrase, create=create))
        except WrongPassphrase:
            if not isinstance(passphrase, str):
                raise
            for key, keyholder in keyholders.keys_for(path, passphrase):
                with suppress(WrongPassphrase):  # while the database's own changes, it has two
                    store = cls._opened(open_with_key(path, key.clause))
                    store.opened_by = keyholders.name_of(store._link, keyholder)  # noqa: SLF001  its own
                    return store
            raise

    @classmethod
    def recover(cls, path: Path, recovery_key: str, passphrase: str) -> Self:
        """Open a database by its recovery key and put a new passphrase in the place of the forgotten one.

        Raises:
            WrongRecoveryKey: it is mistyped, or another database's.
            StoreError: the envelope is missing, or the database is in use.
        """
        for key in recovery.open_envelope(path, recovery_key):
            with suppress(
                WrongPassphrase
            ):  # of the two keys during a change of passphrase, one fits
                store = cls._opened(open_with_key(path, key))
                break
        else:
            raise WrongRecoveryKey(path=path, what="the envelope beside it belongs to another file")
        try:
            store.change_passphrase(passphrase)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def _opened(cls, link: Link) -> Self:
        try:
            migrate(link)
            recovery.lay_beside(link, link.path)
            keyholders.lay_beside(link, link.path)
            return cls(link)
        except BaseException:
            link.close()
            raise

    def close(self) -> None:
        """Close the database; everything written is already safe."""
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- records

    def write(
        self,
        stream: str,
        entries: Sequence[Entry],
        *,
        author: str,
        at: datetime,
        offset: int | None = None,
        seen: Cursor | None = None,
    ) -> list[Change]:
        """Append one change an entry; durable on return."""
        for entry in entries:
            if entry.field.startswith(projections.OWN):
                raise ValueError(f"fields like {entry.field!r} are the journal's own")
        return self._append(stream, entries, author, at, offset, seen)

    def offset(self, stream: str) -> int:
        """Return the confirmed offset of this device's clock in a stream, in seconds."""
        return journal_table.offset_of(self._link, stream, self.device)

    def delete(self, stream: str, entity: str, *, author: str, at: datetime) -> Change:
        """Mark an entity deleted."""
        with self.atomic():
            kind, saw = self._kind(stream, entity), deletion(self.cursor(stream))
            entry = Entry(kind, entity, TOMBSTONE, saw)
            return self._append(stream, [entry], author, at)[0]

    def restore(self, stream: str, entity: str, *, author: str, at: datetime) -> Change:
        """Take a deletion back."""
        entry = Entry(self._kind(stream, entity), entity, TOMBSTONE, None)
        return self._append(stream, [entry], author, at)[0]

    def erase(self, stream: str, entity: str, *, author: str, at: datetime) -> Change:
        """Destroy the keys of an entity's private values, here and wherever this change arrives."""
        # A kind of its own: a seal over the entity's kind does not freeze erasure.
        self._kind(stream, entity)
        entry = Entry(ERASURE_KIND, entity, ERASURE, value=True)
        return self._append(stream, [entry], author, at)[0]

    def _kind(self, stream: str, entity: str) -> str:
        row = self._link.one(
            "SELECT kind FROM entity WHERE stream = ? AND id = ?", (stream, entity)
        )
        if row is None:
            raise StoreError(path=self.path, what=f"nothing is recorded under {entity}")
        return str(row[0])

    def _append(
        self,
        stream: str,
        entries: Sequence[Entry],
        author: str,
        at: datetime,
        offset: int | None = None,
        seen: Cursor | None = None,
    ) -> list[Change]:
        with self.atomic():
            me = self._me(writes=True)
            return journal_table.append(
                self._link, me, stream, entries, author=author, at=at, offset=offset, seen=seen
            )

    def entities(self, stream: str, kind: str, only: Sequence[str] = ()) -> list[Record]:
        """Return the entities of a kind in creation order."""
        return records.of_kind(self._link, stream, kind, only)

    def entity(self, stream: str, entity: str) -> Record | None:
        """Return one entity, or None."""
        return records.one(self._link, stream, entity)

    def conflicts(self, stream: str) -> list[Conflict]:
        """Return the fields that wait for a decision."""
        return records.conflicts(self._link, stream)

    def forks(self, stream: str) -> list[Fork]:
        """Return what does not fit a device's chain."""
        return records.forks(self._link, stream)

    def history(self, stream: str, entity: str, field: str | None = None) -> list[History]:
        """Return the changes of an entity, or of one of its fields, oldest first."""
        return records.history(self._link, stream, entity, field)

    def changes(self, stream: str, kinds: Iterable[str] | None = None) -> list[Change]:
        """Return the changes of a stream in the order all replicas agree on."""
        return records.of_kinds(self._link, stream, None if kinds is None else list(kinds))

    def cursor(self, stream: str) -> Cursor:
        """Return what is held of a stream without gaps."""
        return journal_table.cursor(self._link, stream)

    # --- blobs

    def put_blob(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256 name."""
        return blobs.put(self._link, data)

    def blob(self, sha256: str) -> bytes:
        """Return a blob's bytes, verified."""
        return blobs.get(self._link, sha256)

    def blob_names(self, stream: str) -> list[str]:
        """Return the names of all blobs that the stream needs."""
        return blobs.named(self._link, stream)

    def blob_size(self, sha256: str) -> int:
        """Return how many bytes a blob has, 0 when it is not held."""
        return blobs.size(self._link, sha256)

    def missing_blobs(self, stream: str) -> list[str]:
        """Return those that are not held."""
        return blobs.missing(self._link, stream)

    def missing_changes(self, stream: str) -> dict[str, int]:
        """Return how many changes of each device are known of and not here."""
        return receipts.missing_changes(self._link, stream)

    def reclaim_blob(self, sha256: str, at: datetime) -> None:
        """Give a blob's bytes up for good; ``sync.reclaim`` says which may go."""
        blobs.reclaim(self._link, sha256, at)

    def compact(self, sha256: str, made: str) -> bytes | None:
        """Return the compact copy of a photo that was made in this way, None when none is kept."""
        return compact.get(self._link, sha256, made)

    def compact_made(self, sha256: str) -> str | None:
        """Return how the copy of a photo that is kept was made, None when none is kept."""
        return compact.made(self._link, sha256)

    def keep_compact(self, copies: Mapping[str, bytes], made: str) -> None:
        """Keep compact copies by the SHA-256 of their photos; a cache, which no change speaks of."""
        compact.keep(self._link, copies, made)

    # --- exchange

    def segments(
        self, stream: str, after: Cursor, tips: Mapping[str, str] | None = None
    ) -> Iterator[bytes]:
        """Yield the segments that a holder of ``after`` lacks."""
        self._close_tails(stream)
        yield from journal_table.segments(self._link, stream, after, tips or {})

    def _close_tails(self, stream: str) -> None:
        """Sign what this device wrote, and note how much it was: it may be given away now."""
        journal_table.close_tails(self._link, self._me(), stream)
        given.note(self._link, self.device)

    def tips(self, stream: str) -> dict[str, str]:
        """Return the hash of the newest change of each device."""
        return journal_table.tips(self._link, stream)

    def segment_names(
        self, stream: str, after: Cursor, tips: Mapping[str, str] | None = None
    ) -> list[SegmentName]:
        """Return what ``segments`` would yield, without the bytes."""
        self._close_tails(stream)
        return journal_table.segment_names(self._link, stream, after, tips or {})

    def segment(self, name: str) -> bytes | None:
        """Return the bytes of a segment held."""
        return journal_table.segment_bytes(self._link, name)

    def add_segment(self, data: bytes) -> Taken:
        """Verify and keep a segment.

        One of this very device with changes that are not here says that another copy of this database is at work, or
        that this one is an old copy. What is written here next, a new device writes.
        """
        segment = decode_segment(data)
        if segment.span.device != self.device:
            return journal_table.take_in(self._link, segment)
        with self.atomic():
            journal_table.close_tails(self._link, self._me(), segment.stream)
            taken = journal_table.take_in(self._link, segment)
            if taken.new:
                identity.disown(self._link)
            return taken

    def part_size(self, name: str) -> int:
        """Return how much of an arriving file is kept."""
        return parts.size(self._link, name)

    def add_part(self, name: str, at: int, data: bytes) -> int:
        """Keep a piece of an arriving file; return the size."""
        return parts.add(self._link, name, at, data)

    def take_parts(self, name: str) -> bytes:
        """Return all that came of a file, and forget it."""
        return parts.take(self._link, name)

    def add_receipt(self, receipt: Receipt) -> None:
        """Keep a peer's receipt."""
        receipts.keep(self._link, receipt)

    def receipts(self, stream: str) -> list[Receipt]:
        """Return the newest receipt of each peer."""
        return receipts.of_stream(self._link, stream)

    # --- scores of many visits

    @property
    def scores(self) -> scored.Scores:
        """The scores kept per response, for tables of many visits."""
        return scored.Scores(self._link)

    # --- the list of visits

    @property
    def lines(self) -> lines.Lines:
        """The lines of the list of visits."""
        return lines.Lines(self._link)

    def visits(self) -> list[str]:
        """Return the ids of the streams that are visits, oldest first."""
        return lines.streams_with(self._link, "visit")

    def registries(self) -> list[str]:
        """Return the ids of the streams that are registries, oldest first."""
        return lines.streams_with(self._link, "registry")

    # --- care

    def check(self) -> list[str]:
        """Return what is wrong with the database, one plain sentence each."""
        return check.problems(self._link)

    def verify_file(self) -> None:
        """Look at every page of the file; raise when one is not as it was written."""
        check.verify_file(self._link)

    def rebuild(self) -> None:
        """Make the tables that the app reads anew from the journal."""
        with self.atomic():
            projections.rebuild(self._link)

    def backup(self, target: Path) -> None:
        """Copy the database into a new file, checked; it opens with the same passphrase."""
        backup.backup(self._link, target)

    def daily_backup(self, today: date) -> rotation.Backups:
        """Make today's backup where they are kept, if there is none; see ``store.rotation``."""
        return rotation.daily(self._link, today)

    def check_backup(self, copy: Path) -> list[str]:
        """Return what is wrong with a backup of this database, as ``check`` does; it is left as it is."""
        return backup.examine(self._link, copy)

    def change_passphrase(self, passphrase: str) -> None:
        """Encrypt the database anew under another passphrase; ``key`` is another afterwards."""
        backup.change_passphrase(self._link, passphrase)

    def make_recovery_key(self) -> str:
        """Make the key that an office keeps, and return it as it is printed, once; an older one opens nothing more."""
        return recovery.make(self._link)
