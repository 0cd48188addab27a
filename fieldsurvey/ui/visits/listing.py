"""What the list of visits asks of the database: first what is seen, then the rest, never more than is looked at."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.survey.line_ports import Wanted
from fieldsurvey.survey.visit_list import PAGE_ROWS, VisitLines, horizon, is_fresh, late, listing
from fieldsurvey.ui.visits.visit_rows import Extra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.store import Store
    from fieldsurvey.survey.line_ports import Facets, Mark, VisitLine
    from fieldsurvey.survey.model import VisitState
    from fieldsurvey.survey.visit_list import Listing
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.row_list import RowList
    from fieldsurvey.ui.visits.paged_rows import PagedRows

    Counts = dict[VisitState | Mark | None, int]

#: Lines that are made anew in one transaction: nothing else is written meanwhile.
_AT_ONCE = 24
#: Where a visit is held is asked for when the list rests: rows that fly by are not looked into.
_RESTS_MS = 150
#: While very many lines are made, the list is shown anew this often.
_SHOWN_EVERY_S = 2.0


class VisitListing(QObject):
    """Keeps a list of visits up with the database and with what is searched for.

    Args:
        context: the tools.
        rows: the list; it shows ``model``.
        model: its rows.
        parent: the owner.
    """

    #: The list shows what is wanted: its ``Listing``.
    came = Signal(object)
    #: How many visits each state and mark would show.
    counted = Signal(object)
    #: By what the list can be narrowed: its ``Facets``.
    faceted = Signal(object)

    def __init__(self, context: Context, rows: RowList, model: PagedRows, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._rows, self._model = context, rows, model
        self._lines = VisitLines()  # belongs to the writer's thread
        self._wanted = Wanted()
        self._shown: Wanted | None = None
        self._turn = 0
        self._shown_at = 0.0
        self._making = False
        self._looking = False
        self._of = (False, 0)  # whether of the archive, and how many there are
        self._faceted: tuple[bool, int] | None = None  # of what the facets were told
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_RESTS_MS)
        self._rest.timeout.connect(self.look)
        bar = rows.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self.look)

    def want(self, wanted: Wanted) -> None:
        """Show something else."""
        self._wanted = wanted
        self._ask()

    def refresh(self, wanted: Wanted) -> None:
        """Make lines anew that are out of date, the first of them before anything is shown."""
        self._wanted = wanted
        self._context.tasks.read(self._is_fresh, self._begin, urgent=self._shown is None)

    def _is_fresh(self, store: Store) -> bool:
        return is_fresh(self._context.desk(store)) and not store.lines.partial()

    def _begin(self, fresh: bool) -> None:
        self._shown_at = 0.0
        if fresh:
            self._ask()
        else:
            self._faceted = None
            self._make(opened=True)

    # --- lines that are out of date

    def _make(self, *, opened: bool = False) -> None:
        self._making = True
        self._context.tasks.write(
            partial(self._freshen, opened), self._made, self._failed, urgent=False
        )

    def _freshen(self, opened: bool, store: Store) -> int:
        """Runs in the writer's thread."""
        return self._lines.freshen(self._context.desk(store), store, _AT_ONCE, opened=opened)

    def _made(self, left: int) -> None:
        self._making = False
        if not left or time.monotonic() - self._shown_at > _SHOWN_EVERY_S:
            self._shown_at = time.monotonic()
            self._ask()
        if left:
            # By a timer, so that a window that closes does not wait for all of them.
            QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        if self._rows.isVisible() and not self._making:
            self._make()

    def _failed(self, error: Exception) -> None:
        """Show what is known, and why it may be old."""
        self._making = False
        self._context.tell(error)
        self._ask()

    # --- what is shown

    def _ask(self) -> None:
        self._turn += 1
        seen = self._rows.seen()
        first = self._model.ids[seen.start] if seen and self._shown == self._wanted else ""
        self._context.tasks.read(
            partial(self._read, self._turn, self._wanted, first),
            self._show,
            urgent=self._shown is None,  # a page that is opened goes before what else is read
        )

    def _read(
        self, turn: int, wanted: Wanted, first: str, store: Store
    ) -> tuple[Wanted, Listing] | None:
        """Runs in the reader's thread; what was asked for meanwhile makes an older question void."""
        if turn != self._turn:
            return None
        # The first time a page is shown at once, and then the rest.
        most = PAGE_ROWS if self._shown is None else None
        return wanted, listing(self._context.desk(store), wanted, first, most=most)

    def _show(self, found: tuple[Wanted, Listing] | None) -> None:
        if found is None:
            return
        wanted, came = found
        change = partial(self._model.show_ids, came.ids, came.lines)
        self._rows.change(change, stay=wanted == self._shown)
        self._shown, self._of = wanted, (wanted.archived, came.total)
        self.came.emit(came)
        if not came.whole:
            self._ask()
            return
        self._context.tasks.read(partial(self._count, self._turn, wanted), self._tell)
        self.look()

    def _count(self, turn: int, wanted: Wanted, store: Store) -> Counts | None:
        if turn != self._turn:
            return None
        desk = self._context.desk(store)
        return desk.records.lines.counts(wanted, horizon(desk))

    def _tell(self, counts: Counts | None) -> None:
        if counts is None:
            return
        self.counted.emit(counts)
        if self._faceted != self._of:
            self._faceted = self._of
            self._context.tasks.read(partial(self._facets, self._of[0]), self._tell_facets)

    def _tell_facets(self, found: object) -> None:
        # A method, for that is left alone once the list is gone; a signal's own emit is not.
        self.faceted.emit(found)

    def _facets(self, archived: bool, store: Store) -> Facets:
        return self._context.desk(store).records.lines.facets(archived=archived)

    # --- what is seen

    def _scrolled(self) -> None:
        self._rest.start()
        self.look()

    def look(self) -> None:
        """Read what is lacking of the rows that are seen; one question at a time, so that none is asked in vain."""
        if self._looking:
            return
        seen = self._rows.seen()
        if lacking := self._model.lacking(seen):
            self._looking = True
            beside = range(max(0, seen.start - len(seen)), seen.stop + len(seen))
            lacking = self._model.lacking(beside)
            self._context.tasks.read(
                partial(self._read_lines, lacking), self._take_lines, self._blind
            )
        elif not self._rest.isActive() and (unknown := self._model.unknown(seen)):
            self._looking = True
            lines = [line for each in unknown if (line := self._model.line(each)) is not None]
            self._context.tasks.read(
                partial(self._look_into, lines), self._take_extras, self._blind
            )

    def _read_lines(
        self, lacking: Sequence[str], store: Store
    ) -> tuple[Sequence[str], dict[str, VisitLine]]:
        desk = self._context.desk(store)
        return lacking, desk.records.lines.lines(lacking, horizon(desk))

    def _take_lines(self, found: tuple[Sequence[str], dict[str, VisitLine]]) -> None:
        self._looking = False
        self._model.put(*found)
        self.look()

    def _blind(self, error: Exception) -> None:
        self._looking = False
        self._context.tell(error)

    def _look_into(self, lines: Sequence[VisitLine], store: Store) -> dict[str, Extra]:
        """Return what only all of a visit tells; runs in the reader's thread."""
        from fieldsurvey.sync.whereabouts import whereabouts

        found, desk = {}, self._context.desk(store)
        for line in lines:
            try:
                after = late(desk, line.id) if line.sealed else 0
            except (
                FieldSurveyError
            ):  # what the seal covers has not arrived; the visit's page says so
                after = 0
            held = None if line.problem else whereabouts(store, line.id)
            found[line.id] = Extra(after, held)
        return found

    def _take_extras(self, found: dict[str, Extra]) -> None:
        self._looking = False
        self._model.put_extras(found)
        self.look()
