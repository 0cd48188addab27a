"""The journal on disk: appending this device's changes, and taking in the segments of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.journal import (
    ERASURE,
    LARGEST,
    Change,
    ChangeKey,
    Cursor,
    Fit,
    Segment,
    SegmentName,
    Span,
    Taken,
    blob_name,
    box,
    decode_segment,
    encode_segment,
    fit,
    ready,
    removal,
)
from fieldsurvey.store import keys, projections
from fieldsurvey.survey.ports import REMOVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from fieldsurvey.store.driver import Link
    from fieldsurvey.store.identity import Identity
    from fieldsurvey.survey.ports import Entry

# A segment is what a cut connection may have to send again.
_SEGMENT_CHANGES = 500


def append(
    link: Link,
    identity: Identity,
    stream: str,
    entries: Sequence[Entry],
    *,
    author: str,
    at: datetime,
    offset: int | None = None,
) -> list[Change]:
    """Write one change an entry, in one durable transaction; each names all heads of its field.

    Without an ``offset`` they carry that of the device's last change in the stream.
    """
    with link.transaction():
        _know_stream(link, stream)
        clock = _clock(link, stream)
        seq, prev = _tip(link, stream, identity.device)
        if offset is None:
            offset = offset_of(link, stream, identity.device)
        written = []
        for entry in entries:
            clock, seq = min(clock + 1, LARGEST), seq + 1
            place = box.Place(stream, entry.entity, entry.field, identity.device, seq)
            change = Change(
                stream=stream,
                device=identity.device,
                seq=seq,
                clock=clock,
                at=at,
                author=author,
                entity=entry.entity,
                kind=entry.kind,
                field=entry.field,
                value=_stored_value(link, entry, place),
                bases=_heads(link, stream, entry.entity, entry.field),
                prev=prev,
                blobs=entry.blobs,
                offset=offset,
            )
            _put(link, change, forked=False)
            prev = change.hash
            written.append(change)
        return written


def offset_of(link: Link, stream: str, device: str) -> int:
    """Return the confirmed offset of a device's clock in a stream, in seconds: that of its last change."""
    row = link.one(
        'SELECT c.body FROM tip t JOIN "change" c ON c.stream = t.stream AND c.device = t.device'
        " AND c.seq = t.seq AND c.hash = t.hash WHERE t.stream = ? AND t.device = ?",
        (stream, device),
    )
    return Change.decode(bytes(row[0])).offset if row else 0


def take_in(link: Link, segment: Segment) -> Taken:
    """Keep a segment and apply what now joins on without a gap."""
    stream, span, own = segment.stream, segment.span, blob_name(segment.data)
    with link.transaction():
        _know_stream(link, stream)
        _keep(link, segment, applied=False)
        waiting: dict[Span, list[str]] = {}
        for first, last, name in link.rows(
            "SELECT first, last, hash FROM segment"
            " WHERE stream = ? AND device = ? AND applied = 0 ORDER BY hash",
            (stream, span.device),
        ):
            waiting.setdefault(Span(span.device, first, last), []).append(name)
        joined = ready(cursor(link, stream), waiting)
        new, forks = 0, []
        for name in (name for found in joined for name in waiting[found]):
            data = None if name == own else segment_bytes(link, name)
            held = segment if data is None else decode_segment(data)
            more, forked = _apply(link, stream, held.changes)
            new += more
            forks += forked
            link.run("UPDATE segment SET applied = 1 WHERE hash = ?", (name,))
        pending = span in waiting and span not in joined
    return Taken(stream, span.device, new, pending, tuple(forks))


def cursor(link: Link, stream: str) -> Cursor:
    """Return what is held of a stream without gaps."""
    return Cursor(link.rows("SELECT device, seq FROM tip WHERE stream = ?", (stream,)))


def streams(link: Link) -> list[str]:
    """Return the ids of the streams held, in the order they came."""
    return [name for (name,) in link.rows("SELECT id FROM stream ORDER BY rowid")]


def changes(
    link: Link, stream: str, where: str = "", params: Sequence[object] = ()
) -> Iterator[Change]:
    """Yield the changes of a stream by rising rank; ``where`` narrows by more conditions."""
    rows = link.rows(
        f'SELECT body FROM "change" WHERE stream = ? {where}'  # noqa: S608  conditions of ours
        " ORDER BY clock, device, seq, hash",
        (stream, *params),
    )
    for (body,) in rows:
        yield Change.decode(bytes(body))


def close_tails(link: Link, identity: Identity, stream: str) -> None:
    """Close and sign this device's changes of a stream that no segment holds yet."""
    row = link.one(
        "SELECT max(last) FROM segment WHERE stream = ? AND device = ? AND applied = 1",
        (stream, identity.device),
    )
    closed = int(row[0] or 0) if row else 0
    tail = _tail(link, stream, identity.device, closed)
    with link.transaction():
        for start in range(0, len(tail), _SEGMENT_CHANGES):
            data = encode_segment(tail[start : start + _SEGMENT_CHANGES], identity.signing)
            _keep(link, decode_segment(data), applied=True)


def tips(link: Link, stream: str) -> dict[str, str]:
    """Return {device: hash of the change at its place in ``cursor``}."""
    return dict(link.rows("SELECT device, hash FROM tip WHERE stream = ?", (stream,)))


def segments(link: Link, stream: str, after: Cursor, tips: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the segments that a holder of ``after`` lacks."""
    for found in segment_names(link, stream, after, tips):
        data = segment_bytes(link, found.name)
        if data is not None:
            yield data


def segment_names(
    link: Link, stream: str, after: Cursor, tips: Mapping[str, str]
) -> list[SegmentName]:
    """Return the segments with a change beyond ``after``, of a fork, or of a device that parted."""
    forked, here = forked_keys(link, stream), cursor(link, stream)
    parted = {
        device
        for device, tip in tips.items()
        if here.at(device) >= after.at(device) > 0
        and tip not in _hashes(link, stream, device, after.at(device))
    }
    rows = link.rows(
        "SELECT hash, length(data), device, first, last FROM segment WHERE stream = ?"
        " ORDER BY device, first",
        (stream,),
    )
    return [
        SegmentName(name, size, Span(device, first, last))
        for name, size, device, first, last in rows
        if last > after.at(device)
        or device in parted
        or any(key.device == device and first <= key.seq <= last for key in forked)
    ]


def segment_bytes(link: Link, name: str) -> bytes | None:
    """Return the bytes of a segment held."""
    row = link.one("SELECT data FROM segment WHERE hash = ?", (name,))
    return bytes(row[0]) if row else None


def forked_keys(link: Link, stream: str) -> list[ChangeKey]:
    """Return the keys under which two changes are held."""
    rows = link.rows(
        'SELECT device, seq FROM "change" WHERE stream = ?'
        " GROUP BY device, seq HAVING count(*) > 1 ORDER BY device, seq",
        (stream,),
    )
    return [ChangeKey(*row) for row in rows]


def broken_keys(link: Link, stream: str) -> list[ChangeKey]:
    """Return the keys of changes that follow a change which is not held."""
    rows = link.rows(
        'SELECT c.device, c.seq FROM "change" c LEFT JOIN "change" p ON p.stream = c.stream'
        " AND p.device = c.device AND p.seq = c.seq - 1 AND p.hash = c.prev"
        " WHERE c.stream = ? AND c.seq > 1 AND p.hash IS NULL ORDER BY c.device, c.seq",
        (stream,),
    )
    return [ChangeKey(*row) for row in rows]


def _apply(link: Link, stream: str, arrived: Sequence[Change]) -> tuple[int, list[str]]:
    """Put what is not held into the journal; return how many, and the keys that forked."""
    new, forks = 0, []
    seq, prev = _tip(link, stream, arrived[0].device)
    for change in arrived:
        # What goes on from the tip needs no looking up: nothing applied lies beyond it.
        goes_on = (change.seq, change.prev) == (seq + 1, prev)
        same = set() if goes_on else _hashes(link, stream, change.device, change.seq)
        if not goes_on:
            before = _hashes(link, stream, change.device, change.seq - 1)
            how = fit(change, same, before)
            if how is Fit.KNOWN:
                continue
            if how is not Fit.NEXT:
                forks.append(f"{change.device}/{change.seq}")
        _put(link, change, forked=bool(same))
        new += 1
        if change.seq > seq:
            seq, prev = change.seq, change.hash
    return new, forks


def _put(link: Link, change: Change, *, forked: bool) -> None:
    """Insert a change and all that follows from it."""
    link.run(
        'INSERT INTO "change" (stream, device, seq, hash, prev, clock, entity, kind, field, body)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(change.stream, *change.key, change.hash, change.prev, change.clock),
            *(change.entity, change.kind, change.field, change.body),
        ),
    )
    link.run(
        "INSERT INTO tip (stream, device, seq, hash) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (stream, device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
        " WHERE excluded.seq > tip.seq",
        (change.stream, *change.key, change.hash),
    )
    link.run("UPDATE stream SET clock = max(clock, ?) WHERE id = ?", (change.clock, change.stream))
    projections.add(link, change, forked=forked)
    if change.field == ERASURE:
        keys.destroy(link, change.stream, change.entity)


def _keep(link: Link, segment: Segment, *, applied: bool) -> None:
    link.run(
        "INSERT OR IGNORE INTO segment (hash, stream, device, first, last, applied, data)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (blob_name(segment.data), segment.stream, *segment.span, int(applied), segment.data),
    )


def _tail(link: Link, stream: str, device: str, closed: int) -> list[Change]:
    """Return the device's changes after ``closed``, as one chain back from its tip."""
    rows = link.rows(
        'SELECT body FROM "change" WHERE stream = ? AND device = ? AND seq > ? ORDER BY seq DESC',
        (stream, device, closed),
    )
    _, wanted = _tip(link, stream, device)
    chain = []
    for (body,) in rows:
        change = Change.decode(bytes(body))
        if change.hash == wanted:
            chain.append(change)
            wanted = change.prev
    return chain[::-1]


def _stored_value(link: Link, entry: Entry, place: box.Place) -> Any:
    if box.is_box(entry.value):
        raise ValueError(f"a value may not have a member {box.MARK!r}")
    if entry.value is REMOVED:
        return removal(cursor(link, place.stream))
    if entry.private_key_of is None:
        return entry.value
    key = keys.of_entity(link, place.stream, entry.private_key_of)
    return box.close(entry.value, key.id, key.material, place)


def _heads(link: Link, stream: str, entity: str, field: str) -> tuple[ChangeKey, ...]:
    rows = link.rows(
        "SELECT DISTINCT device, seq FROM head WHERE stream = ? AND entity = ? AND field = ?"
        " ORDER BY device, seq",
        (stream, entity, field),
    )
    return tuple(ChangeKey(*row) for row in rows)


def _hashes(link: Link, stream: str, device: str, seq: int) -> set[str]:
    rows = link.rows(
        'SELECT hash FROM "change" WHERE stream = ? AND device = ? AND seq = ?',
        (stream, device, seq),
    )
    return {name for (name,) in rows}


def _know_stream(link: Link, stream: str) -> None:
    link.run("INSERT OR IGNORE INTO stream (id, clock) VALUES (?, 0)", (stream,))


def _clock(link: Link, stream: str) -> int:
    row = link.one("SELECT clock FROM stream WHERE id = ?", (stream,))
    return int(row[0]) if row else 0


def _tip(link: Link, stream: str, device: str) -> tuple[int, str]:
    row = link.one("SELECT seq, hash FROM tip WHERE stream = ? AND device = ?", (stream, device))
    return (int(row[0]), str(row[1])) if row else (0, "")
