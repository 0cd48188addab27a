"""Answer sequences made by chance, the same ones for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from fieldsurvey.xforms.steps import play

if TYPE_CHECKING:
    from fieldsurvey.xforms import Form, FormSession

WORDS = ("a", "b", "x", "0", "1", "12", "ya")


def steps_for(form: Form, seed: int, count: int) -> list[dict[str, Any]]:
    """Return steps that answer relevant questions and change repeats."""
    chance = random.Random(seed)
    session = form.start()
    steps: list[dict[str, Any]] = []
    for _ in range(count):
        step = _repeat(session, chance) if chance.random() < 0.2 else None
        step = step or _answer(session, chance)
        if step is not None:
            list(play(session, [step]))
            steps.append(step)
    return steps


def _repeat(session: FormSession, chance: random.Random) -> dict[str, Any] | None:
    repeats = [d for d in session.form.definitions if d.control == "repeat" and d.count is None]
    outer = [d for d in repeats if not any(a.is_repeat for a in d.ancestors())]
    if not outer:
        return None
    ref = chance.choice(outer).ref
    instances = session.instances(ref)
    if instances and chance.random() < 0.4:
        return {"remove_repeat": chance.choice(instances)}
    return {"add_repeat": ref}


def _answer(session: FormSession, chance: random.Random) -> dict[str, Any] | None:
    refs = [
        ref
        for ref in session.refs()
        if session.form.definition(ref).control not in (None, "upload", "trigger")
        and session.relevant(ref)
        and not session.readonly(ref)
    ]
    ref = chance.choice(refs)
    definition = session.form.definition(ref)
    values = [value for value, _ in session.choices(ref)]
    if definition.control == "select1":
        value = chance.choice(values) if values else None
    elif definition.chooses:
        chosen = chance.sample(values, chance.randrange(1, len(values) + 1)) if values else []
        value = " ".join(sorted(chosen, key=values.index)) or None
    else:
        value = {
            "int": str(chance.randrange(13)),
            "decimal": str(chance.randrange(40) / 4),
            "date": f"2024-0{chance.randrange(1, 9)}-1{chance.randrange(9)}",
            "geopoint": "-6.9 107.6 0.0 0.0",
            "string": chance.choice(WORDS),
        }.get(definition.datatype)
    # "force": the judge stores what breaks a constraint too, as we do.
    return None if value is None else {"set": ref, "value": value, "force": True}
