"""What happens to laptops that merge, by chance: sticks, broken lines, power cuts, copies; and what must hold then."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from fieldsurvey.errors import BundleError, FieldSurveyError, JournalError
from fieldsurvey.sync import export_bundle, import_bundle
from tests.soak.agreement import (
    a_seal_tells,
    agree,
    nothing_is_lost,
    one_response_a_slot_counts,
)
from tests.soak.laptops import Laptop, hand_over, meet
from tests.soak.office import CODE, MOST, WHICH, WHO, Office

if TYPE_CHECKING:
    from fieldsurvey.store import Store

_part = st.floats(0, 1, exclude_max=True)


class PowerCut(Exception):
    """The power goes in the middle of a transaction."""


class Merging(Office):
    """The office with everything that may happen to its laptops, bundles and files."""

    # --- carrying

    @rule(who=WHO, addressed=st.booleans())
    def export(self, who: int, addressed: bool) -> None:
        laptop = self.at(who)
        if self.visit in laptop.store.streams():
            keys = [one.store.encryption_public_key() for one in self.laptops] if addressed else []
            path = self.name("fsb")
            try:
                export_bundle(laptop.store, path, [self.visit], devices=keys)
            except BundleError as error:
                assert "team key" in str(error)  # noqa: PT017  a laptop that it has not reached yet
                return
            self.carried.append(path)

    @precondition(lambda self: self.carried)
    @rule(who=WHO, which=WHICH)
    def import_any(self, who: int, which: int) -> None:
        """Import any bundle, however old, however often; it may be addressed to others."""
        store = self.at(who).store
        before = store.cursor(self.visit)
        with suppress(BundleError):
            import_bundle(store, self.carried[which % len(self.carried)])
        after = store.cursor(self.visit)
        assert all(after.at(device) >= number for device, number in before.items())

    @precondition(lambda self: self.carried)
    @rule(who=WHO, which=WHICH, part=_part, flip=st.booleans())
    def import_damaged(self, who: int, which: int, part: float, flip: bool) -> None:
        """A bundle cut at any byte, or with one byte altered, is refused and leaves nothing."""
        store, data = self.at(who).store, self.carried[which % len(self.carried)].read_bytes()
        at = int(part * len(data))
        rest = bytes([data[at] ^ 1]) + data[at + 1 :] if flip else b""
        damaged = self.name("damaged.fsb")
        damaged.write_bytes(data[:at] + rest)
        before = _state(store, self.visit)
        try:
            import_bundle(store, damaged)
        except FieldSurveyError:
            pass
        else:
            raise AssertionError(f"a bundle damaged at byte {at} was taken in")
        assert _state(store, self.visit) == before
        damaged.unlink()

    @rule(who=WHO, other=WHO, whole=st.booleans(), part=_part)
    def synchronise(self, who: int, other: int, whole: bool, part: float) -> None:
        """Send what the other lacks; the line may break at any byte of any segment."""
        source, target = self.at(who).store, self.at(other).store
        if source is target or self.visit not in source.streams():
            return
        if whole:
            hand_over(source, target, self.visit)
            return
        here, tips = target.cursor(self.visit), target.tips(self.visit)
        pieces = list(source.segments(self.visit, here, tips))
        left = int(part * sum(map(len, pieces)))
        for piece in pieces:
            if left < len(piece):
                with suppress(JournalError):
                    target.add_segment(piece[:left])
                    raise AssertionError("a broken segment was taken in")
                break
            target.add_segment(piece)
            left -= len(piece)

    # --- mishaps

    @rule(who=WHO, years=st.integers(-5, 5))
    def set_the_clock(self, who: int, years: int) -> None:
        self.at(who).clock.moment += timedelta(days=365 * years)

    @rule(who=WHO)
    def restart(self, who: int) -> None:
        self.at(who).sit_down_again()

    @rule(who=WHO, code=CODE, value=st.sampled_from(["lengkap", "tidak"]), late=st.booleans())
    def lose_power(self, who: int, code: str, value: str, late: bool) -> None:
        """In the middle of a transaction, or just after one."""
        laptop = self.at(who)
        copy = self.name("power.db")
        found = None if late else self.responding(who, code)
        if found is None:
            laptop.copy_to(copy)
        else:
            with suppress(PowerCut), laptop.store.atomic():
                found[1].set("/data/b02", value)
                laptop.copy_to(copy)
                raise PowerCut
        device = laptop.store.device
        laptop.wake_up_as(copy)
        assert laptop.store.device == device
        self.acknowledge(laptop)

    @rule(who=WHO)
    def clone(self, who: int) -> None:
        """Copy the file by hand and work on both."""
        laptop = self.at(who)
        if len(self.laptops) < MOST:
            twin = Laptop.start(laptop.copy_to(self.name("clone.db")), laptop.author)
            assert twin.store.device != laptop.store.device
            assert twin.store.parent == laptop.store.device
            self.laptops.append(twin)

    @rule(who=WHO)
    def back_up(self, who: int) -> None:
        laptop, path = self.at(who), self.name("backup.db")
        laptop.store.backup(path)
        self.backups.append((self.laptops.index(laptop), path))

    @precondition(lambda self: self.backups)
    @rule(which=WHICH)
    def put_back_a_backup(self, which: int) -> None:
        index, path = self.backups[which % len(self.backups)]
        laptop = self.laptops[index]
        device = laptop.store.device
        self.aside.append(laptop.put_back(path))
        assert laptop.store.device != device

    @rule(who=WHO)
    def copy_by_hand(self, who: int) -> None:
        laptop = self.at(who)
        self.copies.append((self.laptops.index(laptop), laptop.copy_to(self.name("copy.db"))))

    @precondition(lambda self: self.copies)
    @rule(which=WHICH)
    def put_a_copy_back_by_hand(self, which: int) -> None:
        """Copy an old file over the present one: no program is asked, so a fork may come of it."""
        index, path = self.copies[which % len(self.copies)]
        laptop = self.laptops[index]
        self.aside.append(laptop.copy_to(self.name("overwritten.db")))
        again = self.name("again.db")
        for end in ("", "-wal"):
            if path.with_name(path.name + end).exists():
                shutil.copyfile(path.with_name(path.name + end), again.with_name(again.name + end))
        laptop.wake_up_as(again)
        self.rolled_back = True

    # --- what must hold

    @invariant()
    def no_laptop_lost_what_it_acknowledged(self) -> None:
        if self.rolled_back or self.backups:
            return  # then it may be on another laptop only; `after_all_met` looks there
        for laptop in self.laptops:
            own = [c for c in laptop.store.changes(self.visit) if c.device == laptop.store.device]
            assert all(change.hash in self.ledger for change in own)
            assert [change.seq for change in own] == list(range(1, len(own) + 1))

    def teardown(self) -> None:
        try:
            if self.visit:
                self.after_all_met()
        finally:
            for laptop in self.laptops:
                laptop.store.close()
            shutil.rmtree(self.folder)

    def after_all_met(self) -> None:
        """Let everyone meet, files that lie about included, and compare."""
        self.laptops += [Laptop.start(path, "Dewi") for path in self.aside]
        for laptop in self.laptops:
            laptop.sit_down_again()
        for _ in range(2):
            meet(self.laptops, self.visit)
        agree(self.laptops, self.visit, may_fork=self.rolled_back)
        first = self.laptops[0]
        nothing_is_lost(first, self.visit, self.ledger, self.erased)
        one_response_a_slot_counts(first, self.visit)
        for sealed in self.seals.values():
            a_seal_tells(sealed, first)


def _state(store: Store, visit: str) -> tuple[object, ...]:
    return (
        store.cursor(visit),
        store.blob_names(visit),
        store.secret_keys(visit),
        store.receipts(visit),
    )
