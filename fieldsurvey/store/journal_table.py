"""The journal on disk: appending this device's changes, and taking in the segments of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

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
from fieldsurvey.store import keys, lines, projections, scored
from fieldsurvey.store.touched import Touched
from fieldsurvey.survey.ports import REMOVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from fieldsurvey.store.driver import Link
    from fieldsurvey.store.identity import Identity
    from fieldsurvey.survey.ports import Entry

# A segment is what a cut connection may have to send again.
_SEGMENT_CHANGES = 500


class _Tip(NamedTuple):
    """The end of a device's chain in a stream, and the greatest clock on it."""

    seq: int = 0
    hash: str = ""
    clock: int = 0
    offset: int = 0

    def after(self, change: Change) -> _Tip:
        """Return the end once a change is held too."""
        clock = max(self.clock, change.clock)
        if change.seq > self.seq:
            return _Tip(change.seq, change.hash, clock, change.offset)
        return self._replace(clock=clock)


def append(
    link: Link,
    identity: Identity,
    stream: str,
    entries: Sequence[Entry],
    *,
    author: str,
    at: datetime,
    offset: int | None = None,
    seen: Cursor | None = None,
) -> list[Change]:
    """Write one change an entry; each names the heads of its field. Use it inside a transaction.

    Without an ``offset`` they carry that of the device's last change in the stream. Heads of other devices beyond
    ``seen`` are not named: the writer did not know them, so they stay heads and are in conflict.
    """
    device, tips = identity.device, _tips(link, stream)
    if not tips:
        _know_stream(link, stream)
    clock, tip = max((one.clock for one in tips.values()), default=0), tips.get(device, _Tip())
    touched, written = Touched(link, stream), list[Change]()
    for entry in entries:
        clock, seq = min(clock + 1, LARGEST), tip.seq + 1
        place = box.Place(stream, entry.entity, entry.field, device, seq)
        change = Change(
            stream=stream,
            device=device,
            seq=seq,
            clock=clock,
            at=at,
            author=author,
            entity=entry.entity,
            kind=entry.kind,
            field=entry.field,
            value=_stored_value(link, entry, place, {**tips, device: tip}),
            bases=tuple(
                head
                for head in touched.heads(entry.entity, entry.field)
                if seen is None or head.device == device or seen.covers(head)
            ),
            prev=tip.hash,
            blobs=entry.blobs,
            offset=tip.offset if offset is None else offset,
        )
        touched.add(change)
        tip = tip.after(change)
        written.append(change)
    _put(link, touched, written, tip)
    return written


def offset_of(link: Link, stream: str, device: str) -> int:
    """Return the confirmed offset of a device's clock in a stream, in seconds: that of its last change."""
    return _tip(link, stream, device).offset


def take_in(link: Link, segment: Segment) -> Taken:
    """Keep a segment and apply what now joins on without a gap."""
    stream, span, own = segment.stream, segment.span, blob_name(segment.data)
    with link.transaction():
        _know_stream(link, stream)
        _keep(link, stream, span, segment.data, applied=False)
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


def first_stream(link: Link) -> str | None:
    """Return the id of the stream that came first, None while there is none."""
    row = link.one("SELECT id FROM stream ORDER BY rowid LIMIT 1")
    return None if row is None else str(row[0])


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
            closed_now = tail[start : start + _SEGMENT_CHANGES]
            data = encode_segment(closed_now, identity.signing)
            span = Span(identity.device, closed_now[0].seq, closed_now[-1].seq)
            _keep(link, stream, span, data, applied=True)


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
    new, forks, goes_on = 0, list[str](), list[Change]()
    touched, tip = Touched(link, stream), _tip(link, stream, arrived[0].device)
    for change in arrived:
        # What goes on from the tip needs no looking up: nothing applied lies beyond it.
        if (change.seq, change.prev) == (tip.seq + 1, tip.hash):
            touched.add(change)
            goes_on.append(change)
        else:
            _put(link, touched, goes_on, tip)
            goes_on = []
            same = _hashes(link, stream, change.device, change.seq)
            how = fit(change, same, _hashes(link, stream, change.device, change.seq - 1))
            if how is Fit.KNOWN:
                continue
            if how is not Fit.NEXT:
                forks.append(f"{change.device}/{change.seq}")
            if not same:
                touched.add(change)
            _put(link, touched, [change], tip.after(change))
            if same:
                projections.recompute(link, stream, change.entity)
        new += 1
        tip = tip.after(change)
    _put(link, touched, goes_on, tip)
    return new, forks


def _put(link: Link, touched: Touched, changes: Sequence[Change], tip: _Tip) -> None:
    """Insert changes of one device in one stream, and all that follows from them."""
    if not changes:
        return
    stream, device = changes[0].stream, changes[0].device
    link.run_many(
        'INSERT INTO "change" (stream, device, seq, hash, prev, clock, entity, kind, field, body)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(stream, device, change.seq, change.hash, change.prev, change.clock),
                *(change.entity, change.kind, change.field, change.body),
            )
            for change in changes
        ],
    )
    link.run(
        "INSERT INTO tip (stream, device, seq, hash, clock, offset) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (stream, device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,"
        " clock = excluded.clock, offset = excluded.offset",
        (stream, device, *tip),
    )
    touched.write()
    erased = [change.entity for change in changes if change.field == ERASURE]
    for entity in erased:
        keys.destroy(link, stream, entity)
    scored.outdate(link, stream, erased)
    lines.outdate(link, stream)


def _keep(link: Link, stream: str, span: Span, data: bytes, *, applied: bool) -> None:
    link.run(
        "INSERT OR IGNORE INTO segment (hash, stream, device, first, last, applied, data)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (blob_name(data), stream, *span, int(applied), data),
    )


def _tail(link: Link, stream: str, device: str, closed: int) -> list[Change]:
    """Return the device's changes after ``closed``, as one chain back from its tip."""
    rows = link.rows(
        'SELECT body FROM "change" WHERE stream = ? AND device = ? AND seq > ? ORDER BY seq DESC',
        (stream, device, closed),
    )
    wanted = _tip(link, stream, device).hash
    chain = []
    for (body,) in rows:
        change = Change.decode(bytes(body))
        if change.hash == wanted:
            chain.append(change)
            wanted = change.prev
    return chain[::-1]


def _stored_value(link: Link, entry: Entry, place: box.Place, tips: dict[str, _Tip]) -> Any:
    if box.is_box(entry.value):
        raise ValueError(f"a value may not have a member {box.MARK!r}")
    if entry.value is REMOVED:
        return removal(Cursor((device, tip.seq) for device, tip in tips.items()))
    if entry.private_key_of is None:
        return entry.value
    key = keys.of_entity(link, place.stream, entry.private_key_of)
    return box.close(entry.value, key.id, key.material, place)


def _hashes(link: Link, stream: str, device: str, seq: int) -> set[str]:
    rows = link.rows(
        'SELECT hash FROM "change" WHERE stream = ? AND device = ? AND seq = ?',
        (stream, device, seq),
    )
    return {name for (name,) in rows}


def _know_stream(link: Link, stream: str) -> None:
    link.run("INSERT OR IGNORE INTO stream (id) VALUES (?)", (stream,))


def _tips(link: Link, stream: str) -> dict[str, _Tip]:
    rows = link.rows("SELECT device, seq, hash, clock, offset FROM tip WHERE stream = ?", (stream,))
    return {device: _Tip(*tip) for device, *tip in rows}


def _tip(link: Link, stream: str, device: str) -> _Tip:
    return _tips(link, stream).get(device, _Tip())
