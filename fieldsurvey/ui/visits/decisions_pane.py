"""What merging left to people: conflicts, doubles, revived entries, codes given out twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.survey.codes import renumber
from fieldsurvey.survey.decisions import decide_revival, keep_response, resolve, write_another
from fieldsurvey.ui.parts.dialogs import DecideDialog, Option
from fieldsurvey.ui.parts.pane import Pane, Write
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.parts.words import (
    RESPONSE_STATES,
    field_text,
    say,
    target_text,
    time_text,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Response, TargetKind
    from fieldsurvey.survey.overview import FormLine, Overview
    from fieldsurvey.survey.waiting import ShownConflict, ShownRevival
    from fieldsurvey.ui.theme import Theme

#: Facts that are one of a few words.
_CHOSEN = {"status", "state", "stand", "inspector", "target"}


class DecisionsPane(Pane):
    """What waits for a decision; Enter shows the choices."""

    def __init__(self, theme: Theme, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(theme, write, "", parent=parent)
        self.list.setAccessibleName(self.tr("To decide"))
        self.list.say_when_empty(self.tr("Nothing waits for a decision."))
        self.list.opened.connect(self._open)
        self._ways: dict[object, Callable[[], None]] = {}

    def show_overview(self, overview: Overview) -> None:
        """Show what waits."""
        super().show_overview(overview)
        self._ways = {}
        rows = [
            *(self._conflict(conflict) for conflict in overview.conflicts),
            *(self._double(line, group) for line, group in overview.doubles),
            *(self._revival(revival) for revival in overview.revivals),
            *(self._shared(*shared) for shared in overview.shared_codes),
        ]
        self.list.set_rows(rows)
        self.hint(
            self.tr("Enter shows the choices. What is not chosen stays in the records.")
            if rows
            else ""
        )

    def _row(self, key: tuple[str, ...], title: str, detail: str, way: Callable[[], None]) -> Row:
        self._ways[key] = way
        return Row(key, title, detail, icon="problem", color="bad")

    def _open(self, key: object) -> None:
        if self.overview is not None and not self.overview.sealed and key in self._ways:
            self._ways[key]()

    def _ask(
        self,
        heading: str,
        explanation: str,
        options: Sequence[Option],
        decide: Callable[[int], None],
        own: Callable[[str], None] | None = None,
    ) -> None:
        dialog = DecideDialog(self.theme, heading, explanation, options, self, own=own is not None)
        dialog.decided.connect(decide)
        if own is not None:
            dialog.written.connect(own)
        dialog.open()

    def _decided(self, call: Callable[[Desk], object]) -> None:
        said = self.tr("Decided.")

        def decide(desk: Desk) -> str:
            call(desk)
            return said

        self.write(decide)

    def _conflict(self, shown: ShownConflict) -> Row:
        visit, zone = self._where()
        heading = " · ".join(
            part for part in (shown.code, shown.name, field_text(shown.question)) if part
        )
        texts = [
            self.tr("locked on this laptop")
            if v.text is None
            else value_text(shown.question, v.text) or self.tr("(empty)")
            for v in shown.values
        ]

        def write(text: str) -> None:
            self._decided(
                lambda desk: write_another(
                    desk.visits, visit, desk.instrument(visit), shown.conflict, text
                )
            )

        def ask() -> None:
            options = [
                Option(text, f"{v.author}, {time_text(v.at, zone)}", v.text is not None)
                for text, v in zip(texts, shown.values, strict=True)
            ]
            self._ask(
                heading, self.tr("Two laptops gave different values. Which one holds?"), options,
                lambda number: self._decided(
                    lambda desk: resolve(
                        desk.visits, visit, desk.instrument(visit), shown.conflict,
                        shown.values[number].key,
                    )
                ),
                write if _takes_text(shown) else None,
            )  # fmt: skip

        key = ("conflict", shown.conflict.entity, shown.conflict.field)
        return self._row(key, heading, " ≠ ".join(texts), ask)

    def _double(self, line: FormLine, group: Sequence[Response]) -> Row:
        visit, _ = self._where()
        heading = self.tr("{what} was filled {count} times").format(
            what=target_text(line), count=len(group)
        )

        def ask() -> None:
            options = [
                Option(
                    response.author,
                    self.tr("{state}, {count} answers").format(
                        state=say(RESPONSE_STATES[response.state][0]),
                        count=sum(1 for value in response.values.values() if value),
                    ),
                )
                for response in group
            ]
            self._ask(
                heading,
                self.tr("Which one counts? The other goes with its photos and findings."),
                options,
                lambda number: self._decided(
                    lambda desk: keep_response(desk.visits, visit, group[number].id)
                ),
            )

        detail = self.tr("by {authors}").format(authors=", ".join(r.author for r in group))
        return self._row(("double", line.form, line.target), heading, detail, ask)

    def _revival(self, shown: ShownRevival) -> Row:
        visit, _ = self._where()
        heading = " ".join(part for part in (shown.code, shown.name) if part) or shown.kind
        deleted = ", ".join(author for author, _ in shown.revival.deleted_by)
        changed = ", ".join(author for author, _ in shown.revival.revived_by)
        detail = self.tr("deleted by {deleted}, changed by {changed}").format(
            deleted=deleted, changed=changed
        )

        def ask() -> None:
            options = [Option(self.tr("It stays"), changed), Option(self.tr("Delete it"), deleted)]
            self._ask(
                heading, detail, options,
                lambda number: self._decided(
                    lambda desk: decide_revival(
                        desk.visits, visit, shown.entity, keep=number == 0
                    )
                ),
            )  # fmt: skip

        return self._row(("revival", shown.entity), heading, detail, ask)

    def _shared(self, kind: TargetKind, entity: str, code: str) -> Row:
        visit, _ = self._where()
        heading = self.tr("Code {code} was given out twice").format(code=code)
        detail = self.tr("Enter gives the later one the next free code.")
        return self._row(
            ("code", entity),
            heading,
            detail,
            lambda: self._decided(lambda desk: renumber(desk.visits, visit, kind, entity)),
        )

    def _where(self) -> tuple[str, str]:
        assert self.overview is not None
        return self.overview.visit.id, self.overview.visit.mall.zone


def _takes_text(shown: ShownConflict) -> bool:
    """Say whether a value of one's own can stand there: it is shown as it is stored, so it is no choice."""
    stored = {each.key: each.value for each in shown.conflict.alternatives}
    known = [each for each in shown.values if each.text is not None]
    return (
        bool(known)
        and not shown.conflict.field.endswith("]")
        and shown.conflict.field not in _CHOSEN
        and all(stored.get(each.key) == each.text for each in known)
    )
