"""Draws: the same on every machine, by nobody's choice, favouring nobody; each step in the journal."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldsurvey.errors import FigureError, VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.interviews import asked, interviews
from fieldsurvey.survey.model import Mall, Officer, ServiceUser, Stand
from fieldsurvey.survey.sample_protocol import protocol_lines
from fieldsurvey.survey.samples import Samples, population
from fieldsurvey.survey.sampling import (
    KREJCIE_MORGAN,
    Frame,
    Unit,
    draw,
    first_of_every,
    margin,
    ranked,
    replacement,
    wanted,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

frames = st.builds(
    Frame,
    st.lists(
        st.builds(
            Unit, st.text(min_size=1, max_size=4), st.text(max_size=4), st.sampled_from("AB")
        ),
        max_size=12,
        unique_by=lambda unit: unit.id,
    ).map(tuple),
    st.text(max_size=8),
)
STANDS = tuple(Unit(f"G{n:02}", f"Gerai {n}") for n in range(1, 11))


# On a loaded machine the making of the examples, not the draw, is what is slow.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(frames, st.text(max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(
    frame: Frame, nonce: str, mixer: random.Random
) -> None:
    units = list(frame.units)
    mixer.shuffle(units)
    mixed = Frame(tuple(units), frame.letter)
    assert mixed.digest == frame.digest
    assert ranked(mixed, nonce) == ranked(frame, nonce)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(frames, st.text(max_size=8), st.integers(0, 14))
def test_a_sample_is_the_beginning_of_the_ranking(frame: Frame, nonce: str, size: int) -> None:
    assert draw(frame, nonce, size) == ranked(frame, nonce)[:size]
    by_group = Counter(unit.group for unit in draw(frame, nonce, size, each_group=True))
    there = Counter(unit.group for unit in frame.units)
    assert by_group == Counter({g: min(size, n) for g, n in there.items() if min(size, n)})


def test_a_stranger_repeats_the_draw_with_a_few_lines() -> None:
    """As the protocol tells: SHA-256 of the JSON [list hash, nonce, id], ascending."""
    frame = Frame(STANDS, "ST-1")
    rows = json.dumps(
        ["ST-1", sorted([u.id, u.label, u.group] for u in STANDS)], separators=(",", ":")
    )
    digest = hashlib.sha256(rows.encode()).hexdigest()
    assert digest == frame.digest
    by_hand = sorted(
        (u.id for u in STANDS),
        key=lambda i: hashlib.sha256(json.dumps([digest, "n", i]).encode()).digest(),
    )
    assert [unit.id for unit in ranked(frame, "n")] == by_hand


def test_known_draw() -> None:
    """The same on every machine and in every later version: printed protocols depend on it."""
    assert [unit.id for unit in draw(Frame(STANDS, "ST-1"), "00ff", 3)] == ["G07", "G05", "G10"]


GROUPED = tuple(
    Unit(f"G{n}/{m}", f"Produk {m} – “naskah”", f"G{n}") for n in (1, 2, 3) for m in (1, 2, 3)
)


@pytest.mark.parametrize(
    ("nonce", "drawn", "start"),
    [
        ("", ["G3/2", "G2/2", "G1/1"], 3),
        ("9f9f9f9f9f9f9f9f", ["G3/2", "G1/2", "G2/1"], 1),
        ("é–中", ["G3/2", "G2/2", "G1/3"], 4),
    ],
)
def test_known_draws_of_each_group(nonce: str, drawn: list[str], start: int) -> None:
    """Fixed vectors, text beyond ASCII among them: whatever the machine, its language or its order of bytes."""
    frame = Frame(GROUPED, "ST/7/2026")
    assert frame.digest.startswith("b05ef44a2d769aaf")
    assert [unit.id for unit in draw(frame, nonce, 1, each_group=True)] == drawn
    assert first_of_every(frame, nonce, "G1", 7) == start


def test_nobody_is_favoured_within_a_group() -> None:
    """Chi-square over 3 000 fixed nonces, 1 of 3 in each group: 2 degrees of freedom, 13.8 once in a thousand."""
    frame = Frame(GROUPED, "ST/7/2026")
    drawn = Counter(
        unit.id for n in range(3000) for unit in draw(frame, f"nonce {n}", 1, each_group=True)
    )
    for group in ("G1", "G2", "G3"):
        counts = [drawn[f"{group}/{m}"] for m in (1, 2, 3)]
        assert sum(counts) == 3000
        assert sum((count - 1000) ** 2 / 1000 for count in counts) < 13.8


def test_nobody_is_favoured() -> None:
    """Chi-square over 4 000 nonces, 3 of 10 drawn: 9 degrees of freedom, 27.9 is exceeded once in a thousand."""
    frame = Frame(STANDS, "ST-1")
    drawn = Counter(unit.id for n in range(4000) for unit in draw(frame, f"nonce {n}", 3))
    expected = 4000 * 3 / 10
    # Draws without replacement vary less than independent ones: scale by (N − 1)/(N − n).
    chi2 = sum((drawn[u.id] - expected) ** 2 / expected for u in STANDS) * 9 / 7
    assert chi2 < 27.9
    starts = Counter(first_of_every(frame, f"nonce {n}", "G01", 4) for n in range(4000))
    assert sum((starts[k] - 1000) ** 2 / 1000 for k in range(1, 5)) < 16.3


def test_a_replacement_is_the_next_in_rank_of_its_group() -> None:
    units = tuple(Unit(f"p{n}", f"p{n}", "G1" if n % 2 else "G2") for n in range(8))
    frame = Frame(units, "ST-1")
    order = [unit for unit in ranked(frame, "n") if unit.group == "G1"]
    assert replacement(frame, "n", [order[0].id], order[0]) == order[1]
    assert replacement(frame, "n", [unit.id for unit in order], order[0]) is None


def test_wanted_is_the_table_and_never_falls() -> None:
    sizes = [wanted(n) for n in range(12001)]
    assert all(wanted(n) == size for n, size in KREJCIE_MORGAN.items())
    assert all(a <= b for a, b in pairwise(sizes))
    assert all(size <= n for n, size in enumerate(sizes))
    assert wanted(10**7) == 384
    with pytest.raises(FigureError):
        wanted(-1)


@pytest.mark.parametrize(
    ("asked", "population_size", "points"),
    # By hand: √(3.841 × 0.25 ÷ 384 × (100000 − 384) ÷ 99999) = 4.9911… %
    [(384, 100000, "4.99"), (10, 10, "0.00"), (1, 1, "0.00"), (30, 1000, "17.63")],
)
def test_margin(asked: int, population_size: int, points: str) -> None:
    assert margin(asked, population_size) == Decimal(points)


def test_no_margin_without_answers() -> None:
    assert margin(0, 10) is None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path / "v.db", "kata sandi", create=True) as store:
        yield Desk(store, author="uji")


def visit(desk: Desk, letter: str = "ST/7/2026") -> str:
    stands = [Stand("", f"G{n:02}", f"Gerai {n}", services=("a", "b", "c")) for n in range(1, 7)]
    return desk.visits.new(Mall("", "MPP Uji"), stands, find_instrument("sop"), assignment=letter)


def test_the_list_is_on_disk_before_the_nonce_exists(desk: Desk) -> None:
    identity = visit(desk)
    samples = Samples(desk.visits, identity)
    sample = samples.draw("stand", population(desk.visits.snapshot(identity), "stand"), 2)
    fields = [change.field for change in desk.records.changes(identity, ["sample"])]
    assert fields.index("digest") < fields.index("nonce")
    moments = {c.field: c.at for c in desk.records.changes(identity, ["sample"])}
    assert moments["digest"] < moments["nonce"]
    assert len(sample.drawn) == 2
    assert samples.find("stand") == sample


def test_drawing_again_needs_a_reason_and_hides_nothing(desk: Desk) -> None:
    identity = visit(desk)
    samples = Samples(desk.visits, identity)
    units = population(desk.visits.snapshot(identity), "stand")
    samples.draw("stand", units, 2)
    with pytest.raises(VisitError, match="give the reason"):
        samples.draw("stand", units, 2)
    samples.draw("stand", units, 3, reason="daftar gerai tidak lengkap")
    assert [len(sample.drawn) for sample in samples.all()] == [2, 3]


def test_replacements_run_through_the_ranking_until_the_list_ends(desk: Desk) -> None:
    identity = visit(desk)
    samples = Samples(desk.visits, identity)
    units = population(desk.visits.snapshot(identity), "stand")
    sample = samples.draw("stand", units, 4)
    order = [unit.id for unit in ranked(sample.frame, sample.nonce)]
    replaced = [samples.replace("stand", unit, "tutup") for unit in order[:3]]
    assert [unit and unit.id for unit in replaced] == [order[4], order[5], None]
    assert {unit.id for unit in samples.find("stand").current} == {order[3], order[4], order[5]}
    with pytest.raises(VisitError, match="not in the sample"):
        samples.replace("stand", order[0], "tutup")
    with pytest.raises(VisitError, match="reason"):
        samples.replace("stand", order[3], " ")


def test_the_protocol_holds_all_that_a_stranger_needs(desk: Desk) -> None:
    identity = visit(desk)
    samples = Samples(desk.visits, identity)
    snapshot = desk.visits.snapshot(identity)
    sample = samples.draw("product", population(snapshot, "product"), 2, each_group=True)
    assert Counter(unit.group for unit in sample.drawn) == {
        stand.code: 2 for stand in snapshot.stands
    }
    users = samples.draw("service_user", population(snapshot, "stand"), 6, every=4)
    assert all(1 <= start <= 4 for _, start in users.starts)
    gone = sample.drawn[0]
    samples.replace("product", gone.id, "layanan dihentikan")
    for stand in snapshot.stands[:5]:
        opened = desk.responses(identity).open(
            "stand", desk.visits.target(identity, "stand", stand.code)
        )
        opened.set("/data/n_sop", "2")
        for entry in (1, 2):
            opened.set(f"/data/layanan[{entry}]/nama_layanan", "a")
    snapshot = desk.visits.snapshot(identity)
    text = "\n".join(protocol_lines(snapshot, samples.all(), {"officer": 4}))
    for said in (
        sample.frame.digest,
        sample.nonce,
        users.nonce,
        gone.id,
        "layanan dihentikan",
        "ST/7/2026",
    ):
        assert said in text
    assert "tercapai 10 dari target 12 (Krejcie–Morgan untuk N = 18: 18)" in text
    assert "n = 10, N = 18, margin ±" in text
    assert "setiap ke-4" in text
    assert "Petugas (kuota instrumen): tercapai 0 dari target 4" in text


def test_who_refuses_or_is_screened_out_counts_for_no_quota(desk: Desk) -> None:
    """Eight approached at two stands: five asked, one refused, one not served yet, one a minor alone."""
    identity = visit(desk)
    stands = desk.visits.snapshot(identity).stands
    answers = [
        *[{"setuju": "ya", "dilayani": "hari_ini", "usia": "u26_35"}] * 5,
        {"setuju": "tidak", "dilayani": "hari_ini"},
        {"setuju": "ya", "dilayani": "belum"},
        {"setuju": "ya", "dilayani": "hari_ini", "usia": "di_bawah_18", "wali": "tidak"},
    ]
    for number, said in enumerate(answers, 1):
        stand = stands[0 if number <= 3 else 1].id
        user = desk.visits.add(identity, "service_user", ServiceUser("", f"R-{number:03}", stand))
        fields = {f"/data/persetujuan/{name}": value for name, value in said.items()}
        facts = {"form": "service_user", "target": user, "ordinal": 1, "state": "finished"}
        desk.visits.add_fields(identity, "response", **facts, **fields)
    snapshot = desk.visits.snapshot(identity)
    talks = interviews(snapshot)
    assert (talks.approached, talks.asked) == (8, 5)
    assert talks.words() == (
        "didekati 8: diwawancarai 5, menolak 1, belum dilayani 1, di bawah umur tanpa wali 1"
    )
    assert asked(snapshot)["service_user"] == 5

    samples = Samples(desk.visits, identity)
    frame = population(snapshot, "stand")[:2]
    samples.draw("service_user", frame, len(frame), every=3, per_place=4)
    lines = protocol_lines(snapshot, samples.all())
    assert (
        "   tercapai 5 dari target 8 · n = 5, N = tidak diketahui, margin ±43,82% (indikatif)"
        in lines
    )
    assert [line for line in lines if " dari 4" in line] == [
        f"   {frame[0].label}: 3 dari 4",
        f"   {frame[1].label}: 2 dari 4",
    ]
    assert any("sampai 4 orang" in line for line in lines)


def test_officers_are_drawn_by_role(desk: Desk) -> None:
    """One of each of the four roles of domain.md §1.2, whoever the nonce says; a replacement has the same role."""
    identity = visit(desk)
    roles = ("pimpinan", "pejabat_pengaduan", "staf_pengaduan", "staf_pelayanan")
    officers = [Officer("", f"{role}-{n}", role=role) for role in roles for n in (1, 2, 3)]
    desk.visits.add_all(identity, "officer", officers)
    samples = Samples(desk.visits, identity)
    units = population(desk.visits.snapshot(identity), "officer")
    sample = samples.draw("officer", units, 1, each_group=True)
    assert sorted(unit.group for unit in sample.drawn) == sorted(roles)
    assert sample.target == 4
    other = samples.replace("officer", sample.drawn[0].id, "cuti")
    assert other is not None
    assert other.group == sample.drawn[0].group


def test_without_a_letter_nothing_is_drawn(desk: Desk) -> None:
    identity = visit(desk, letter="")
    units = population(desk.visits.snapshot(identity), "stand")
    with pytest.raises(VisitError, match="letter of assignment"):
        Samples(desk.visits, identity).draw("stand", units, 2)
    with pytest.raises(VisitError, match="stand, product or officer"):
        population(desk.visits.snapshot(identity), "service_user")
