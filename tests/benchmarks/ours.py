"""Our engine through the work that `Bench.java` gives to JavaRosa: same forms, same answers, same figures out.

Run as ``python -m tests.benchmarks.ours flat FORM | repeat FORM ROWS | open FORM | far FORM ROWS`` in a process of its
own; prints one JSON line. Times are milliseconds, sizes mebibytes.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.xforms import Form, FormSession, parse_xform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Figures = dict[str, object]
WARM_LOADS = 4  # as Bench.java
WARM_UP = 10  # single answers before those that count, as Bench.java
APART = frozenset({"region", "district", "village", "ctrl", "shown"})


@contextmanager
def timed(times_ms: list[float]) -> Iterator[None]:
    """Add how long the block takes."""
    start = time.perf_counter_ns()
    yield
    times_ms.append((time.perf_counter_ns() - start) / 1e6)


def spread(times_ms: list[float]) -> Figures:
    """Return number, median, 95th percentile and greatest, counted as Bench.java counts them."""
    ordered = sorted(times_ms)
    return {
        "n": len(ordered),
        "median_ms": ordered[len(ordered) // 2],
        "p95_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        "max_ms": ordered[-1],
    }


def single(act: Callable[[int], object], count: int, warm_up: int) -> Figures:
    """Measure one call ``count`` times, the first ``warm_up`` of them left out."""
    times: list[float] = []
    for number in range(count):
        with timed(times):
            act(number)
    return spread(times[warm_up:])


def peak_rss() -> float:
    """Return the most memory that this process has had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def opened(path: Path) -> tuple[Form, FormSession]:
    """Load a form and start it."""
    form = parse_xform(path.read_bytes(), name=path.name)
    return form, form.start()


def loads(path: Path) -> Figures:
    """Measure loading: the first time in this process, and again."""
    times: list[float] = []
    for _ in range(1 + WARM_LOADS):
        with timed(times):
            opened(path)
    return {"load_cold_ms": times[0], "load_warm_ms": sorted(times[1:])[1]}


def answer(form: Form, session: FormSession, ref: str, number: int) -> str:
    """Return the answer that Bench.java gives to such a question; ``number`` varies it."""
    definition = form.definition(ref)
    if definition.chooses:
        choices = [value for value, _ in session.choices(ref)]
        places = (number, number + 3) if definition.control == "select" else (number,)
        return " ".join(choices[place % len(choices)] for place in places)
    answers = {"int": str(1 + number % 90), "decimal": str(1.5 + number % 7)}
    return answers.get(definition.datatype, f"text answer {number}")


def flat(path: Path) -> Figures:
    """Measure a flat form: two passes over every question, then the costly single answers."""
    found = loads(path)
    form, session = opened(path)
    asked = [r for r in session.refs() if form.definition(r).control and r.count("/") > 2]
    session.set("/data/ctrl", "10")
    for turn in (1, 2):
        every: list[float] = []
        integers: list[float] = []
        number = 0
        for ref in asked:
            if not session.relevant(ref):
                continue
            value = answer(form, session, ref, number + turn * 31)
            number += 1
            with timed(every):
                session.set(ref, value)
            if form.definition(ref).datatype == "int":
                integers.append(every[-1])
        found[f"pass{turn}"] = {"all": spread(every), "integer": spread(integers)}
    found["score"] = session.get("/data/score")
    found["chain_head"] = single(lambda n: session.set("/data/g0/q0", str(1 + n)), 60, WARM_UP)
    found["relevance_switch"] = single(
        lambda n: session.set("/data/ctrl", "10" if n % 2 else "600"), 60, WARM_UP
    )
    villages: list[float] = []
    for number in range(60):
        session.set("/data/region", f"r{number % 10}")
        districts = session.choices("/data/district")
        # Bench.java times the listing alone; here the answer that brings it about counts too.
        with timed(villages):
            session.set("/data/district", districts[number % len(districts)][0])
            listed = session.choices("/data/village")
        assert len(listed) == 50
    found["cascade_village_choices_5000"] = spread(villages[WARM_UP:])
    return found | closing(session)


def repeat(path: Path, count: int) -> Figures:
    """Measure a repeat of ``count`` rows."""
    found = loads(path)
    _, session = opened(path)
    session.set("/data/discount", "0.1")
    added: list[float] = []
    answered: list[float] = []
    wall: list[float] = []
    with timed(wall):
        for row in range(1, count + 1):
            fill_row(session, row, added, answered)
    found |= {
        "fill_wall_ms": wall[0],
        "total": session.get("/data/total"),
        "total_net": session.get("/data/total_net"),
        "add_repeat_last10pct": spread(added[-count // 10 :]),
        "answer_inside_last10pct": spread(answered[-2 * count // 10 :]),
        "change_qty_full": single(
            lambda n: session.set(f"/data/item[{n * 37 % count + 1}]/qty", str(3 + n)), 60, WARM_UP
        ),
        "change_discount_all_rows": single(
            lambda n: session.set("/data/discount", f"{0.01 * n:.2f}"), 30, 5
        ),
        "delete_first_row": single(
            lambda _: session.remove_repeat("/data/item[1]"), min(30, count // 4), 0
        ),
    }
    return found | closing(session)


def fill_row(session: FormSession, row: int, added: list[float], answered: list[float]) -> None:
    """Add a row, unless it is the first, which the form began with, and answer its three questions."""
    if row > 1:
        with timed(added):
            session.add_repeat("/data/item")
    session.set(f"/data/item[{row}]/nm", f"item {row - 1}")
    for name, value in (("qty", "2"), ("price", "3")):
        with timed(answered):
            session.set(f"/data/item[{row}]/{name}", value)


def closing(session: FormSession) -> Figures:
    """Measure what is done with a whole form."""
    return {
        "serialize_ms": single(lambda _: session.to_xml(), 5, 0)["median_ms"],
        "validate_ms": single(lambda _: session.problems(), 5, 0)["median_ms"],
        "peak_rss_mb": peak_rss(),
    }


def far(path: Path, count: int) -> Figures:
    """Compare adding a row around the 10th and around the last one of many, each row filled."""
    _, session = opened(path)
    added: list[float] = []
    for row in range(1, count + 1):
        fill_row(session, row, added, [])
    early = [median for begin in (2, 5, 8, 11) for median in [sorted(added[begin : begin + 9])[4]]]
    return {
        "near_ms": sorted(early)[len(early) // 2],
        "far_ms": spread(added[-100:])["median_ms"],
    }


def main(mode: str, form: str, rows: str = "0") -> None:
    """Measure, and print what came out."""
    path = Path(form)
    if mode == "flat":
        found = flat(path)
    elif mode == "repeat":
        found = repeat(path, int(rows))
    elif mode == "far":
        found = far(path, int(rows))
    else:
        kept = opened(path)  # both must still be there when the memory is read
        found = {"nodes": len(kept[0].definitions), "peak_rss_mb": peak_rss()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
