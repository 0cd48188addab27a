"""Mall and national tables of 100,000 stored responses, beside the same sums in plain SQL over the same rows.

Run as ``python -m tests.benchmarks.national [--rounds N] [--responses N]``. Each measurement is a process of its own,
so that its memory is its own. The exit code is 0 when both limits hold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from fieldsurvey.paths import forms_folder
from fieldsurvey.scoring import halves
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument, find_manifest
from fieldsurvey.survey.manifest import MANIFEST
from fieldsurvey.survey.model import Mall, Stand
from fieldsurvey.survey.national import table, table_data
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.score_ports import ScoredResponse, ScoredVisit, Share
from fieldsurvey.survey.score_table import figures, refresh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.store.driver import Link

Figures = dict[str, float | str]

PASSPHRASE = "kata sandi uji"
#: A visit of ``mpp-sidak``: the building, its complaints desk, 40 stands, 28 officers, 30 service users.
VISIT = (("mall", 1), ("complaints", 1), ("stand", 40), ("officer", 28), ("service_user", 30))
OF_A_VISIT = sum(count for _, count in VISIT)
RATIO, GROWTH_MB = 3.0, 10.0


def fill(path: Path, responses: int) -> None:
    """Make a database that holds this many scored responses, in visits of ``OF_A_VISIT``."""
    chance = random.Random(2026)
    instrument = find_manifest("mpp-sidak")
    with Store.open(path, PASSPHRASE, create=True) as store:
        manifest = store.put_blob((forms_folder() / instrument.id / MANIFEST).read_bytes())
        at = datetime(2026, 1, 1, tzinfo=UTC)
        streams = [_id(chance) for _ in range(responses // OF_A_VISIT)]
        with store.atomic():
            for stream in streams:
                entries = [Entry("visit", stream, "sample", value=False)]
                store.write(stream, entries, author="uji", at=at)
            for number, (stream, mark) in enumerate(store.scores.outdated()):
                facts = ScoredVisit(
                    *(stream, f"MPP {number:05}", f"Provinsi {number % 38:02}", ""),
                    *("2026-01-01", instrument.id, instrument.version, manifest, "sealed"),
                    *(False, 40, 40),
                )
                changed = list(_responses(chance))
                store.scores.keep(facts, mark, changed=changed, gone=(), unseen=())


def _responses(chance: random.Random) -> Iterator[ScoredResponse]:
    """Yield the responses of a visit; which indicators a form feeds is near enough that of the real forms."""
    found = list(indicators())
    stands = [_id(chance) for _ in range(40)]
    of_stand = [name for name, level in found if level == "stand"]
    of_mall = [name for name, level in found if level == "mall"]
    fed = {
        "mall": of_mall[:16],
        "complaints": of_mall[16:18],
        "stand": of_stand,
        "officer": of_mall[18:24],
        "service_user": of_mall[24:],
    }
    for form, count in VISIT:
        for number in range(count):
            place = "mall" if form in {"mall", "complaints"} else stands[number % 40]
            shares = [_share(chance, name, place) for name in fed[form]]
            yield ScoredResponse(_id(chance), "0" * 64, shares)


def _share(chance: random.Random, indicator: str, place: str) -> Share:
    scores = [Decimal(chance.choice(("0", "0.25", "0.5", "1", "0.3333333333333333"))) for _ in "12"]
    pairs = [halves(score) for score in scores[: chance.randint(1, 2)]]
    high, low = (sum(half) for half in zip(*pairs, strict=True))
    return Share(indicator, place, len(pairs), high, low, chance.randint(0, 1))


@cache
def indicators() -> list[tuple[str, str]]:
    """Return (id, level) of the indicators of ``mpp-sidak``."""
    return [(each.id, each.level) for each in find_manifest("mpp-sidak").scheme.indicators()]


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128)))


def ours(path: Path) -> Figures:
    """Table everything as ``fieldsurvey visit table`` does, by mall and for the nation."""
    with Store.open(path, PASSPHRASE) as store:
        desk = Desk(store, author="uji")
        before = forget_peak()
        begin = time.perf_counter()
        found = list(figures(desk, without=refresh(desk)))
        malls, nation = table(found, "mall"), table(found, "nation")
        took = time.perf_counter() - begin
        grown = peak_mb() - before
    (row,) = table_data(nation)[0]["rows"]
    shown = {each["name"]: each["score"] for each in table_data(malls)[0]["rows"]}
    return {"ms": took * 1000, "grown_mb": grown, "nation": row["score"], "malls": digest(shown)}


#: From item scores to the mall's score and the nation's mean, in floating point: places, indicators, variables,
#: dimensions, mall. Weights of siblings that lack data are left out of the divisor, as our rules do.
PLAIN = """
WITH place AS (
    SELECT s.visit, s.indicator, s.place, sum(s.answers) AS answers, sum(s.high) / 1e13 AS points
    FROM scored_share s GROUP BY s.visit, s.indicator, s.place
), ind AS (
    SELECT p.visit, w.variable, w.weight,
        CASE w.level WHEN 'stand' THEN avg(p.points / p.answers) ELSE sum(p.points) / sum(p.answers) END AS value
    FROM place p JOIN w_indicator w ON w.id = p.indicator WHERE p.answers > 0 GROUP BY p.visit, p.indicator
), var AS (
    SELECT visit, w.dimension, w.weight, sum(ind.weight * value) / sum(ind.weight) AS value
    FROM ind JOIN w_variable w ON w.id = ind.variable GROUP BY visit, w.id
), dim AS (
    SELECT visit, w.weight, sum(var.weight * value) / sum(var.weight) AS value
    FROM var JOIN w_dimension w ON w.id = var.dimension GROUP BY visit, w.id
), mall AS (
    SELECT visit, round(100 * sum(weight * value) / sum(weight), 2) AS score FROM dim GROUP BY visit
)
SELECT v.mall, m.score, (SELECT total(not_applicable) FROM scored_share WHERE visit = m.visit),
    avg(m.score) OVER () FROM mall m JOIN scored_visit v ON v.number = m.visit
"""


def plain(path: Path) -> Figures:
    """Make the same figures with one statement of SQL."""
    with Store.open(path, PASSPHRASE) as store:
        link = store._link
        _weights(link)
        begin = time.perf_counter()
        rows = link.rows(PLAIN)
        took = time.perf_counter() - begin
    shown = {mall: f"{score:.2f}" for mall, score, _, _ in rows}
    return {"ms": took * 1000, "nation": f"{rows[0][3]:.2f}", "malls": digest(shown)}


def _weights(link: Link) -> None:
    link.run("CREATE TEMP TABLE w_dimension (id PRIMARY KEY, weight)")
    link.run("CREATE TEMP TABLE w_variable (id PRIMARY KEY, dimension, weight)")
    link.run("CREATE TEMP TABLE w_indicator (id PRIMARY KEY, variable, level, weight)")
    for part in find_manifest("mpp-sidak").scheme.dimensions:
        link.run("INSERT INTO w_dimension VALUES (?, ?)", (part.id, float(part.weight)))
        for each in part.variables:
            variable = (each.id, part.id, float(each.weight))
            link.run("INSERT INTO w_variable VALUES (?, ?, ?)", variable)
            link.run_many(
                "INSERT INTO w_indicator VALUES (?, ?, ?, ?)",
                [(i.id, each.id, i.level, float(i.weight)) for i in each.indicators],
            )


def replay() -> Figures:
    """Score the responses of one small visit for the first time: what each costs once, when it changes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "v.db", None, create=True) as store,
    ):
        desk = Desk(store, author="uji")
        count = replayed_visit(desk)
        desk.instrument(desk.visits.ids()[0]).form("stand")
        begin = time.perf_counter()
        refresh(desk)
        took = time.perf_counter() - begin
    return {"ms": took * 1000 / count}


def replayed_visit(desk: Desk, stands: int = 20) -> int:
    """Fill the form of ``stands`` stands with the answers of a worked example; return how many."""
    example = json.loads((forms_folder() / "mpp-sidak/expected/stand-open.json").read_text("utf-8"))
    found = [Stand("", f"G{n:02}", f"Gerai {n}") for n in range(stands)]
    visit = desk.visits.new(Mall("", "MPP Uji"), found, find_instrument("mpp-sidak"))
    for stand in found:
        opened = desk.responses(visit).open("stand", desk.visits.target(visit, "stand", stand.code))
        opened.session.apply(
            {opened.session.key(ref): value for ref, value in example["answers"].items()}
        )
        opened.save()
    return stands


def digest(shown: dict[str, str]) -> str:
    """Return one figure for all malls' scores, so that both ways can be held against each other."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def forget_peak() -> float:
    """Let the peak of memory be counted from now on, where the system can do so; return the memory in use, MB."""
    refs = Path("/proc/self/clear_refs")
    if refs.exists():
        refs.write_text("5", encoding="ascii")
    return peak_mb()


def peak_mb() -> float:
    """Return the peak of this process's memory, MB."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(mode: str, path: Path) -> Figures:
    """Run one measurement in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.national", "--measure", mode, str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def median(rounds: list[Figures], name: str) -> float:
    """Return the median of a figure over the rounds."""
    return statistics.median(float(each[name]) for each in rounds)


def compare(responses: int, rounds: int) -> bool:
    """Measure, print the lines of the table, and say whether both limits hold."""
    with tempfile.TemporaryDirectory() as temporary:
        files = {count: Path(temporary) / f"{count}.db" for count in (responses // 10, responses)}
        for count, path in files.items():
            fill(path, count)
        small, large = files
        own: dict[int, list[Figures]] = {small: [], large: []}
        sql = []
        for _ in range(rounds):  # in turn, so that the machine's mood meets both
            for count, path in files.items():
                own[count].append(measured("ours", path))
            sql.append(measured("plain", files[large]))
        once = measured("replay", files[small])
    if {(e["nation"], e["malls"]) for e in own[large]} != {(e["nation"], e["malls"]) for e in sql}:
        raise SystemExit("The scores differ from those that plain SQL makes.")
    ratio = median(own[large], "ms") / median(sql, "ms")
    grown = median(own[large], "grown_mb") - median(own[small], "grown_mb")
    lines = (
        f"{large:,} responses into mall and national tables: {median(own[large], 'ms'):,.0f} ms; plain SQL"
        f" {median(sql, 'ms'):,.0f} ms; {ratio:.2f}× (limit {RATIO:g}×): {_held(ratio <= RATIO)}",
        f"memory from {small:,} to {large:,} responses: {grown:+.1f} MB (limit {GROWTH_MB:+g} MB):"
        f" {_held(grown <= GROWTH_MB)}",
        f"a response scored, once when it changes: {float(once['ms']):.1f} ms",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return ratio <= RATIO and grown <= GROWTH_MB


def _held(holds: bool) -> str:
    return "held" if holds else "NOT HELD"


def main() -> int:
    """Measure, print, and return 0 when the limits hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.national")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--measure", nargs=2, metavar=("MODE", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        mode, file = chosen.measure
        found = replay() if mode == "replay" else {"ours": ours, "plain": plain}[mode](Path(file))
        sys.stdout.write(json.dumps(found) + "\n")
        return 0
    return 0 if compare(chosen.responses, chosen.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
