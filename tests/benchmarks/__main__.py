"""Speed of the form engine on large forms, to set beside JavaRosa's (``tests/oracle/run.sh bench``).

Run as ``python -m tests.benchmarks [FOLDER]``; FOLDER keeps the forms between runs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.xforms import Form, FormSession, parse_xform
from tests.benchmarks.gen_form import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS = (100, 1000)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def timed(times_s: list[float]) -> Iterator[None]:
    """Add how long the block takes, in seconds."""
    start = time.perf_counter()
    yield
    times_s.append(time.perf_counter() - start)


def report(name: str, times_s: list[float]) -> None:
    """Print median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(times_s)
    median, late, last = (
        ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 1)
    )
    say(
        f"  {name:26} n {len(ordered):5}  median {median * 1e3:8.3f}  p95 {late * 1e3:8.3f}  max {last * 1e3:8.1f} ms"
    )


def repeated(count: int, act: Callable[[int], object]) -> list[float]:
    """Return how long each of ``count`` calls takes."""
    times_s: list[float] = []
    for number in range(count):
        with timed(times_s):
            act(number)
    return times_s


def answer(form: Form, session: FormSession, ref: str, number: int) -> str:
    """Return an answer that fits the question; ``number`` varies it."""
    definition = form.definition(ref)
    if definition.chooses:
        choices = session.choices(ref)
        return choices[number % len(choices)][0]
    return {"int": str(1 + number % 90), "decimal": str(1.5 + number % 7)}.get(
        definition.datatype, f"text answer {number}"
    )


def flat(form: Form) -> None:
    """Measure a flat form: two passes over every question, then the costly single answers."""
    session = form.start()
    skipped = {"region", "district", "village", "shown"}
    asked = [
        r for r in session.refs() if (d := form.definition(r)).control and d.name not in skipped
    ]
    session.set("/data/ctrl", "10")
    for turn in (1, 2):
        every: list[float] = []
        integers: list[float] = []
        for number, ref in enumerate(asked[1:]):
            if not session.relevant(ref):
                continue
            value = answer(form, session, ref, number + turn * 31)
            with timed(every):
                session.set(ref, value)
            if form.definition(ref).datatype == "int":
                integers.append(every[-1])
        report(f"pass {turn}", every)
        report(f"pass {turn}, integers", integers)
    report("head of the chain", repeated(50, lambda n: session.set("/data/g0/q0", str(n + 1))))
    report(
        "form-wide switch",
        repeated(50, lambda n: session.set("/data/ctrl", "600" if n % 2 == 0 else "10")),
    )
    villages: list[float] = []
    for number in range(50):
        session.set("/data/region", f"r{number % 10}")
        districts = session.choices("/data/district")
        session.set("/data/district", districts[number % len(districts)][0])
        with timed(villages):
            assert len(session.choices("/data/village")) == 50
    report("50 of 5000 villages", villages)
    report("check all", repeated(5, lambda _: session.problems()))
    report("write XML", repeated(5, lambda _: session.to_xml()))


def rows(form: Form, count: int) -> None:
    """Measure a repeat of ``count`` rows."""
    session = form.start()
    session.set("/data/discount", "0.1")
    added: list[float] = []
    answered: list[float] = []
    start = time.perf_counter()
    for number in range(1, count + 1):
        if number > 1:
            with timed(added):
                session.add_repeat("/data/item")
        for name, value in (("nm", f"n{number}"), ("qty", str(1 + number % 9)), ("price", "1.5")):
            with timed(answered):
                session.set(f"/data/item[{number}]/{name}", value)
    say(f"  filled {count} rows in {time.perf_counter() - start:.2f} s")
    report("add a row", added)
    report("answer in a row", answered)
    report("the last tenth of them", answered[-len(answered) // 10 :])
    report(
        "quantity in the middle",
        repeated(20, lambda n: session.set(f"/data/item[{count // 2}]/qty", str(n + 1))),
    )
    report(
        "discount over all rows", repeated(5, lambda n: session.set("/data/discount", f"0.{n + 2}"))
    )
    report("remove the first row", repeated(5, lambda _: session.remove_repeat("/data/item[1]")))
    report("check all", repeated(5, lambda _: session.problems()))


def main(folder: Path) -> None:
    """Measure every form."""
    paths = sorted(folder.glob("*.xml")) or write(folder)
    for path in paths:
        data = path.read_bytes()
        loads: list[float] = []
        with timed(loads):
            form = parse_xform(data, name=path.name)
        starts = repeated(3, lambda _, form=form: form.start())  # type: ignore[misc]  # bound per round
        say(
            f"{path.stem}: parsed in {loads[0] * 1e3:.0f} ms, started in {min(starts) * 1e3:.0f} ms"
        )
        if path.stem == "repeat":
            for count in ROWS:
                rows(form, count)
        else:
            flat(form)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
