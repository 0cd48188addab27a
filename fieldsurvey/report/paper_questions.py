"""The questions of one form on paper: code, question with its rules in words, and room for the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from fieldsurvey.report.conditions import condition_in_words
from fieldsurvey.report.pen import Dots, PenFrame
from fieldsurvey.report.tables import marked, paragraph, plain, subsection, table, unbroken
from fieldsurvey.xforms.wording import offered, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportlab.platypus import Flowable

    from fieldsurvey.xforms import Form, NodeDefinition

MOST_CHOICES = 40
"""Longer lists stand at the end, and the question gets a line to write the value on."""

INSTANCES = 3
"""Rows of a repeat on one sheet; more go on a further sheet."""

_SHORT = 26  # characters of a label that shares its line with others
_MOST_STEPS = 11  # of a range that is printed as numbers to mark
_COLUMNS = (25, 76, 64)
_LONG_TEXT = 3  # lines
_WRITTEN = "…" * 16
_BLANK_DATE = "__ __ / __ __ / __ __ __ __"
_BLANK_TIME = "__ __ . __ __"
_DRAWN = ("signature", "draw", "annotate")
_OUTPUT = re.compile(r"\{[^{}]*\}")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_MARKUP = re.compile(r"^#{1,6}\s+|</?[A-Za-z][^<>]*>", re.MULTILINE)
_GAP = "\u00a0" * 5 + " "  # between choices on one line


class Questions:
    """The questions of a form.

    Args:
        form: the form.
        language: of its labels; None for a form without languages.

    Attributes:
        long_lists: code → (value, label) of the choices that did not fit beside their question.
    """

    def __init__(self, form: Form, language: str | None) -> None:
        self._form, self._language = form, language
        self.long_lists: dict[str, list[tuple[str, str]]] = {}
        self._rows: list[list[object]] = []
        self._heads: list[tuple[str, list[Flowable]]] = []  # of groups whose first table is to come
        self._spans: list[int] = []  # rows of the table under way that are notes

    def flowables(self) -> Iterator[Flowable]:
        """Yield all questions in the order of the form: a table for each group, its headings never parted from it."""
        yield from self._below(self._form.root, repeated=False)
        yield from self._table()

    def _below(self, parent: NodeDefinition, *, repeated: bool) -> Iterator[Flowable]:
        for node in parent.children:
            if node.is_leaf:
                if node.control is not None:
                    self._rows.append(self._row(node, repeated=repeated))
            elif any(each.control and each.is_leaf for each in node.walk()):
                yield from self._table()
                self._heads.append((self._title(node), self._notes(node)))
                yield from self._below(node, repeated=repeated or node.is_repeat)
                yield from self._table()

    def _title(self, group: NodeDefinition) -> str:
        return self._text(words(self._form, group.label, self._language))

    def _notes(self, group: NodeDefinition) -> list[Flowable]:
        """Return the rule that opens a group, and how a repeat is filled in."""
        notes = [paragraph(rule, "note")] if (rule := self._opens(group)) else []
        if group.is_repeat:
            title = self._title(group) or group.name
            notes.append(
                paragraph(
                    f"Diulang: baris 1, 2, 3 pada setiap butir ialah {title} ke-1, ke-2, ke-3. "
                    "Bila lebih, lanjutkan pada lembar tambahan.",
                    "note",
                )
            )
        return notes

    def _table(self) -> list[Flowable]:
        """Return the rows gathered, under the headings that wait for them."""
        if not self._rows:
            return []
        notes = [("SPAN", (1, row), (2, row)) for row in self._spans]
        body: list[Flowable] = [
            table(["Kode", "Pertanyaan", "Jawaban"], self._rows, _COLUMNS, extra=notes)
        ]
        for title, said in reversed(self._heads):
            # What keeps the inner heading on the page is the outer one's room, reckoned over all of it.
            body = subsection(title, [*said, *unbroken(body)]) if title else [*said, *body]
        self._rows, self._spans, self._heads = [], [], []
        return body

    def _row(self, node: NodeDefinition, *, repeated: bool) -> list[object]:
        required = node.required is not None and self._said(node, node.required.text) == ""
        asks = node.control != "input" or not self._is_note(node)
        code = f"{node.name}{'*' if required and asks else ''}"
        if not asks:
            self._spans.append(len(self._rows) + 1)
            return ["", list(self._question(node)), ""]
        return [
            paragraph(code, "cell-bold"),
            list(self._question(node)),
            list(self._answers(node, repeated=repeated)),
        ]

    def _question(self, node: NodeDefinition) -> Iterator[Flowable]:
        form, language = self._form, self._language
        yield paragraph(self._text(words(form, node.label, language)) or node.name, "cell")
        said = [self._text(words(form, node.hint, language)), self._guidance(node)]
        rules = filter(None, (self._opens(node), self._must(node), self._limits(node)))
        parts = [plain(text) for text in dict.fromkeys(said) if text]
        parts += [f"<i>{plain(rule)}</i>" for rule in rules]
        if parts:
            yield marked(" ".join(parts), "cell-muted")

    def _answers(self, node: NodeDefinition, *, repeated: bool) -> Iterator[Flowable]:
        """Yield the room for the answer, numbered for each row of a repeat."""
        if not repeated:
            yield from self._answer(node)
            return
        for number in range(1, INSTANCES + 1):
            yield from self._answer(node, f"{number}.  ")

    def _answer(self, node: NodeDefinition, before: str = "") -> Iterator[Flowable]:
        if node.chooses:
            yield from self._choices(node, before)
            return
        line = self._line(node)
        if line is not None:
            yield paragraph(before + line, "cell")
        elif any(word in node.appearance.split() for word in _DRAWN):
            yield PenFrame(54 * mm, 18 * mm)
        elif before:
            yield paragraph(before + _WRITTEN, "write")
        else:
            yield Dots(_LONG_TEXT if "multiline" in node.appearance.split() else 1)

    def _line(self, node: NodeDefinition) -> str | None:
        """Return the line to fill in for an answer of a fixed shape, None for free text or a drawing."""
        if node.control == "upload" and not any(word in node.appearance.split() for word in _DRAWN):
            return f"☐ {_what(node.mediatype)}, nomor {'…' * 8}"
        if node.control == "trigger":
            return "☐ sudah dibaca"
        if node.control == "range":
            return self._scale(node.parameters)
        match node.datatype:
            case "date":
                return _BLANK_DATE
            case "time":
                return _BLANK_TIME
            case "dateTime":
                return f"{_BLANK_DATE}   {_BLANK_TIME}"
            case "geopoint":
                return f"Lintang {'…' * 8}   Bujur {'…' * 8}"
        return None

    def _scale(self, parameters: Mapping[str, str]) -> str | None:
        try:
            start, end, step = (
                float(parameters[name]) if name in parameters else usual
                for name, usual in (("start", 1.0), ("end", 10.0), ("step", 1.0))
            )
        except ValueError:
            return None
        steps = round((end - start) / step) + 1 if step else 0
        if not 0 < steps <= _MOST_STEPS:
            return f"{'…' * 8} (dari {start:g} sampai {end:g})".replace(".", ",")
        return _GAP.join(f"○\u00a0{start + number * step:g}" for number in range(steps)).replace(
            ".", ","
        )

    def _choices(self, node: NodeDefinition, before: str) -> Iterator[Flowable]:
        labels = {
            value: self._text(label) or value
            for value, label in offered(self._form, node, self._language).items()
        }
        if not labels or len(labels) > MOST_CHOICES:
            if labels:
                self.long_lists[node.name] = list(labels.items())
                yield paragraph("tulis menurut daftar pilihan di akhir", "cell-muted")
            yield Dots()
            return
        sign = {"select1": "○", "select": "☐"}.get(node.control or "", "…… ")
        if node.control == "rank":
            yield paragraph("beri nomor urut", "cell-muted")
        marks = [f"{sign} {label}" for label in labels.values()]
        # A choice does not part from its sign, nor do its own words, at the end of a line.
        if all(len(mark) <= _SHORT for mark in marks):
            yield paragraph(
                before + "   ".join(mark.replace(" ", "\u00a0") for mark in marks), "cell"
            )
            return
        for number, mark in enumerate(marks):
            yield paragraph((before if not number else "") + mark, "choice")

    def _opens(self, node: NodeDefinition) -> str:
        said = "" if node.relevant is None else self._said(node, node.relevant.text)
        return f"Isi bila {said}." if said else ""

    def _must(self, node: NodeDefinition) -> str:
        said = "" if node.required is None else self._said(node, node.required.text)
        return f"Wajib bila {said}." if said else ""

    def _limits(self, node: NodeDefinition) -> str:
        if node.constraint is None:
            return ""
        message = self._text(words(self._form, node.constraint_message, self._language))
        return message or f"Syarat: {self._said(node, node.constraint.text)}."

    def _said(self, node: NodeDefinition, expression: str) -> str:
        return condition_in_words(self._form, node, expression, self._language)

    def _guidance(self, node: NodeDefinition) -> str:
        if node.hint is None or node.hint.itext is None:
            return ""
        parts = self._form.translations.forms(node.hint.itext, self._language).get("guidance", ())
        return self._text("".join(part if isinstance(part, str) else "{}" for part in parts))

    def _is_note(self, node: NodeDefinition) -> bool:
        return node.readonly is not None and self._said(node, node.readonly.text) == ""

    def _text(self, text: str) -> str:
        """Return a label without markup; what other answers fill in is dotted."""
        return _MARKUP.sub("", _BOLD.sub(r"\1", _OUTPUT.sub("…………", text))).strip()


def _what(mediatype: str) -> str:
    kind = mediatype.partition("/")[0]
    return {"image": "foto", "audio": "rekaman suara", "video": "video"}.get(kind, "berkas")
