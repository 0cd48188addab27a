"""Every error travels between processes with its sentence and what it names."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from fieldsurvey import errors

if TYPE_CHECKING:
    from collections.abc import Iterator


def kinds(
    kind: type[errors.FieldSurveyError] = errors.FieldSurveyError,
) -> Iterator[type[errors.FieldSurveyError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from kinds(child)


def an_error(kind: type[errors.FieldSurveyError]) -> errors.FieldSurveyError:
    if kind is errors.FormInvalid:
        return errors.FormInvalid([("/data/a", "required")])
    if issubclass(kind, errors.FormError):
        return kind("no sheet named survey", ("survey!A1",))
    names = (
        "path",
        "what",
        "ref",
        "expression",
        "found",
        "known",
        "count",
        "places",
        "process",
        "address",
    )
    return kind(**dict.fromkeys(names, "x"))


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_an_error_arrives_whole(kind: type[errors.FieldSurveyError]) -> None:
    error = an_error(kind)
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is kind
    assert str(arrived) == str(error)
    assert arrived.__dict__ == error.__dict__
