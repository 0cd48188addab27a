"""The cases of a run: the same ones for the same seed."""

from __future__ import annotations

import json
import random
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from fieldsurvey.xforms import parse_xform
from tests.fuzz import mutate
from tests.fuzz.cases import NOW, Case
from tests.fuzz.grammar import TEXTS, Grammar
from tests.xforms.random_forms import LANGUAGES, RandomForm

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = 60  # random forms to start from
KEY = "01890a5d-ac96-774b-bcce-b302099a8057"
CSV = 'name,label,kab\nd1,Satu,k1\nd2,"Du;a",k2\n'
SHAPES: tuple[tuple[str, object], ...] = (
    ("Point", [107.6, -6.9]),
    ("LineString", [[1, 2], [3, 4]]),
    ("Polygon", [[[1, 2], [3, 4], [1, 2]]]),
)
FEATURES = [
    {"id": kind, "geometry": {"type": kind, "coordinates": at}, "properties": {"name": "p", "n": 1}}
    for kind, at in SHAPES
]
GEOJSON = json.dumps({"type": "FeatureCollection", "features": FEATURES})
ITEMS = "<root><item id='1'><name>d1</name></item><item><name>d2</name></item></root>"
MEDIA = (("x.csv", CSV), ("x.geojson", GEOJSON), ("x.xml", ITEMS))


@lru_cache(maxsize=FORMS)
def seed_form(number: int) -> bytes:
    """Return the XForm that a run starts from."""
    return RandomForm(number).xml


def cases(seed: int) -> Iterator[Case]:
    """Yield cases without end."""
    number = 0
    while True:
        yield case(seed, number)
        number += 1


def case(seed: int, number: int) -> Case:
    """Return one case of a seed."""
    chance = random.Random(f"{seed}:{number}")
    roll = chance.random()
    if roll < 0.7:
        return Case("expression", text=_expression(chance))
    form = seed_form(chance.randrange(FORMS))
    if roll < 0.74:
        name, content = chance.choice(MEDIA)
        changed = mutate.octets(chance, content.encode())
        return Case("media", text=changed.decode("latin-1"), name=name)
    if roll < 0.77:
        written = json.dumps(_steps(chance, form, 4))
        broken = mutate.text(chance, written, written)
        return Case("steps", text=broken, document=form.decode("latin-1"))
    if roll < 0.82:
        answers = re.sub(rb"uuid:[-0-9a-f]+", b"uuid:1", parse_xform(form).start(now=NOW).to_xml())
        if chance.random() < 0.5:
            answers = mutate.octets(chance, answers)
        else:
            answers = mutate.structure(chance, answers, Grammar(chance))
        return Case("answers", text=answers.decode("latin-1"), document=form.decode("latin-1"))
    steps = tuple(_steps(chance, form, chance.randint(2, 12)))
    if roll < 0.86:
        form = mutate.octets(chance, form)
    elif roll < 0.97:
        form = mutate.structure(chance, form, Grammar(chance, paths=_paths(form)))
    return Case("form", document=form.decode("latin-1"), steps=steps)


def _expression(chance: random.Random) -> str:
    grammar = Grammar(chance)
    written = grammar.expression(chance.randint(1, 5))
    if chance.random() < 0.4:
        written = mutate.text(chance, written, grammar.expression(3))
    return written[:20_000]


@lru_cache(maxsize=FORMS)
def _paths(form: bytes) -> tuple[str, ...]:
    """Return the template paths of a form's data."""
    root = etree.fromstring(form)
    data = next(root.iter("{*}instance"))[0]
    found: list[str] = []

    def visit(element: etree._Element, above: str) -> None:
        path = f"{above}/{etree.QName(element).localname}"
        found.append(path)
        for inner in element:
            visit(inner, path)

    visit(data, "")
    return tuple(dict.fromkeys(found))


def _steps(chance: random.Random, form: bytes, count: int) -> list[dict[str, Any]]:
    """Return steps and arrivals over the nodes that the form had before it was changed."""
    paths = _paths(form)

    def somewhere(key: str = "") -> str:
        steps = chance.choice(paths).split("/")[1:]
        marked = [
            step
            + (chance.choice(("[1]", "[2]", "[9]", key or "[#1]")) if chance.random() < 0.3 else "")
            for step in steps
        ]
        return "/" + "/".join(marked)

    def value() -> str | None:
        return chance.choice((*TEXTS, "a", "b", "c", "a c", "3", "12", "-7", None))

    def one() -> dict[str, Any]:
        roll = chance.random()
        if roll < 0.55:
            return {"set": somewhere(), "value": value()}
        if roll < 0.7:
            return {"add_repeat": chance.choice(paths)}
        if roll < 0.78:
            return {"remove_repeat": somewhere()}
        if roll < 0.82:
            return {"language": chance.choice((*LANGUAGES, "en", "xx"))}
        if roll < 0.87:
            return {"save_load": True}
        keys = [somewhere(f"[{KEY}]") for _ in range(chance.randint(1, 3))]
        return {"apply": {key: value() for key in keys}}

    return [one() for _ in range(count)]
