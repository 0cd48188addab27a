"""The collector rests while a form is built, and works again afterwards, whatever happens."""

from __future__ import annotations

import gc
import weakref

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import parse_xform
from fieldsurvey.xforms.growing import growing as held


class Ring:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_the_collector_works_again_after_a_form_that_fails() -> None:
    with pytest.raises(FormError):
        parse_xform(b"<no-form/>")
    assert gc.isenabled()


def test_the_collector_stays_off_for_who_turned_it_off() -> None:
    gc.disable()
    try:
        with held():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_in_a_process_that_froze_what_it_began_with_what_grows_is_frozen_too() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with held():
            grown = [Ring() for _ in range(1000)]
        assert gc.get_freeze_count() >= frozen + len(grown)
        assert gc.isenabled()
    finally:
        gc.unfreeze()


def test_dropped_forms_go_when_much_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    with held():
        dropped = weakref.ref(Ring())
    monkeypatch.setattr("fieldsurvey.xforms.growing.MOST_UNSEEN", -1)
    with held():
        assert not gc.isenabled()
    assert dropped() is None
