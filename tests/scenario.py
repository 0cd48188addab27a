"""Small forms written as tables, and sessions over them: the headless client of the engine's tests.

session = scenario('''
    | survey |      |      |       |                 |
    |        | type | name | label | relevant        |
    |        | text | a    | A     |                 |
    |        | text | b    | B     | ${a} = 'x'      |
''')
"""

from __future__ import annotations

import textwrap
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fieldsurvey.xforms import Form, FormSession, load_form, parse_xform

NOW = datetime.fromisoformat("2026-08-22T09:30:00+07:00")


def form_of(table: str, media: dict[str, str] | None = None) -> Form:
    """Return the form of a table, with files beside it: name → text."""
    return _form(textwrap.dedent(table), tuple(sorted((media or {}).items())))


@lru_cache(maxsize=200)
def _form(table: str, media: tuple[tuple[str, str], ...]) -> Form:
    with TemporaryDirectory() as folder:
        for name, text in media:
            Path(folder, name).write_text(text, encoding="utf-8")
        path = Path(folder, "form.md")
        path.write_text(table, encoding="utf-8")
        return load_form(path)


def scenario(table: str, media: dict[str, str] | None = None, **options: Any) -> FormSession:
    """Return a new session of a table's form, its clock fixed at `NOW`."""
    return form_of(table, media).start(**{"now": NOW, **options})


def xform(model: str, body: str = "", *, root: str = "data") -> Form:
    """Return the form of a hand-written model (primary instance first) and body."""
    return parse_xform(xform_xml(model, body), name=f"{root}.xml")


def xform_xml(model: str, body: str = "") -> bytes:
    """Return an XForm around a model and a body."""
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"'
        ' xmlns:orx="http://openrosa.org/xforms" xmlns:ev="http://www.w3.org/2001/xml-events">'
        f"<h:head><h:title>T</h:title><model>{model}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def values(session: FormSession) -> dict[str, str]:
    """Return the values of all relevant leaves but the meta block."""
    return {
        ref: session.get(ref)
        for ref in session.refs()
        if session.relevant(ref) and "/meta/" not in ref
    }


def state(session: FormSession) -> dict[str, tuple[object, ...]]:
    """Return everything that recalculation settles, by reference."""
    return {
        ref: (
            session.get(ref),
            session.relevant(ref),
            session.required(ref),
            session.readonly(ref),
            session.violation(ref),
            session.label(ref),
            tuple(session.choices(ref)),
        )
        for ref in session.refs()
        if "/meta/" not in ref
    }
