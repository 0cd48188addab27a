"""JavaRosa as a judge: it fills or plays a form, and its final state is compared with ours."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from fieldsurvey.errors import AnswerError

if TYPE_CHECKING:
    from fieldsurvey.xforms import FormSession, NodeDefinition

ORACLE = Path(__file__).resolve().parents[1] / "oracle" / "run.sh"
ZONE = "Asia/Makassar"
# Made anew at each run: what JavaRosa says about these nodes is not compared.
VOLATILE = frozenset({"instanceID", "start", "end", "deviceid", "instanceName", "mulai", "selesai"})


@cache
def available() -> bool:
    """Return whether the judge can be built and run here."""
    return shutil.which("javac") is not None


def ask(*arguments: str) -> None:
    """Run the judge in the forms' time zone."""
    environment = {**os.environ, "ORACLE_TZ": ZONE, "PYTHON": sys.executable}
    done = subprocess.run(
        ["bash", str(ORACLE), *arguments],
        cwd=ORACLE.parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def batch(cases: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Play cases ({"id", "form": path, "steps"}) and return the judge's answers."""
    given, answered = folder / "cases.jsonl", folder / "answers.jsonl"
    given.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    ask("batch", str(given), str(answered))
    return [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]


def differences(session: FormSession, state: list[dict[str, Any]]) -> list[str]:
    """Return where the session's state is not the judge's, one line each."""
    known = {node["path"] for node in state}
    found = [
        f"{ref}: only ours" for ref in session.refs() if ref not in known and session.relevant(ref)
    ]
    for node in state:
        path = node["path"]
        if path.rpartition("/")[2] in VOLATILE:
            continue
        try:
            relevant = session.relevant(path)
        except AnswerError:
            # JavaRosa keeps the instances that a smaller count leaves over; ours are put aside.
            if not any(d.count is not None for d in above(session, path)):
                found.append(f"{path}: missing")
            continue
        if relevant is not node["relevant"]:
            found.append(f"{path} relevant: JavaRosa {node['relevant']}, ours {relevant}")
        if not node["relevant"] or not node["leaf"]:
            continue
        pairs: list[tuple[str, object, object]] = [
            ("value", node["value"], session.get(path)),
            ("required", node["required"], session.required(path)),
            ("readonly", node["readonly"], session.readonly(path)),
        ]
        if "label" in node:
            pairs.append(("label", node["label"].strip(), session.label(path) or ""))
        if "choices" in node:
            theirs = [value for value, _ in node["choices"]]
            ours = [value for value, _ in session.choices(path)][:200]
            pairs.append(("choices", theirs, ours))
        if "constraint_ok" in node and session.get(path):
            pairs.append(("constraint_ok", node["constraint_ok"], session.violation(path) is None))
        found += [
            f"{path} {what}: JavaRosa {theirs!r}, ours {ours!r}"
            for what, theirs, ours in pairs
            if not same(theirs, ours)
        ]
    return found


def xml_differences(ours: bytes, theirs: str) -> list[str]:
    """Return where two submissions differ in their elements or texts, as the first such place."""
    pairs = zip_longest(_elements(ours), _elements(theirs.encode()), fillvalue=("(none)", ""))
    for (path, text), (their_path, their_text) in pairs:
        volatile = path.rpartition("/")[2] in VOLATILE
        if path != their_path or not (volatile or same(their_text, text)):
            return [f"XML: JavaRosa {their_path} {their_text!r}, ours {path} {text!r}"]
    return []


def canonical(xml: bytes) -> bytes:
    """Return a submission as Canonical XML, ids and times left out."""
    root = etree.fromstring(xml)
    for element in root.iter():
        if etree.QName(element).localname in VOLATILE:
            element.text = None
    return etree.tostring(root, method="c14n")


def _elements(xml: bytes) -> list[tuple[str, str]]:
    """Return path and text of each element in document order."""
    found: list[tuple[str, str]] = []

    def visit(element: etree._Element, above: str) -> None:
        path = f"{above}/{etree.QName(element).localname}"
        found.append((path, element.text or ""))
        # An inner repeat that it was told to add stands at its parent's end.
        for inner in sorted(element, key=lambda e: etree.QName(e).localname):
            visit(inner, path)

    visit(etree.fromstring(xml), "")
    return found


def above(session: FormSession, path: str) -> list[NodeDefinition]:
    """Return the definitions of a node and of the nodes above it."""
    definition = session.form.definition(path)
    return [definition, *definition.ancestors()]


def same(theirs: object, ours: object) -> bool:
    """Return whether two values say the same: numbers by their size, chosen values in any order."""
    if theirs == ours:
        return True
    if isinstance(theirs, str) and isinstance(ours, str) and " " in ours:
        return sorted(theirs.split()) == sorted(ours.split())
    if isinstance(theirs, str) and isinstance(ours, str):
        try:
            return math.isclose(float(theirs), float(ours), rel_tol=1e-9, abs_tol=1e-9)
        except ValueError:
            return False
    return False
