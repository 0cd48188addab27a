"""Which figures stay hidden because too few service users stand behind them (domain.md §7 rule 4).

A figure fed by fewer than five users could tell what one of them said. Hiding it alone is not
enough: whoever knows the total and the other figures can compute it. So

- an indicator is hidden when one to four users feed it; if it is the only hidden one among its
  siblings, the sibling with the fewest answers is hidden with it;
- a variable or dimension is hidden when all indicators below it with a figure are hidden;
- a figure is hidden too when exactly one of the parts it is the sum of is hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.scoring import FEWEST as FEWEST  # noqa: PLC0414  the report's name for it
from fieldsurvey.survey.model import TargetKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldsurvey.scoring.result import MallScore, Part, StandScore
    from fieldsurvey.survey.model import Visit

#: What hides a part: its path of ids from the dimension down; the empty path is the total.
Path = tuple[str, ...]


def asked_users(visit: Visit) -> dict[str, str]:
    """Return response → service user who was asked in it.

    An answer is scored for the stand where its user was met, so only the response tells whose it is.
    """
    return {
        response.id: response.target
        for response in visit.responses
        if response.form == TargetKind.SERVICE_USER
    }


def hidden_figures(score: MallScore, users: Mapping[str, str]) -> frozenset[Path]:
    """Return the paths of the figures of the mall's tree that must not be printed.

    Args:
        score: the score of the visit.
        users: response → service user, as `asked_users` gives them.

    Returns:
        Paths (dimension), (dimension, variable), (dimension, variable, indicator), and () for the
        total.
    """
    hidden: set[Path] = set()
    _hide((), score.dimensions, users, hidden)
    return frozenset(hidden)


def hidden_at_stand(stand: StandScore, users: Mapping[str, str]) -> frozenset[Path]:
    """Return what to hide in a stand's row: paths (dimension), and () for its total."""
    hidden: set[Path] = {(part.id,) for part in stand.dimensions if too_few(part, users)}
    return frozenset(hidden | {()} if hidden else hidden)


def too_few(part: Part, users: Mapping[str, str]) -> bool:
    """Return whether a part rests on one to four service users."""
    return 0 < _users(part, users) < FEWEST


def _hide(path: Path, parts: Sequence[Part], users: Mapping[str, str], hidden: set[Path]) -> None:
    """Hide below a part, then the part itself if what is hidden could be computed from it."""
    for part in parts:
        own = (*path, part.id)
        if part.level != "indicator":
            _hide(own, part.children, users, hidden)
        elif too_few(part, users):
            hidden.add(own)
    seen = [part for part in parts if part.score is not None and (*path, part.id) not in hidden]
    lost = [part for part in parts if (*path, part.id) in hidden]
    if len(lost) == 1 and seen and seen[0].level == "indicator":
        partner = min(seen, key=lambda part: part.n)
        hidden.add((*path, partner.id))
        seen.remove(partner)
        lost.append(partner)
    if lost and (len(lost) == 1 or not seen):
        hidden.add(path)


def _users(part: Part, users: Mapping[str, str]) -> int:
    return len({users[item.response] for item in _items(part) if item.response in users})


def _items(part: Part) -> Iterator[Part]:
    """Yield the answers that count below a part."""
    if part.level == "item" and part.score is not None:
        yield part
    for child in part.children:
        yield from _items(child)
