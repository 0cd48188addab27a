"""The list of visits: a line a visit, found, counted and paged by SQLite (survey's ``LineKeeping``).

A change, a key or a receipt makes the line of its stream out of date, which is one write the first time and none for
the answers that follow; ``survey.visit_list`` makes it anew when somebody looks. Days by which something is due lie in
a table of their own, so that what is overdue today is found by an index and nothing has to be made anew at midnight.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from fieldsurvey.survey.line_ports import Facets, Mark, VisitLine
from fieldsurvey.survey.model import VisitState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.store.driver import Link
    from fieldsurvey.survey.line_ports import Horizon, KeptLine, Wanted

_TEXTS = ("mall", "city", "province", "state", "day", "instrument", "version", "title", "problem")
_COUNTS = ("sample", "training", "stands", "seen", "asked", "wanted", "to_decide", "sealed")
_FACTS = (*_TEXTS, *_COUNTS, "signed", "copies")
_KEPT = ("stream", "fresh", "shown", "archived", "partial", *_FACTS, "words")
_FINDING, _COMPLAINT = 0, 1
_CREATE = (
    # fresh: it says what the journal says. shown: the stream is a visit. partial: something of it has not arrived.
    "CREATE TABLE visit_line (stream TEXT PRIMARY KEY, fresh INTEGER NOT NULL, shown INTEGER NOT NULL,"
    " archived INTEGER, partial INTEGER, mall TEXT, city TEXT, province TEXT, state TEXT, day TEXT, instrument TEXT,"
    " version TEXT, title TEXT, problem TEXT, sample INTEGER, training INTEGER, stands INTEGER, seen INTEGER,"
    " asked INTEGER, wanted INTEGER, to_decide INTEGER, sealed INTEGER, signed INTEGER, copies INTEGER, words TEXT)",
    "CREATE TABLE visit_due (day TEXT NOT NULL, stream TEXT NOT NULL, of INTEGER NOT NULL, many INTEGER NOT NULL,"
    " PRIMARY KEY (day, stream, of)) WITHOUT ROWID",
    "CREATE TABLE visit_line_stamp (stamp TEXT NOT NULL)",
    "CREATE INDEX visit_line_listed ON visit_line (archived, stream) WHERE shown",
    "CREATE INDEX visit_line_found ON visit_line"
    " (archived, state, instrument, province, day, signed, to_decide, copies, stream) WHERE shown",
    "CREATE INDEX visit_line_stale ON visit_line (stream) WHERE NOT fresh",
    "CREATE INDEX visit_line_partial ON visit_line (stream) WHERE partial",
    "CREATE INDEX visit_due_stream ON visit_due (stream)",
    "CREATE INDEX entity_visit ON entity (stream) WHERE kind = 'visit' AND NOT deleted",
    "CREATE INDEX entity_registry ON entity (stream) WHERE kind = 'registry' AND NOT deleted",
)
_OUTDATE = (
    "INSERT INTO visit_line (stream, fresh, shown) VALUES (?, 0, 0)"
    " ON CONFLICT (stream) DO UPDATE SET fresh = 0 WHERE fresh"
)
_ALL = "INSERT INTO visit_line (stream, fresh, shown) SELECT id, 0, 0 FROM stream"
_KEEP = (
    f"INSERT OR REPLACE INTO visit_line ({', '.join(_KEPT)})"  # noqa: S608  names of ours
    f" VALUES ({', '.join('?' * len(_KEPT))})"
)
_LATE = "SELECT stream FROM visit_due WHERE day < :today"
_NEAR = f"SELECT stream FROM visit_due WHERE of = {_FINDING} AND day BETWEEN :today AND :near"  # noqa: S608  ours
#: What a mark means of a row. Signatures are asked for once the facts are frozen.
_MARKS = {
    Mark.DECIDE: "to_decide > 0",
    Mark.OVERDUE: f"stream IN ({_LATE})",
    Mark.NEAR: f"stream IN ({_NEAR})",
    Mark.UNSIGNED: "state = 'sealed' AND NOT signed",
    Mark.SIGNED: "signed",
    Mark.HELD: "copies > 0",
    Mark.ALONE: "copies = 0",
}
#: As many ids as one statement names.
_AT_ONCE = 500


def create(database: Any) -> None:
    """Make the tables, every stream's line still to be made; the step of ``migrations`` that brings them."""
    for statement in (*_CREATE, _ALL):
        database.execute(statement)


def outdate(link: Link, stream: str) -> None:
    """Note that the line of a stream no longer says what is held of it."""
    link.run(_OUTDATE, (stream,))


def throw_away(link: Link) -> None:
    """Forget all lines; they are made anew when somebody looks."""
    for table in ("visit_due", "visit_line"):
        link.run(f"DELETE FROM {table}")  # noqa: S608  a name of ours
    link.run(_ALL)


def streams_with(link: Link, kind: Literal["visit", "registry"]) -> list[str]:
    """Return the ids of the streams that are visits, or registries, sorted."""
    # The kind stands in the statement itself: a small index over that kind alone answers it.
    sql = (
        f"SELECT DISTINCT stream FROM entity WHERE kind = '{kind}' AND NOT deleted ORDER BY stream"  # noqa: S608
    )
    return [stream for (stream,) in link.rows(sql)]


class Lines:
    """The lines kept in one database: survey's ``LineKeeping``, where each method says what it does."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def stamp(self) -> str:
        """Return what the lines kept were made by."""
        row = self._link.one("SELECT stamp FROM visit_line_stamp")
        return str(row[0]) if row else ""

    def begin(self, stamp: str) -> None:
        """Make every line out of date, and note what they are made by from now on."""
        with self._link.transaction():
            self._link.run("UPDATE visit_line SET fresh = 0 WHERE fresh")
            self._link.run("DELETE FROM visit_line_stamp")
            self._link.run("INSERT INTO visit_line_stamp (stamp) VALUES (?)", (stamp,))

    def stale(self, most: int) -> list[str]:
        """Return streams whose line is to be made anew, the newest first."""
        sql = "SELECT stream FROM visit_line WHERE NOT fresh ORDER BY stream DESC LIMIT ?"
        return [stream for (stream,) in self._link.rows(sql, (most,))]

    def count_stale(self) -> int:
        """Return how many there are."""
        return self._number("SELECT count(*) FROM visit_line WHERE NOT fresh")

    def partial(self) -> bool:
        """Say whether a line that is up to date waits for something."""
        return self._link.one("SELECT 1 FROM visit_line WHERE partial AND fresh") is not None

    def doubt_partial(self) -> None:
        """Make the lines that wait for something out of date."""
        self._link.run("UPDATE visit_line SET fresh = 0 WHERE partial AND fresh")

    def keep(self, lines: Iterable[KeptLine]) -> None:
        """Keep lines in place of older ones."""
        kept = list(lines)
        with self._link.transaction():
            self._link.run_many(
                "DELETE FROM visit_due WHERE stream = ?", [(each.stream,) for each in kept]
            )
            self._link.run_many(_KEEP, [_row(each) for each in kept])
            self._link.run_many(
                "INSERT INTO visit_due (day, stream, of, many) VALUES (?, ?, ?, 1)"
                " ON CONFLICT (day, stream, of) DO UPDATE SET many = many + 1",
                [
                    (day.isoformat(), each.stream, of)
                    for each in kept
                    for of, days in ((_FINDING, each.findings), (_COMPLAINT, each.complaints))
                    for day in days
                ],
            )

    def ids(self, wanted: Wanted, horizon: Horizon, most: int | None = None) -> list[str]:
        """Return the visits to show, the newest first; not more than ``most``."""
        where, values = _where(wanted, horizon, only=True)
        values["most"] = -1 if most is None else most
        sql = f"SELECT stream FROM visit_line WHERE {where} ORDER BY stream DESC LIMIT :most"  # noqa: S608  ours
        return [stream for (stream,) in self._link.rows(sql, values)]

    def lines(self, visits: Sequence[str], horizon: Horizon) -> dict[str, VisitLine]:
        """Return the lines of some visits."""
        found: dict[str, VisitLine] = {}
        for start in range(0, len(visits), _AT_ONCE):
            some = visits[start : start + _AT_ONCE]
            places = ", ".join("?" * len(some))
            days = (horizon.today.isoformat(), horizon.today.isoformat(), horizon.near.isoformat())
            due = {
                stream: (overdue, near)
                for stream, overdue, near in self._link.rows(
                    "SELECT stream, total(many) FILTER (WHERE day < ?),"  # noqa: S608  places alone
                    f" total(many) FILTER (WHERE of = {_FINDING} AND day BETWEEN ? AND ?)"
                    f" FROM visit_due WHERE stream IN ({places}) GROUP BY stream",
                    (*days, *some),
                )
            }
            rows = self._link.rows(
                f"SELECT stream, {', '.join(_FACTS)} FROM visit_line"  # noqa: S608  names of ours
                f" WHERE shown AND stream IN ({places})",
                some,
            )
            for stream, *facts in rows:
                found[stream] = _line(stream, facts, *map(int, due.get(stream, (0, 0))))
        return found

    def count(self, *, archived: bool) -> int:
        """Return how many visits there are in the list, or in the archive."""
        sql = "SELECT count(*) FROM visit_line WHERE shown AND archived = ?"
        return self._number(sql, (int(archived),))

    def counts(self, wanted: Wanted, horizon: Horizon) -> dict[VisitState | Mark | None, int]:
        """Return how many visits each state and mark would show."""
        where, values = _where(wanted, horizon, only=False)
        marks = ", ".join(f"total({condition})" for condition in _MARKS.values())
        found: dict[VisitState | Mark | None, int] = dict.fromkeys((None, *VisitState, *Mark), 0)
        rows = self._link.rows(
            f"SELECT state, count(*), {marks} FROM visit_line WHERE {where} GROUP BY state",  # noqa: S608  ours
            values,
        )
        for state, count, *marked in rows:
            found[None] += count
            found[VisitState(state)] += count
            for mark, number in zip(_MARKS, marked, strict=True):
                found[mark] += int(number)
        return found

    def facets(self, *, archived: bool) -> Facets:
        """Return by what the list can be narrowed."""
        years, provinces, instruments = Counter[str](), Counter[str](), Counter[str]()
        for year, province, instrument, count in self._link.rows(
            "SELECT substr(day, 1, 4), province, instrument, count(*) FROM visit_line"
            " WHERE shown AND archived = ? GROUP BY 1, 2, 3",
            (int(archived),),
        ):
            for found, name in ((years, year), (provinces, province), (instruments, instrument)):
                if name:
                    found[name] += count
        return Facets(*(dict(sorted(found.items())) for found in (years, provinces, instruments)))

    def due(self, horizon: Horizon) -> tuple[int, int]:
        """Return how many deadlines of all visits have passed, and how many are near."""
        near = f"SELECT total(many) FROM visit_due WHERE of = {_FINDING} AND day BETWEEN :today AND :near"  # noqa: S608  ours
        values = _days(horizon)
        return self._number(
            "SELECT total(many) FROM visit_due WHERE day < :today", values
        ), self._number(near, values)

    def reminding(self, horizon: Horizon) -> list[str]:
        """Return the visits that have a deadline that has passed or is near, oldest first."""
        sql = "SELECT DISTINCT stream FROM visit_due WHERE day <= :near ORDER BY stream"
        return [stream for (stream,) in self._link.rows(sql, _days(horizon))]

    def _number(self, sql: str, values: Any = ()) -> int:
        row = self._link.one(sql, values)
        return int(row[0] or 0) if row else 0


def _where(wanted: Wanted, horizon: Horizon, *, only: bool) -> tuple[str, dict[str, object]]:
    """Return the condition of what is wanted, with its values; without ``only`` that of every state and mark."""
    parts = ["shown", "archived = :archived"]
    values: dict[str, object] = {"archived": int(wanted.archived), **_days(horizon)}
    if only and isinstance(wanted.only, VisitState):
        parts.append("state = :state")
        values["state"] = wanted.only.value
    elif only and isinstance(wanted.only, Mark):
        parts.append(_MARKS[wanted.only])
    for name, value, condition in (
        ("year", wanted.year, "substr(day, 1, 4) = :year"),
        ("province", wanted.province, "province = :province"),
        ("instrument", wanted.instrument, "instrument = :instrument"),
    ):
        if value:
            parts.append(condition)
            values[name] = value
    for number, word in enumerate(wanted.words):
        values[f"word{number}"] = word.text
        states = ", ".join(f"'{state.value}'" for state in word.states)
        parts.append(f"(instr(words, :word{number}) OR state IN ({states}))")
    return " AND ".join(f"({part})" for part in parts), values


def _days(horizon: Horizon) -> dict[str, object]:
    return {"today": horizon.today.isoformat(), "near": horizon.near.isoformat()}


def _row(each: KeptLine) -> tuple[object, ...]:
    line = each.line
    facts = [None if line is None else _plain(getattr(line, name)) for name in _FACTS]
    return (
        *(each.stream, 1, int(line is not None), int(each.archived), int(each.partial)),
        *facts,
        each.words,
    )


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _line(stream: str, facts: Sequence[Any], overdue: int, near: int) -> VisitLine:
    values = dict(zip(_FACTS, facts, strict=True))
    values["state"] = VisitState(values["state"])
    values["day"] = date.fromisoformat(values["day"]) if values["day"] else None
    for name in ("sample", "training", "sealed", "signed"):
        values[name] = bool(values[name])
    return VisitLine(id=stream, overdue=overdue, near=near, **values)
