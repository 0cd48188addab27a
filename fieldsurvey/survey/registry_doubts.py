"""What a person should look at in the registry: doubles are flagged, never merged silently."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from fieldsurvey.indonesia import folded

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from fieldsurvey.survey.registry_kinds import Line

#: So alike are two names that one may be a slip of the other.
_ALIKE = 0.88

_FOR_EVER = "9999-12-31"

#: Before the id of a record that a person found to be another one all the same: a field of its own for each, so that
#: what two laptops settle never stands against each other.
DISTINCT = "distinct_from:"

Reason = Literal["twice", "alike", "bps", "overlap"]


class Doubt(NamedTuple):
    """Something to look at.

    Attributes:
        line: the record it is about.
        other: what it may be a double of, as a person calls it.
        what: the sentence, in Indonesian.
        reason: recorded twice, names much alike, one BPS code, schedules that hold at the same time.
        beside: the record that it may be a double of.
    """

    line: Line
    other: str
    what: str
    reason: Reason
    beside: Line


def doubts(lines: Iterable[Line], among: Iterable[Line]) -> Iterator[Doubt]:
    """Yield the doubts about lines among all lines, each pair once.

    Looked for: the same record twice; names much alike in one mall; two regions with one BPS code; schedules of a stand
    that hold at the same time. A pair that a person settled as two records is left out.
    """
    groups: dict[Hashable, list[Line]] = {}
    for other in among:
        for group in _groups(other):
            groups.setdefault(group, []).append(other)
    letters = _Letters()
    compared: set[int] = set()
    for line in lines:
        compared.add(id(line))
        told: set[int] = set()
        for group in _groups(line):
            others = [each for each in groups.get(group, ()) if id(each) not in compared]
            for doubt in _about(line, str(group[0]), others, letters):
                if id(doubt.beside) not in told and not _settled(line, doubt.beside):
                    told.add(id(doubt.beside))
                    yield doubt


def _groups(line: Line) -> list[tuple[Hashable, ...]]:
    """Return what a line may share with its doubles: only lines that share it are compared."""
    kind, values = line.kind, line.values
    found: list[tuple[Hashable, ...]] = [("twice", kind.name, line.key)]
    if kind.alike:
        within = [folded(values.get(c, "")) for c in ("mall", "stand") if c in kind.key]
        found.append(("alike", kind.name, *within))
    if kind.name == "region" and values.get("bps"):
        found.append(("bps", values["bps"]))
    if kind.name == "schedule":
        found.append(("overlap", *(folded(values.get(c, "")) for c in ("mall", "stand"))))
    return found


def _about(line: Line, group: str, others: Sequence[Line], letters: _Letters) -> Iterator[Doubt]:
    if group == "twice":
        for other in others:
            called = " / ".join(line.values.get(name, "") for name in line.kind.key)
            what = (
                f"{line.kind.name} {called} tercatat dua kali; samakan isinya, lalu pakai satu saja"
            )
            yield Doubt(line, called, what, "twice", other)
    elif group == "alike":
        alike = next(
            (o for o in others if _alike(line, o, letters) and not _settled(line, o)), None
        )
        if alike is not None:
            own, name = (each.values[line.kind.alike] for each in (line, alike))
            what = f"{own!r} mirip {name!r}; periksa apakah sama"
            yield Doubt(line, name, what, "alike", alike)
    elif group == "bps":
        for other in others:
            if other.key != line.key:
                code, region = line.values["bps"], other.values.get("name", "")
                what = (
                    f"kode BPS {code} juga kode {region!r}; kode BPS berbeda dari kode Kemendagri"
                )
                yield Doubt(line, region, what, "bps", other)
    else:
        for other in others:
            if other.key != line.key and _overlap(line, other):
                since = f"{other.values['opens']}–{other.values['closes']} sejak {other.values['valid_from']}"
                what = (
                    f"jadwal {line.values['stand']} bertumpuk dengan {since}; akhiri yang lama "
                    "dengan valid_until"
                )
                yield Doubt(line, since, what, "overlap", other)


class _Letters:
    """The letters of names as bits of whole numbers: thousands of names are compared pair by pair in seconds."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        self._names: dict[str, int] = {}

    def alike(self, one: str, other: str) -> bool:
        """Say whether so many letters of two names stand in both in one order that one may be a slip of the other."""
        wanted = _ALIKE * (len(one) + len(other)) / 2
        if min(len(one), len(other)) < wanted:
            return False
        if (self._of(one) & self._of(other)).bit_count() < wanted:
            return False  # too few letters in common in whatever order
        return _in_order(one, other) >= wanted

    def _of(self, name: str) -> int:
        """Return a bit for each letter and how often it came."""
        found = self._names.get(name)
        if found is None:
            found, seen = 0, Counter[str]()
            for letter in name:
                seen[letter] += 1
                found |= 1 << self._bits.setdefault((letter, seen[letter]), len(self._bits))
            self._names[name] = found
        return found


def _in_order(one: str, other: str) -> int:
    """Return the length of the longest common subsequence, a row of the table at a time as bits of a number.

    Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
    """
    places: dict[str, int] = {}
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << place
    row = whole = (1 << len(one)) - 1
    for letter in other:
        kept = row & places.get(letter, 0)
        row = ((row + kept) | (row - kept)) & whole
    return len(one) - row.bit_count()


def _alike(line: Line, other: Line, letters: _Letters) -> bool:
    """Say whether two names are much alike, under different keys."""
    column = line.kind.alike
    own, name = line.values.get(column, "").casefold(), other.values.get(column, "").casefold()
    # The keys last: folding them costs more than the rest.
    return bool(own and name) and letters.alike(own, name) and line.key != other.key


def _settled(line: Line, other: Line) -> bool:
    """Say whether a person said of two records that they are two."""
    pairs = ((line, other), (other, line))
    return any(one.values.get(f"{DISTINCT}{two.entity}") for one, two in pairs if two.entity)


def _overlap(line: Line, other: Line) -> bool:
    """Say whether two lines of a stand's schedule hold on one day at one hour."""
    one, two = line.values, other.values
    days = set(one["days"].split(",")) & set(two["days"].split(","))
    dates = one["valid_from"] <= two.get("valid_until", _FOR_EVER) and two["valid_from"] <= one.get(
        "valid_until", _FOR_EVER
    )
    return bool(days) and dates and one["opens"] < two["closes"] and two["opens"] < one["closes"]
