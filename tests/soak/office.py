"""An office of laptops that inspect, decide and seal by chance: the ordinary half of the machine in ``merging``."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from fieldsurvey.errors import (
    FormInvalid,
    JournalError,
    StoreError,
    VisitError,
)
from fieldsurvey.journal.seal import Seal
from fieldsurvey.survey.decisions import decide_revival, keep_response, resolve
from fieldsurvey.survey.model import Mall, Stand, VisitState
from fieldsurvey.survey.new_version import take_version
from fieldsurvey.survey.seals import active_seal
from tests.soak.agreement import (
    in_clear,
)
from tests.soak.laptops import QUEUE, Laptop, instrument, meet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.survey.responses import OpenResponse

MOST = 5
WHO = st.integers(0, MOST - 1)
WHICH = st.integers(0, 99)
CODE = st.sampled_from(["G01", "G02"])
_answers = st.sampled_from(
    [("/data/b02", "lengkap"), ("/data/b02", "tidak"), ("/data/b03", "sebagian"), ("/data/f07", "4"),
     ("/data/f07", "0"), ("/data/f07", ""), ("/data/nama", "Budi"), ("/data/nama", "Siti")]
)  # fmt: skip
_minutes = st.sampled_from(["5", "30", ""])


class Office(RuleBasedStateMachine):
    """Three to five laptops and one visit.

    Attributes:
        laptops: those at work.
        aside: database files that lie about: moved away by a restore, or overwritten by hand.
        ledger: hash of every change that was acknowledged anywhere → its value in clear.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="office-"))
        self.laptops: list[Laptop] = []
        self.aside: list[Path] = []
        self.ledger: dict[str, str] = {}
        self.seals: dict[str, Seal] = {}
        self.erased: set[str] = set()
        self.carried: list[Path] = []
        self.backups: list[tuple[int, Path]] = []
        self.copies: list[tuple[int, Path]] = []
        self.rolled_back = False
        self.made = 0
        self.visit = ""

    # --- what is at hand

    def name(self, end: str) -> Path:
        self.made += 1
        return self.folder / f"{self.made:03}.{end}"

    def at(self, who: int) -> Laptop:
        return self.laptops[who % len(self.laptops)]

    def at_work(self, who: int) -> Laptop | None:
        laptop = self.at(who)
        return laptop if laptop.can_work_on(self.visit) else None

    def responding(self, who: int, code: str) -> tuple[Laptop, OpenResponse] | None:
        """Return a laptop with a stand's response open, None where that cannot be."""
        laptop = self.at_work(who)
        with suppress(VisitError), nothing_private_after_erasure():  # or the stand was deleted
            return (laptop, laptop.open(self.visit, code)) if laptop else None
        return None

    def acknowledge(self, laptop: Laptop) -> None:
        """Put what a laptop has written into the ledger; it said "saved"."""
        store = laptop.store
        fresh = {
            change.entity
            for change in store.changes(self.visit)
            if change.device == store.device and change.hash not in self.ledger
        }
        for entity in fresh:
            for past in store.history(self.visit, entity):
                if past.change.device == store.device:
                    self.ledger.setdefault(past.change.hash, in_clear(past.value))

    # --- the morning

    @initialize()
    def begin(self) -> None:
        self.laptops = [
            Laptop.start(self.name("db"), author) for author in ("Ani", "Budi", "Citra")
        ]
        desk = self.laptops[0].desk
        stands = [Stand("", "G01", "Perizinan"), Stand("", "G02", "Samsat")]
        mall = Mall("", "MPP Contoh", zone="Asia/Makassar")
        self.visit = desk.visits.new(mall, stands, instrument(1))
        desk.visits.move(self.visit, VisitState.ON_SITE)
        self.laptops[0].store.team_key(self.visit)
        self.acknowledge(self.laptops[0])
        meet(self.laptops, self.visit)

    # --- inspecting

    @rule(who=WHO, code=CODE, answers=st.lists(_answers, min_size=1, max_size=2))
    def answer(self, who: int, code: str, answers: list[tuple[str, str]]) -> None:
        """Answer once, or twice on one side; two laptops may begin the same slot."""
        if found := self.responding(who, code):
            laptop, response = found
            with nothing_private_after_erasure():
                for ref, value in answers:
                    response.set(ref, value)
            self.acknowledge(laptop)

    @rule(who=WHO, code=CODE, which=WHICH, minutes=_minutes)
    def queue(self, who: int, code: str, which: int, minutes: str) -> None:
        """Add a row, answer in one, or remove one."""
        if found := self.responding(who, code):
            laptop, response = found
            rows = response.session.instances(QUEUE)
            row = rows[which % len(rows)] if rows else None
            if row is None or which % 5 == 0:
                response.session.add_repeat(QUEUE)
            elif which % 5 == 1:
                response.session.remove_repeat(row)
            else:
                response.session.set(f"{row}/menit", minutes)
            response.save()
            self.acknowledge(laptop)

    @rule(who=WHO, code=CODE, which=WHICH)
    def photograph(self, who: int, code: str, which: int) -> None:
        if found := self.responding(who, code):
            laptop, response = found
            data = f"photo {which % 4}".encode() * 100
            moment = laptop.clock.now()
            response.attach("/data/foto", data, media_type="image/jpeg", taken_at=moment)
            self.acknowledge(laptop)

    @rule(who=WHO, which=WHICH, kind=st.sampled_from(["photo", "stand"]))
    def delete(self, who: int, which: int, kind: str) -> None:
        laptop = self.at_work(who)
        found = laptop.store.entities(self.visit, kind) if laptop else []
        if laptop and found:
            entity = found[which % len(found)].id
            laptop.store.delete(self.visit, entity, author=laptop.author, at=laptop.clock.now())
            self.acknowledge(laptop)

    @rule(who=WHO, which=WHICH)
    def add_or_rename_a_stand(self, who: int, which: int) -> None:
        if laptop := self.at_work(who):
            stands = laptop.store.entities(self.visit, "stand")
            if which % 2 or not stands:
                laptop.desk.visits.add(self.visit, "stand", Stand("", f"G{which}", "Baru"))
            else:
                laptop.desk.visits.change(
                    self.visit, "stand", stands[which % len(stands)].id, name=f"Gerai {which}"
                )
            self.acknowledge(laptop)

    @rule(who=WHO, code=CODE, again=st.booleans())
    def finish(self, who: int, code: str, again: bool) -> None:
        """Call a response finished, or open it again."""
        if found := self.responding(who, code):
            laptop, response = found
            with suppress(FormInvalid), nothing_private_after_erasure():
                if again:
                    response.save(response.filling.reopen("lihat lagi"))
                else:
                    response.finish()
            self.acknowledge(laptop)

    @rule(who=WHO, version=st.integers(1, 2))
    def take_another_version(self, who: int, version: int) -> None:
        if laptop := self.at_work(who):
            chosen = instrument(version)
            pinned = laptop.desk.visits.instrument_ref(self.visit).files == chosen.sha256
            with pytest.raises(VisitError, match="already") if pinned else nullcontext():
                take_version(laptop.desk.visits, self.visit, chosen)
            self.acknowledge(laptop)

    @rule(who=WHO, which=WHICH)
    def withdraw_consent(self, who: int, which: int) -> None:
        laptop = self.at(who)
        if which % 4 == 0 and self.visit in laptop.store.streams():
            found = laptop.store.entities(self.visit, "response")
            if found:
                entity = found[which % len(found)].id
                laptop.store.erase(self.visit, entity, author=laptop.author, at=laptop.clock.now())
                self.erased.add(entity)
                self.acknowledge(laptop)

    # --- deciding and sealing

    @rule(who=WHO, which=WHICH)
    def decide(self, who: int, which: int) -> None:
        """Decide a conflict, a double or a revival."""
        if (laptop := self.at_work(who)) is None:
            return
        store, visits = laptop.store, laptop.desk.visits
        conflicts = store.conflicts(self.visit)
        revived = [r for r in store.entities(self.visit, "stand") if r.revival]
        with suppress(VisitError, StoreError):
            if conflicts:
                seen = conflicts[which % len(conflicts)]
                chosen = seen.alternatives[which % len(seen.alternatives)].key
                resolve(visits, self.visit, laptop.desk.instrument(self.visit), seen, chosen)
            elif revived:
                decide_revival(
                    visits, self.visit, revived[which % len(revived)].id, keep=which % 2 == 0
                )
            else:
                responses = store.entities(self.visit, "response")
                if responses:
                    keep_response(visits, self.visit, responses[which % len(responses)].id)
        self.acknowledge(laptop)

    @rule(who=WHO)
    def seal(self, who: int) -> None:
        if laptop := self.at_work(who):
            with suppress(VisitError, JournalError):
                for state in (VisitState.ON_SITE, VisitState.COMPLETED):
                    with suppress(VisitError):
                        laptop.desk.visits.move(self.visit, state)
                laptop.desk.seal(self.visit, override="sudah sore")
                record = active_seal(laptop.store, self.visit)
                assert record is not None
                name = str(record.fields["seal"]["blob"])
                self.seals[name] = Seal.decode(laptop.store.blob(name))
            self.acknowledge(laptop)

    @rule(who=WHO)
    def unseal(self, who: int) -> None:
        laptop = self.at(who)
        with suppress(VisitError, StoreError):
            laptop.desk.unseal(self.visit)
        self.acknowledge(laptop)


@contextmanager
def nothing_private_after_erasure() -> Iterator[None]:
    """Private answers of an erased response are refused; nothing else may be."""
    try:
        yield
    except StoreError as error:
        assert "were erased" in str(error)  # noqa: PT017  any other is a fault
