"""Conditions of a form in Indonesian words, for paper: ``a01 dijawab “Tidak”``.

What cannot be said well is shown as the form writes it: a wrong sentence would be worse than an expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError, XPathError
from fieldsurvey.xforms.wording import offered
from fieldsurvey.xpath.parser import parse
from fieldsurvey.xpath.syntax import Call, Chain, KindTest, Literal, NameTest, Number, Path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xforms import Form, NodeDefinition
    from fieldsurvey.xpath.syntax import Expr, Step

#: What a path to the question itself is called.
THIS = "jawaban ini"

_JOINED = {"and": " dan ", "or": " atau "}
_COMPARED = {
    "=": "sama dengan",
    "!=": "tidak sama dengan",
    ">": "lebih dari",
    ">=": "paling sedikit",
    "<": "kurang dari",
    "<=": "paling banyak",
}
_COUNTED = {"+": "+", "-": "−", "*": "×", "div": "÷"}
_CALLED = {
    "count-selected": "jumlah pilihan pada {}",
    "string-length": "panjang {}",
    "count": "jumlah baris {}",
    "number": "{}",
    "int": "{}",
    "string": "{}",
    "once": "{}",
    "today": "hari ini",
    "now": "saat ini",
}


class _Unsaid(Exception):
    """A part of an expression has no words here."""


def condition_in_words(form: Form, at: NodeDefinition, text: str, language: str | None) -> str:
    """Return a condition in words, ``""`` for one that always holds.

    Args:
        form: the form.
        at: the question that it stands at.
        text: the XPath expression.
        language: of the form's labels.
    """
    words = _Words(form, at, language)
    try:
        return words.said(parse(text))
    except (_Unsaid, XPathError, AnswerError):
        return " ".join(text.split())


class _Words:
    """Says the parts of one expression."""

    def __init__(self, form: Form, at: NodeDefinition, language: str | None) -> None:
        self._form, self._at, self._language = form, at, language

    def said(self, tree: Expr) -> str:
        """Return a condition in words."""
        match tree:
            case Chain(first, rest) if rest[0][0] in _JOINED:
                return self._joined(rest[0][0], [first, *(part for _, part in rest)])
            case Chain(first, ((sign, second),)) if sign in _COMPARED:
                return self._compared(first, sign, second)
            case Call("true", ()):
                return ""
            case Call("not", (inner,)):
                return self._denied(inner)
            case Call("selected", (asked, choice)):
                return f"{self._operand(asked)} memuat {self._choice(asked, choice)}"
        raise _Unsaid

    def _joined(self, word: str, parts: Sequence[Expr]) -> str:
        shared = self._answers(parts) if word == "or" else None
        if shared is not None:
            return shared
        said = [
            f"({text})" if isinstance(part, Chain) and part.rest[0][0] in _JOINED else text
            for part in parts
            if (text := self.said(part))
        ]
        return _JOINED[word].join(said)

    def _answers(self, parts: Sequence[Expr]) -> str | None:
        """Return ``a01 dijawab “A” atau “B”`` where all parts are answers of one question, else None."""
        asked: list[Expr] = []
        choices = []
        for part in parts:
            match part:
                case Chain(Path() as path, (("=", Literal() as choice),)) if choice.text:
                    asked.append(path)
                    choices.append(self._choice(path, choice))
                case _:
                    return None
        if any(path != asked[0] for path in asked):
            return None
        return f"{self._operand(asked[0])} dijawab {' atau '.join(choices)}"

    def _compared(self, first: Expr, sign: str, second: Expr) -> str:
        decided = self._decided(first, second) if sign == "=" else None
        if decided is not None:
            return decided
        if isinstance(second, Literal) and sign in {"=", "!="}:
            name = self._operand(first)
            if not second.text:
                return f"{name} {'kosong' if sign == '=' else 'diisi'}"
            answer = self._choice(first, second)
            return f"{name} {'dijawab' if sign == '=' else 'bukan'} {answer}"
        return f"{self._operand(first)} {_COMPARED[sign]} {self._operand(second)}"

    def _decided(self, first: Expr, second: Expr) -> str | None:
        """Return what a calculation ``if(condition, 1, 0)`` asks when it is compared with 1; None for anything else."""
        node = self._node(first) if isinstance(first, Path) else None
        if node is None or node.control is not None or node.calculate is None:
            return None
        match parse(node.calculate.text), second:
            case Call("if", (asked, Number(yes) | Literal(yes), _)), Number(wanted) | Literal(
                wanted
            ) if yes == wanted:
                return _Words(self._form, node, self._language).said(asked)
        return None

    def _denied(self, inner: Expr) -> str:
        if isinstance(inner, Call) and inner.name == "selected" and len(inner.arguments) == 2:
            asked, choice = inner.arguments
            return f"{self._operand(asked)} tidak memuat {self._choice(asked, choice)}"
        return f"tidak benar bahwa {self.said(inner)}"

    def _operand(self, tree: Expr) -> str:
        match tree:
            case Number(text):
                return text.replace(".", ",")
            case Literal(text):
                return f"“{text}”"
            case Path():
                return self._named(tree)
            case Call(name, arguments) if name in _CALLED and len(arguments) < 2:
                return _CALLED[name].format(*(self._operand(each) for each in arguments))
            case Chain(first, rest) if all(sign in _COUNTED for sign, _ in rest):
                others = (f"{_COUNTED[sign]} {self._operand(part)}" for sign, part in rest)
                return " ".join([self._operand(first), *others])
        raise _Unsaid

    def _named(self, path: Path) -> str:
        """Return the code of the question that a path leads to."""
        node = self._node(path)
        return THIS if node is self._at else node.name

    def _choice(self, asked: Expr, choice: Expr) -> str:
        """Return the label of a choice in quotes; its value where the question has none."""
        if not isinstance(choice, Literal):
            return self._operand(choice)
        label = ""
        if isinstance(asked, Path):
            label = offered(self._form, self._node(asked), self._language).get(choice.text, "")
        return f"“{label or choice.text}”"

    def _node(self, path: Path) -> NodeDefinition:
        if path.start is not None or path.filters:
            raise _Unsaid
        names = [] if path.absolute else list(self._at.path)
        for step in path.steps:
            names = _walked(names, step)
        return self._form.definition("/" + "/".join(names))


def _walked(names: list[str], step: Step) -> list[str]:
    if step.predicates:
        raise _Unsaid
    match step.axis, step.test:
        case "child", NameTest(local):
            return [*names, local]
        case "parent", KindTest("node") if len(names) > 1:
            return names[:-1]
        case "self", KindTest("node"):
            return names
    raise _Unsaid
