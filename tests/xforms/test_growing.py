"""The collector rests while a form is built, and works again afterwards, whatever happens."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import growing, parse_xform
from fieldsurvey.xforms.growing import growing as held

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def nothing_frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that froze nothing, as a command; this one froze the collected tests (``tests/conftest.py``)."""
    monkeypatch.setattr(growing._Grown, "stays", False)
    gc.unfreeze()
    yield
    gc.freeze()


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


@pytest.mark.usefixtures("nothing_frozen")
def test_in_a_process_that_froze_what_it_began_with_what_grows_is_frozen_too() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    with held():
        grown = [Ring() for _ in range(1000)]
    assert gc.get_freeze_count() >= frozen + len(grown)
    assert gc.isenabled()


@pytest.mark.usefixtures("nothing_frozen")
def test_in_a_process_that_froze_nothing_what_grows_is_not_frozen() -> None:
    with held():
        grown = Ring()
    assert gc.get_freeze_count() == 0
    assert gc.is_tracked(grown)


@pytest.mark.usefixtures("nothing_frozen")
def test_dropped_forms_go_when_much_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    with held():
        dropped = weakref.ref(Ring())
    monkeypatch.setattr("fieldsurvey.xforms.growing.MOST_UNSEEN", -1)
    with held():
        assert not gc.isenabled()
    assert dropped() is None
