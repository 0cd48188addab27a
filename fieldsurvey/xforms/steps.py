"""Playing a list of steps over a session: what the command line, the tests and the judge share.

A step is one of ``{"set": ref, "value": text or null}``, ``{"add_repeat": ref}``, ``{"remove_repeat": "ref[n]"}``,
``{"language": name}``, ``{"save_load": true}``. ``{"expect": …}`` is passed over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldsurvey.xforms.session import FormSession

Step = dict[str, object]
MAX_STEPS = 1_000_000


def read_steps(text: str) -> list[Step]:
    """Read steps from JSON.

    Raises:
        AnswerError: it is no JSON, or not a list of steps.
    """
    try:
        steps = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AnswerError(ref="answers", what=f"this is not JSON: {error}") from error
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise AnswerError(
            ref="answers", what='a list of steps is wanted, as [{"set": "/data/q", "value": "1"}]'
        )
    if len(steps) > MAX_STEPS:
        raise AnswerError(ref="answers", what=f"more than {MAX_STEPS} steps")
    return steps


def play(
    session: FormSession, steps: Iterable[Mapping[str, object]]
) -> Iterator[tuple[Mapping[str, object], frozenset[str]]]:
    """Play steps in order and yield each with the references it changed.

    A ``save_load`` step puts the answers through XML and back, as closing and opening the form would.

    Raises:
        AnswerError: a step is none of these, or names a node the form does not have.
    """
    for number, step in enumerate(steps, 1):
        if "set" in step:
            value = step.get("value")
            session.set(_text(step, "set", number), "" if value is None else _lexical(value))
        elif "add_repeat" in step:
            session.add_repeat(_text(step, "add_repeat", number))
        elif "remove_repeat" in step:
            session.remove_repeat(_text(step, "remove_repeat", number))
        elif "language" in step:
            session.language = _text(step, "language", number)
        elif "save_load" in step:
            session.reload()
        elif "expect" not in step:
            raise AnswerError(ref=f"step {number}", what=f"{_brief(step)} is not a step")
        yield step, session.changed


def _text(step: Mapping[str, object], name: str, number: int) -> str:
    value = step[name]
    if not isinstance(value, str):
        raise AnswerError(ref=f"step {number}", what=f"{name} wants text")
    return value


def _lexical(value: object) -> str:
    """Return a JSON value in XML lexical form: numbers and true/false are accepted beside text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _brief(step: Mapping[str, object]) -> str:
    """Name a step by its keys: its values may be answers, which no message shows."""
    return "{" + ", ".join(str(key)[:40] for key in list(step)[:5]) + "}"
