"""Paths over a form being filled: every axis sees the relevant nodes only, in document order."""

from __future__ import annotations

import pytest

from fieldsurvey.xforms import parse_xform
from tests.scenario import xform_xml

FORM = xform_xml(
    "<instance><data id='t' orx:mark='m'><a>1</a><g><b>2</b><hidden><c>9</c></hidden></g>"
    "<rep jr:template=''><q/></rep><rep kind='x'><q>3</q></rep><rep><q>4</q></rep>"
    "<orx:meta><orx:instanceID/></orx:meta><out/></data></instance>"
    "<instance id='desa'><root><item><name>1</name></item></root></instance>"
    "<bind nodeset='/data/g/hidden' relevant='false()'/><bind nodeset='/data/a' type='int'/>",
    "<group ref='/data/rep'><repeat nodeset='/data/rep'><input ref='q'/></repeat></group>"
    "<input ref='/data/out'><label><output value='EXPRESSION'/></label></input>",
).decode()


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("count(/data/*)", "6"),  # a, g, two instances, meta, out
        ("count(//*)", "11"),  # data, and below it b, two q and instanceID besides
        ("join('', /data/g/descendant::*)", "2"),
        ("string(/data/g)", "2"),
        ("/data/g * 2", "4"),
        ("string(/data/g/hidden/c)", ""),
        ("count(/data/g/hidden)", "0"),
        ("/data/g/b/following::q[1]", "3"),
        ("/data/rep[2]/q/preceding::*[1]", "3"),
        ("join('', /data/rep/q | /data/a | /data/g/b)", "1234"),
        ("join('', /data/rep[2]/preceding-sibling::*)", "123"),
        ("name(/data/rep[1]/q/ancestor::*[1])", "rep"),
        ("name(/data/rep[1]/q/..)", "rep"),
        ("count(/data/rep[1]/q/ancestor::node())", "3"),
        ("/data/rep[@kind = 'x']/q", "3"),
        ("/data/rep[2]/@kind", ""),
        ("/data/@id", "t"),
        ("namespace-uri(/data/@orx:mark)", "http://openrosa.org/xforms"),
        ("count(/data/@id | /data/@orx:mark | /data/@id)", "2"),
        ("count(/data/@id/../a)", "1"),
        ("count(/data/@id/a)", "0"),
        ("count(/data/@id/*)", "0"),
        ("count(/data/@id/@id)", "0"),
        ("count(/data/@id[/*/a])", "1"),
        ("count(/data/orx:meta)", "1"),
        ("count(/data/node()/orx:instanceID)", "1"),
        ("count(/data/node()/jr:instanceID)", "0"),
        ("count(/data/node()/none)", "0"),
        ("count(/*/a)", "1"),
        ("count(/node()/a)", "1"),
        ("count(/*/@id)", "1"),
        ("count(/@id)", "0"),
        ("count(/other)", "0"),
        ("count(/other/a)", "0"),
        ("count(/data/none/a)", "0"),
        ("count(/..)", "0"),
        ("count(/ | /data)", "2"),
        ("count(/self::node()/data)", "1"),
        ("count(/self::node()/other)", "0"),
        ("string(/) = string(/data)", "true"),
        ("count(/self::node()[/*/a])", "1"),
        ("/data/g = '2'", "true"),
        ("/data/g = 2", "true"),
        ("position(/data/rep[2])", "2"),
        ("count(/data/a[/*/rep])", "1"),
        ("count(instance('t')/data/a)", "1"),
        ("instance('desa')/root/item[name = /data/a]/name", "1"),
        ("sum(/data/rep[position() > 1]/q)", "4"),
    ],
)  # fmt: skip
def test_path(expression: str, wanted: str) -> None:
    quoted = expression.replace("'", "&apos;").replace("<", "&lt;")
    form = parse_xform(FORM.replace("EXPRESSION", quoted).encode(), name="paths")
    assert form.start().label("/data/out") == wanted


def test_a_repr_says_where_a_node_stands() -> None:
    session = parse_xform(FORM.replace("EXPRESSION", "1").encode(), name="paths").start()
    definition = session.form.definition("/data/rep[2]/q")
    assert repr(definition) == "NodeDefinition('/data/rep/q')"
    assert repr(session.root.instances(definition.parent.slot if definition.parent else 0)[1]) == (
        "LiveNode('/data/rep[2]')"
    )
