"""How hard a passphrase is to guess."""

from __future__ import annotations

import pytest

from fieldsurvey.ui.first_run.strength import Strength, strength


@pytest.mark.parametrize(
    ("passphrase", "judged"),
    [
        ("", Strength.SHORT),
        ("tujuh 7", Strength.SHORT),
        ("12345678", Strength.GUESSED),
        ("aaaaaaaaaaaa", Strength.GUESSED),
        ("ratna contoh", Strength.GUESSED),
        ("RatnaContoh1", Strength.GUESSED),
        ("rahasia123", Strength.GUESSED),
        ("gv7!kq2z", Strength.WEAK),
        ("kuda biru hm", Strength.FAIR),
        ("kuda biru makan awan", Strength.STRONG),
    ],
)
def test_length_counts_and_what_anyone_knows_does_not(passphrase: str, judged: Strength) -> None:
    assert strength(passphrase, ("Ratna Contoh, S.H.", "Kantor Samarinda")) is judged
    assert judged.taken == (judged not in {Strength.SHORT, Strength.GUESSED})
