"""Scores of responses as rows of integers: what tables of many visits are added up from, by SQLite itself.

The rows lie in the order in which they are added up (visit, indicator, place), so that a sum reads them once and keeps
nothing in memory. A change in the journal makes its visit out of date; only what changed is scored again
(``survey.score_table``).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fieldsurvey.scoring import PlaceSums
from fieldsurvey.survey.score_ports import Counts, ScoredResponse, ScoredVisit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fieldsurvey.store.driver import Link

#: The response of rows that stand for a closed stand at which nothing was recorded.
_UNSEEN = 0
_FACTS = (
    *("mall", "province", "region", "day", "instrument", "version"),
    *("manifest", "state", "sample", "stands", "inspected"),
)
_SUMS = (
    "SELECT indicator, answers, count(*), sum(high), sum(low) FROM"
    " (SELECT indicator, place, sum(answers) AS answers, sum(high) AS high, sum(low) AS low"
    "  FROM scored_share WHERE visit = ? GROUP BY indicator, place)"
    " WHERE answers > 0 GROUP BY indicator, answers"
)
_CREATE = (
    # changed counts the visit's changes since the row was made; kept is the count that the rows below follow from.
    "CREATE TABLE scored_visit (number INTEGER PRIMARY KEY, stream TEXT NOT NULL UNIQUE,"
    " changed INTEGER NOT NULL, kept INTEGER NOT NULL, mall TEXT, province TEXT, region TEXT, day TEXT,"
    " instrument TEXT, version TEXT, manifest TEXT, state TEXT, sample INTEGER, stands INTEGER,"
    " inspected INTEGER)",
    "CREATE TABLE scored_response (number INTEGER PRIMARY KEY, visit INTEGER NOT NULL,"
    " response TEXT NOT NULL, stamp TEXT NOT NULL, UNIQUE (visit, response))",
    "CREATE TABLE scored_share (visit INTEGER NOT NULL, indicator TEXT NOT NULL, place TEXT NOT NULL,"
    " response INTEGER NOT NULL, answers INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL,"
    " not_applicable INTEGER NOT NULL, PRIMARY KEY (visit, indicator, place, response)) WITHOUT ROWID",
)
_NEVER = -1


def create(database: Any) -> None:
    """Make the tables; the step of ``migrations`` that brings them."""
    for statement in _CREATE:
        database.execute(statement)


def outdate(link: Link, stream: str, erased: Iterable[str]) -> None:
    """Note that a visit changed; an erasure takes the erased responses' scores with it at once."""
    outdate_stream(link, stream)
    for response in erased:
        _forget(link, _number(link, stream), [response])


def outdate_stream(link: Link, stream: str) -> None:
    """Note that what can be read of a visit changed, as keys do that arrive."""
    link.run("UPDATE scored_visit SET changed = changed + 1 WHERE stream = ?", (stream,))


def throw_away(link: Link) -> None:
    """Forget all scores kept; the next table makes them anew."""
    for table in ("scored_share", "scored_response", "scored_visit"):
        link.run(f"DELETE FROM {table}")  # noqa: S608  a name of ours


class Scores:
    """The scores kept in one database: survey's ``ScoreKeeping``."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def outdated(self) -> list[tuple[str, int]]:
        """Return the visits to score, oldest first, each with the count of changes it has now."""
        with self._link.transaction():
            self._link.run(
                "INSERT INTO scored_visit (stream, changed, kept)"
                " SELECT DISTINCT stream, 0, ? FROM entity WHERE kind = 'visit'"
                " AND stream NOT IN (SELECT stream FROM scored_visit) ORDER BY stream",
                (_NEVER,),
            )
        return [
            (stream, changed)
            for stream, changed in self._link.rows(
                "SELECT stream, changed FROM scored_visit WHERE changed <> kept ORDER BY stream"
            )
        ]

    def stamps(self, visit: str) -> dict[str, str]:
        """Return response → stamp of what is kept of a visit."""
        sql = "SELECT response, stamp FROM scored_response WHERE visit = ?"
        return dict(self._link.rows(sql, (_number(self._link, visit),)))

    def keep(
        self,
        facts: ScoredVisit,
        mark: int,
        *,
        changed: Iterable[ScoredResponse],
        gone: Iterable[str],
        unseen: Sequence[tuple[str, str]],
    ) -> None:
        """Keep what a visit's responses give, in one transaction; see the port."""
        link = self._link
        with link.transaction():
            number = _number(link, facts.visit)
            written = list(changed)
            _forget(link, number, [*gone, *(each.response for each in written)])
            link.run("DELETE FROM scored_share WHERE visit = ? AND response = ?", (number, _UNSEEN))
            for each in written:
                _insert(link, number, each)
            for indicator, place in unseen:
                link.run(
                    "INSERT INTO scored_share SELECT ?, ?, ?, ?, 1, 0, 0, 0 WHERE NOT EXISTS"
                    " (SELECT 1 FROM scored_share WHERE visit = ? AND indicator = ? AND place = ?)",
                    (number, indicator, place, _UNSEEN, number, indicator, place),
                )
            columns = ", ".join(f"{name} = ?" for name in _FACTS)
            link.run(
                f"UPDATE scored_visit SET kept = ?, {columns} WHERE number = ?",  # noqa: S608  names of ours
                (mark, *(getattr(facts, name) for name in _FACTS), number),
            )

    def visits(self) -> Iterator[ScoredVisit]:
        """Yield the visits kept, oldest first."""
        rows = self._link.rows(
            f"SELECT stream, {', '.join(_FACTS)} FROM scored_visit"  # noqa: S608  names of ours
            f" WHERE kept > {_NEVER} ORDER BY stream"
        )
        for stream, *facts in rows:
            values = dict(zip(_FACTS, facts, strict=True))
            yield ScoredVisit(stream, **{**values, "sample": bool(values["sample"])})

    @contextmanager
    def reading_through(self) -> Iterator[None]:
        """Keep few pages in memory meanwhile; see the port."""
        with self._link.reading_through():
            yield

    def sums(self, visit: str) -> list[PlaceSums]:
        """Return the sums of a visit for each indicator and number of answers at a place."""
        return [PlaceSums(*row) for row in self._link.rows(_SUMS, (_number(self._link, visit),))]

    def counts(self, visit: str) -> Counts:
        """Return what a visit's figures rest on."""
        number = _number(self._link, visit)
        row = self._link.one(
            "SELECT (SELECT count(*) FROM scored_response WHERE visit = ?),"
            " total(answers), total(not_applicable) FROM scored_share"
            " WHERE visit = ? AND response <> ?",
            (number, number, _UNSEEN),
        )
        return Counts(*map(int, row or (0, 0, 0)))


def _forget(link: Link, number: int, responses: Iterable[str]) -> None:
    for response in responses:
        place = (number, response)
        row = link.one(
            "DELETE FROM scored_response WHERE visit = ? AND response = ? RETURNING number", place
        )
        if row:
            link.run("DELETE FROM scored_share WHERE visit = ? AND response = ?", (number, row[0]))


def _insert(link: Link, number: int, each: ScoredResponse) -> None:
    row = link.one(
        "INSERT INTO scored_response (visit, response, stamp) VALUES (?, ?, ?) RETURNING number",
        (number, each.response, each.stamp),
    )
    response = row[0] if row else _UNSEEN
    rows = [
        (
            *(number, share.indicator, share.place, response),
            *(share.answers, share.high, share.low, share.not_applicable),
        )
        for share in each.shares
    ]
    link.run_many("INSERT INTO scored_share VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _number(link: Link, visit: str) -> int:
    """Return the short number of a visit in these tables, 0 for one that is not in them."""
    row = link.one("SELECT number FROM scored_visit WHERE stream = ?", (visit,))
    return int(row[0]) if row else 0
