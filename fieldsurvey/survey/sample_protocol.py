"""The protocol of a visit's samples as text: what anyone needs to repeat each draw, and what was reached of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.survey.interviews import asked, interviews
from fieldsurvey.survey.sampling import margin, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldsurvey.survey.model import Visit
    from fieldsurvey.survey.samples import Sample

_WHAT = {
    "stand": "Gerai",
    "product": "Produk layanan",
    "officer": "Petugas",
    "service_user": "Pengguna",
}
_UNBOUNDED = 10**9  # of a population that nobody can list
_REPEAT = "Cara mengulang: urutkan satuan menurut SHA-256 dari JSON [SHA-256 daftar, nonce, id]; ambil yang terkecil."


def drawn_lines(sample: Sample) -> list[str]:
    """Return what was drawn, a line a unit; for service users where to start counting at each place."""
    if sample.every:
        most = f", sampai {sample.per_place} orang" if sample.per_place else ""
        return [
            f"{u.label}: mulai dari pengguna ke-{n}, lalu setiap ke-{sample.every}{most}"
            for u, n in sample.starts
        ]
    return [unit.label for unit in sample.drawn]


def protocol_lines(
    visit: Visit, samples: Iterable[Sample], quota: Mapping[str, int] | None = None
) -> list[str]:
    """Return the protocol in Indonesian. What falls short of a target is said, and stops nothing.

    Args:
        visit: a snapshot.
        samples: its draws, in order.
        quota: kind of target → how many interviews the instrument wants.
    """
    done, goals = asked(visit), dict(quota or {})
    lines = [f"PROTOKOL PENGAMBILAN SAMPEL · {visit.mall.name} · Surat Tugas {visit.assignment}"]
    drawn = list(samples)
    for number, sample in enumerate(drawn, 1):
        again = f" · diundi ulang: {sample.reason}" if sample.reason else ""
        lines += [
            f"{number}. {_WHAT.get(sample.what, sample.what)}: {_size(sample)}{again}",
            f"   daftar dibekukan {sample.frozen_at} · SHA-256 {sample.frame.digest}",
            f"   diundi {sample.drawn_at} · nonce {sample.nonce or '–'}",
            *(f"   - {line}" for line in drawn_lines(sample)),
            *(
                f"   diganti: {each.unit} → {each.by or 'daftar habis'} ({each.reason}; {each.at})"
                for each in sample.replacements
            ),
            f"   {_reached(sample, done.get(sample.what, 0), goals)}",
            *(f"   {line}" for line in _of_places(visit, sample)),
        ]
    covered = {sample.what for sample in drawn}
    lines += [
        f"{_WHAT.get(what, what)} (kuota instrumen): tercapai {done.get(what, 0)} dari target {goal}"
        for what, goal in goals.items()
        if what not in covered
    ]
    talks = interviews(visit).words()
    return [*lines, *([f"Pengguna {talks}."] if talks else []), _REPEAT]


def _size(sample: Sample) -> str:
    if sample.every:
        return f"setiap ke-{sample.every} di {len(sample.frame.units)} tempat"
    size = f"{len(sample.drawn)} dari {len(sample.frame.units)}"
    groups = {unit.group for unit in sample.frame.units}
    return f"{size} ({sample.size} dari tiap {len(groups)} kelompok)" if sample.each_group else size


def _reached(sample: Sample, done: int, quota: Mapping[str, int]) -> str:
    """Say how many there are of how many wanted; for a list also what Krejcie–Morgan asks and the margin."""
    if sample.every:
        target = sample.target or quota.get(sample.what, 0)
        goal = f" dari target {target}" if target else ""
        return f"tercapai {done}{goal}{_margin(done, _UNBOUNDED, 'tidak diketahui')}"
    population = len(sample.frame.units)
    table = f" (Krejcie–Morgan untuk N = {population}: {wanted(population)})"
    return f"tercapai {done} dari target {sample.target}{table}{_margin(done, population, str(population))}"


def _of_places(visit: Visit, sample: Sample) -> Iterator[str]:
    """Yield what was reached at each place of a draw of service users, where a quota was set."""
    if not (sample.every and sample.per_place):
        return
    ids = {stand.code: stand.id for stand in visit.stands}
    at_stands = interviews(visit).at_stands
    for unit in sample.frame.units:
        done = at_stands.get(ids.get(unit.id, ""), 0)
        yield f"{unit.label}: {done} dari {sample.per_place}"


def _margin(done: int, population: int, known: str) -> str:
    figure = margin(done, population)
    if figure is None:
        return ""
    return f" · n = {done}, N = {known}, margin ±{format_decimal(figure)}% (indikatif)"
