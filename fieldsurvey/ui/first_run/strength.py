"""How hard a passphrase is to guess, in words: length counts (NIST SP 800-63B §5.1.1), rules of signs do not."""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: NIST SP 800-63B §5.1.1.1: a secret that a person chooses has at least eight characters.
SHORTEST = 8
_FAIR, _STRONG = 12, 18
#: What is tried first; each counts as one character.
_USUAL = (
    "password", "passphrase", "qwerty", "asdfgh", "zxcvbn", "admin", "rahasia", "katasandi", "kata sandi",
    "sandi", "indonesia", "ombudsman", "kantor", "bismillah", "sayang", "contoh", "fieldsurvey",
)  # fmt: skip


class Strength(Enum):
    """How hard it is to guess; a ``SHORT`` or ``GUESSED`` one is not taken."""

    SHORT = "short"
    GUESSED = "guessed"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"

    @property
    def taken(self) -> bool:
        """Whether the database may be closed with it."""
        return self not in {Strength.SHORT, Strength.GUESSED}


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """Judge a passphrase.

    Args:
        passphrase: as typed.
        known: what anyone in the office knows: name, NIP, institution. Their words count as one character each.
    """
    if len(passphrase) < SHORTEST:
        return Strength.SHORT
    worth = _worth(passphrase.casefold(), known)
    if worth < SHORTEST - 2:
        return Strength.GUESSED
    if worth < _FAIR:
        return Strength.WEAK
    return Strength.FAIR if worth < _STRONG else Strength.STRONG


def _worth(text: str, known: Iterable[str]) -> int:
    """Return how many characters are left when usual and known words and runs count as one."""
    words = {word for each in known for word in each.casefold().split() if len(word) > 2}
    for word in sorted({*words, *_USUAL}, key=len, reverse=True):
        text = text.replace(word, "\0")
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    run = {
        place
        for place, (one, next_) in enumerate(pairwise(steps), 2)
        if one == next_ and abs(one) <= 1  # aaa, abc, 321
    }
    return len(text) - len(run)
