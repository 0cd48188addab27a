"""What a person should look at in the registry: doubles are flagged, never merged silently."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.indonesia import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fieldsurvey.survey.registry_kinds import Line

#: So alike are two names that one may be a slip of the other.
_ALIKE = 0.88

_FOR_EVER = "9999-12-31"


class Doubt(NamedTuple):
    """Something to look at.

    Attributes:
        line: the record it is about.
        other: what it may be a double of, as a person calls it.
        what: the sentence, in Indonesian.
    """

    line: Line
    other: str
    what: str


def doubts(lines: Iterable[Line], among: Iterable[Line]) -> Iterator[Doubt]:
    """Yield the doubts about lines among all lines, each pair once.

    Looked for: the same record twice; names much alike in one mall; two regions with one BPS code; schedules of a stand
    that hold at the same time.
    """
    kinds: dict[str, list[Line]] = {}
    for other in among:
        kinds.setdefault(other.kind.name, []).append(other)
    told: set[frozenset[int]] = set()
    for line in lines:
        others = [each for each in kinds.get(line.kind.name, ()) if each is not line]
        for other, doubt in _about(line, others):
            pair = frozenset((id(line), id(other)))
            if pair not in told:
                told.add(pair)
                yield doubt


def _about(line: Line, others: Sequence[Line]) -> Iterator[tuple[Line, Doubt]]:
    for other in others:
        if other.key == line.key:
            called = " / ".join(line.values.get(name, "") for name in line.kind.key)
            what = (
                f"{line.kind.name} {called} tercatat dua kali; samakan isinya, lalu pakai satu saja"
            )
            yield other, Doubt(line, called, what)
    same_name = next((other for other in others if _alike(line, other)), None)
    if same_name is not None:
        name = same_name.values[line.kind.alike]
        own = line.values[line.kind.alike]
        yield same_name, Doubt(line, name, f"{own!r} mirip {name!r}; periksa apakah sama")
    for other in others:
        if line.kind.name == "region" and _same_bps(line, other):
            code, region = line.values["bps"], other.values.get("name", "")
            what = f"kode BPS {code} juga kode {region!r}; kode BPS berbeda dari kode Kemendagri"
            yield other, Doubt(line, region, what)
        if line.kind.name == "schedule" and other.key != line.key and _overlap(line, other):
            other_hours = f"{other.values['opens']}–{other.values['closes']} sejak {other.values['valid_from']}"
            what = (
                f"jadwal {line.values['stand']} bertumpuk dengan {other_hours}; akhiri yang lama "
                "dengan valid_until"
            )
            yield other, Doubt(line, other_hours, what)


def _alike(line: Line, other: Line) -> bool:
    """Say whether two names of one mall are much alike, under different keys."""
    column = line.kind.alike
    own, name = line.values.get(column, "").casefold(), other.values.get(column, "").casefold()
    if not own or not name or line.key == other.key:
        return False
    within = [column for column in ("mall", "stand") if column in line.kind.key]
    if any(folded(line.values.get(c, "")) != folded(other.values.get(c, "")) for c in within):
        return False
    matcher = SequenceMatcher(None, own, name)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _same_bps(line: Line, other: Line) -> bool:
    code = line.values.get("bps", "")
    return bool(code) and other.key != line.key and other.values.get("bps") == code


def _overlap(line: Line, other: Line) -> bool:
    """Say whether two lines of a stand's schedule hold on one day at one hour."""
    one, two = line.values, other.values
    if any(folded(one.get(c, "")) != folded(two.get(c, "")) for c in ("mall", "stand")):
        return False
    days = set(one["days"].split(",")) & set(two["days"].split(","))
    dates = one["valid_from"] <= two.get("valid_until", _FOR_EVER) and two["valid_from"] <= one.get(
        "valid_until", _FOR_EVER
    )
    return bool(days) and dates and one["opens"] < two["closes"] and two["opens"] < one["closes"]
