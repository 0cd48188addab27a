"""Our parser against the grammar of the specification: both accept the same texts and build the same tree."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.errors import XPathError
from fieldsurvey.xpath.parser import parse
from fieldsurvey.xpath.syntax import Expr, unparse
from tests.xpath.test_xpath_functions import CASES as FUNCTIONS
from tests.xpath.test_xpath_operators import LEAVES, trees
from tests.xpath.witness import read

CONFORMANCE = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "xpath_cases.json.gz"
SIGNS = (
    *("/", "//", "*", "@", ".", "..", "(", ")", "[", "]", ",", "|", "-", "+", "=", "!=", "<", ">="),
    *(
        "and",
        "or",
        "div",
        "mod",
        "a",
        "b:c",
        "b:*",
        "text()",
        "child::",
        "count(",
        "'x'",
        "1",
        ".5",
    ),
)


def ours(text: str) -> Expr | None:
    """Return our tree, None when we refuse the text."""
    try:
        return parse(text)
    except XPathError:
        return None


@pytest.mark.parametrize(
    "text",
    [
        *("a-b", "a - b", "* * *", "div div div", "/ and b", "/*", "- -1", "a|-b", "1[1]", "(a)[1]/b"),
        *("//a//b", "a/", "", "a b", "child::div", "self::*", "@a/..", "orx:*", "text", "text()/a"),
        *("node('x')", "processing-instruction('x')", "$a", "'open", "foo::a", "a/b()", "f(,)", "1.", "1.5.2"),
    ],
)  # fmt: skip
def test_corner(text: str) -> None:
    assert read(text) == ours(text)


def test_our_own_cases() -> None:
    differ = [text for text, _ in FUNCTIONS if read(text) != ours(text)]
    assert differ == []


@pytest.mark.skipif(not CONFORMANCE.exists(), reason="the cases of other engines lie elsewhere")
def test_the_cases_of_other_engines() -> None:
    with gzip.open(CONFORMANCE, "rt", encoding="utf-8") as file:
        texts = [case["expr"] for case in json.load(file)["cases"]]
    assert len(texts) > 1_000
    assert [text for text in texts if read(text) != ours(text)] == []


@given(st.recursive(LEAVES, trees, max_leaves=8))
@settings(max_examples=300, deadline=None)
def test_trees_written_as_text(tree: Expr) -> None:
    text = unparse(tree)
    assert read(text) == ours(text)


@given(st.lists(st.sampled_from(SIGNS), max_size=9), st.sampled_from(("", " ")))
@settings(max_examples=1500, deadline=None)
def test_any_row_of_signs(signs: list[str], between: str) -> None:
    text = between.join(signs)
    assert read(text) == ours(text)
