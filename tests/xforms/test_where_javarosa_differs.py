"""Every known difference from JavaRosa: the smallest form that shows it, what each engine answers, and who is right.

The random forms (`test_random_forms`) avoid or level out exactly these; what is not listed here must agree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from fieldsurvey.xforms import parse_xform
from fieldsurvey.xforms.steps import play
from tests.xforms import javarosa
from tests.xforms.random_forms import HEAD

pytestmark = [
    pytest.mark.skipif(not javarosa.available(), reason="needs javac"),
    pytest.mark.usefixtures("judges_zone"),
]
Step = dict[str, Any]

LIST = (
    '<instance id="list"><root>'
    + "".join(
        f"<item><name>{name}</name><up>{up}</up></item>"
        for name, up in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "y"))
    )
    + "</root></instance>"
)


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        name: what differs.
        why: who is right and by which rule; "§2" is the project's table of choices among the peers.
        instance, binds, body: the form, in `HEAD`'s model.
        steps: what is played; "refresh" and "query" are for JavaRosa alone.
        ref: the node looked at.
        theirs, ours: what it `shows` at the end, choices joined by blanks; None: JavaRosa fails.
        contradicts: what JavaRosa itself says after computing everything anew.
    """

    name: str
    why: str
    instance: str
    binds: str
    body: str
    steps: tuple[Step, ...]
    ref: str
    theirs: str | None
    ours: str
    contradicts: str | None = None
    shows: str = "value"

    def xform(self) -> bytes:
        """Return the form."""
        return (
            f'{HEAD}<instance><data id="d">{self.instance}</data></instance>{LIST}{self.binds}'
            f"</model></h:head><h:body>{self.body}</h:body></h:html>"
        ).encode()


def ask(name: str, actions: str = "") -> str:
    return f'<input ref="/data/{name}"><label>{name}</label>{actions}</input>'


def choose(name: str, nodeset: str, kind: str = "select1") -> str:
    return (
        f'<{kind} ref="/data/{name}"><label>{name}</label><itemset nodeset="{nodeset}">'
        f'<value ref="name"/><label ref="name"/></itemset></{kind}>'
    )


def repeat(name: str, inner: str, count: str = "") -> str:
    counted = f' jr:count="{count}"' if count else ""
    return f'<group ref="/data/{name}"><repeat nodeset="/data/{name}"{counted}>{inner}</repeat></group>'


def put(name: str, value: str | None) -> Step:
    return {"set": f"/data/{name}", "value": value}


ADD: Step = {"add_repeat": "/data/r"}
R = '<r jr:template=""><x/><p/></r><r><x/><p/></r>'
RX = '<bind nodeset="/data/r/x" type="int"/>'
ALL = "instance('list')/root/item"

CHOSEN = (
    Difference(
        "an answer that breaks its constraint",
        "§2: stored and flagged, so that autosave never loses a word",
        "<a/>",
        '<bind nodeset="/data/a" type="int" constraint=". &gt; 2"/>',
        ask("a"),
        (put("a", "5"), put("a", "1")),
        "/data/a",
        theirs="5",
        ours="1",
    ),
    Difference(
        "a required answer cleared",
        "§2: cleared and flagged",
        "<a/>",
        '<bind nodeset="/data/a" type="int" required="true()"/>',
        ask("a"),
        (put("a", "5"), put("a", None)),
        "/data/a",
        theirs="5",
        ours="",
    ),
    Difference(
        "a choice that its filter leaves out",
        "§2: cleared at once, on all levels; JavaRosa waits until the question is shown",
        "<k/><a/><seen/>",
        '<bind nodeset="/data/seen" calculate="/data/a"/>',
        ask("k") + choose("a", f"{ALL}[up = /data/k]"),
        (put("k", "x"), put("a", "a"), put("k", "y")),
        "/data/seen",
        theirs="a",
        ours="",
    ),
    Difference(
        "several choices",
        "§2: in the order of the list",
        "<a/>",
        "",
        choose("a", ALL, "select"),
        (put("a", "c a"),),
        "/data/a",
        theirs="c a",
        ours="a c",
    ),
    Difference(
        "the inner repeat of a new outer instance",
        "§2: starts with one instance",
        '<r jr:template=""><s jr:template=""><y/></s></r><r><s><y/></s></r><n/>',
        '<bind nodeset="/data/n" calculate="count(/data/r/s)"/>',
        repeat(
            "r", '<group><repeat nodeset="/data/r/s"><input ref="/data/r/s/y"/></repeat></group>'
        ),
        (ADD,),
        "/data/n",
        theirs="1",
        ours="2",
    ),
    Difference(
        "instances beyond a smaller count",
        "§2: a count holds at once; what is beyond it is put aside with its answers",
        f"<k>1</k>{R}<n/>",
        '<bind nodeset="/data/k" type="int"/><bind nodeset="/data/n" calculate="count(/data/r)"/>',
        ask("k") + repeat("r", ask("r/x"), "/data/k"),
        (put("k", "3"), put("k", "2")),
        "/data/n",
        theirs="3",
        ours="2",
    ),
    Difference(
        "a blank number as text",
        "§2: blank, not NaN",
        "<a/><b/>",
        "<bind nodeset=\"/data/b\" calculate=\"concat(number(''), '.')\"/>",
        ask("a"),
        (),
        "/data/b",
        theirs="NaN.",
        ours=".",
    ),
    Difference(
        "a large number as text",
        "§2: plain digits",
        "<a/><b/>",
        '<bind nodeset="/data/b" calculate="concat(1000000000000, \'\')"/>',
        ask("a"),
        (),
        "/data/b",
        theirs="1.0E12",
        ours="1000000000000",
    ),
)

DEFECTS = (
    Difference(
        "a reader outside of what lies deeper in a new instance",
        "JavaRosa does not compute it until something else asks",
        '<r jr:template=""><g><x>1</x></g></r><r><g><x>1</x></g></r><o/>',
        '<bind nodeset="/data/o" calculate="string-length(join(\'-\', /data/r/g/x))"/>',
        repeat("r", '<group ref="/data/r/g"><input ref="/data/r/g/x"/></group>'),
        (ADD, ADD),
        "/data/o",
        theirs="1",
        ours="5",
        contradicts="5",
    ),
    Difference(
        "what other instances read of a changed one through a node outside",
        "JavaRosa computes only the changed instance",
        f"{R}<o/>",
        f'{RX}<bind nodeset="/data/o" calculate="sum(/data/r/x)"/>'
        '<bind nodeset="/data/r/p" calculate="/data/o"/>',
        repeat("r", ask("r/x")),
        (put("r[1]/x", "1"), ADD, put("r[2]/x", "5")),
        "/data/r[1]/p",
        theirs="1",
        ours="6",
        contradicts="6",
    ),
    Difference(
        "count() of a repeat from inside it",
        "only a path to a single node is narrowed to the own instance; JavaRosa counts 1, and counts all as soon as the"
        " same expression stands outside, too",
        R,
        '<bind nodeset="/data/r/p" calculate="count(/data/r)"/>',
        repeat("r", ask("r/x")),
        (ADD, ADD),
        "/data/r[2]/p",
        theirs="1",
        ours="3",
    ),
    Difference(
        "max() of negative numbers",
        "the greatest of them",
        "<a/><b/>",
        '<bind nodeset="/data/b" calculate="max(-3, -2)"/>',
        ask("a"),
        (),
        "/data/b",
        theirs="0",
        ours="-2",
    ),
    Difference(
        "the area of a large shape",
        "on the globe, as in Web Forms and Enketo; JavaRosa lays it out flat",
        "<a/><s>-6.84 107.44 0 0;-6.13 107.37 0 0;-6.46 107.6 0 0;-6.84 107.44 0 0</s>",
        '<bind nodeset="/data/s" type="geoshape"/>'
        '<bind nodeset="/data/a" calculate="round(area(/data/s) div 1000000, 1)"/>',
        ask("a"),
        (),
        "/data/a",
        theirs="863.3",
        ours="863.1",
    ),
    Difference(
        "a whole number beyond 2147483647",
        "kept; JavaRosa cuts it off",
        "<a/>",
        '<bind nodeset="/data/a" type="int" calculate="3000000000"/>',
        ask("a"),
        (),
        "/data/a",
        theirs="2147483647",
        ours="3000000000",
    ),
    Difference(
        "a date with its time as text",
        "the text of the node (XPath 1.0 §4.2); JavaRosa drops the time",
        "<a/><b/>",
        '<bind nodeset="/data/a" type="dateTime"/><bind nodeset="/data/b" calculate="concat(/data/a, \'\')"/>',
        ask("a"),
        (put("a", "2024-03-15T10:20:30.000+08:00"),),
        "/data/b",
        theirs="2024-03-15",
        ours="2024-03-15T10:20:30.000+08:00",
    ),
    Difference(
        "an action sets a boolean node",
        "the value is an ordinary one; JavaRosa cannot read its own text of it",
        "<a/><b/>",
        '<bind nodeset="/data/b" type="boolean"/>',
        ask("a", '<setvalue event="xforms-value-changed" ref="/data/b" value="true()"/>'),
        (put("a", "1"),),
        "/data/b",
        theirs=None,
        ours="1",
    ),
    Difference(
        "a filter on a node that has become irrelevant",
        "irrelevant nodes are blank in expressions (§2); JavaRosa shows its last list as long as the value stays",
        "<k/><u/><a/>",
        '<bind nodeset="/data/u" relevant="/data/k = \'\'"/>',
        ask("k") + ask("u") + choose("a", f"{ALL}[up = /data/u]"),
        (put("u", "x"), {"query": {}}, put("k", "off")),
        "/data/a",
        theirs="a c",
        ours="",
        shows="choices",
    ),
    Difference(
        "what an action at load reads of calculated nodes",
        "nothing is calculated yet; JavaRosa has calculated what lies behind nodes that actions before it set",
        "<a/><b/><c/>",
        '<setvalue event="odk-instance-first-load" ref="/data/a" value="\'\'"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/c" value="concat(/data/b, \'.\')"/>'
        '<bind nodeset="/data/b" calculate="string-length(/data/a)"/>',
        ask("a"),
        (),
        "/data/c",
        theirs="0.",
        ours=".",
    ),
    Difference(
        "a calculated text that reads a date, read by a calculated boolean",
        "a text like any other; in JavaRosa it is still a date, which it cannot make a boolean of",
        "<a/><t/><b/>",
        '<bind nodeset="/data/a" type="date"/><bind nodeset="/data/t" type="string" calculate="/data/a"/>'
        '<bind nodeset="/data/b" type="boolean" calculate="/data/t"/>',
        ask("a"),
        (put("a", "2024-03-15"),),
        "/data/b",
        theirs=None,
        ours="1",
    ),
    Difference(
        "a repeat that was irrelevant when it was saved",
        "comes back as the form writes it; JavaRosa has no instance any more",
        f"<k/>{R}<n/>",
        '<bind nodeset="/data/r" relevant="/data/k = \'\'"/><bind nodeset="/data/n" calculate="count(/data/r)"/>',
        ask("k") + repeat("r", ask("r/x")),
        (put("k", "off"), {"save_load": True}, put("k", None)),
        "/data/n",
        theirs="0",
        ours="1",
    ),
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """JavaRosa's answers to all of them, played plainly and then computed anew."""
    folder = tmp_path_factory.mktemp("differences")
    cases: list[dict[str, Any]] = []
    for number, one in enumerate((*CHOSEN, *DEFECTS)):
        path = folder / f"{number}.xml"
        path.write_bytes(one.xform())
        steps = [*one.steps, {"query": {}}, {"refresh": True}, {"query": {}}]
        cases.append({"id": one.name, "form": str(path), "steps": steps})
    return {answer["id"]: answer for answer in javarosa.batch(cases, folder)}


@pytest.mark.parametrize("one", [*CHOSEN, *DEFECTS], ids=lambda one: one.name)
def test_difference(one: Difference, answers: dict[str, dict[str, Any]]) -> None:
    session = parse_xform(one.xform()).start()
    list(play(session, [step for step in one.steps if "query" not in step]))
    choices = " ".join(value for value, _ in session.choices(one.ref))
    assert (choices if one.shows == "choices" else session.get(one.ref)) == one.ours
    answer = answers[one.name]
    failed = "fatal" in answer or any("error" in result for result in answer["steps"])
    assert failed is (one.theirs is None), json.dumps(answer)[:600]
    if not failed:
        *_, plain, _, anew = answer["steps"]
        assert _seen(plain["state"], one) == one.theirs
        if one.contradicts is not None:
            assert _seen(anew["state"], one) == one.contradicts


def _seen(state: list[dict[str, Any]], one: Difference) -> str:
    node = next(node for node in state if node["path"] == one.ref)
    if one.shows == "choices":
        return " ".join(value for value, _ in node["choices"])
    return str(node["value"])
