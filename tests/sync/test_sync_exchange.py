"""P1: any bundles, in any order, any number of times, old ones too: all laptops end up alike."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import export_bundle, import_bundle
from tests.sync.sync_laptops import AT, Laptops, begin_visit, shown

if TYPE_CHECKING:
    from fieldsurvey.store import Store

STANDS = ("stand-1", "stand-2")
laptop = st.integers(0, 2)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), laptop, st.sampled_from(STANDS), st.sampled_from("abc")),
        st.tuples(st.just("private"), laptop, st.just("response-1"), st.sampled_from("xyz")),
        st.tuples(st.just("photo"), laptop, st.binary(min_size=1, max_size=3)),
        st.tuples(st.just("delete"), laptop, st.sampled_from(STANDS)),
        st.tuples(st.just("export"), laptop, st.sampled_from(["open", "keys", "team"])),
        st.tuples(st.just("import"), laptop, st.integers(0, 20)),
    ),
    min_size=5,
    max_size=14,
)


class Team:
    """Three laptops that share a visit, and all the bundles that they ever made."""

    def __init__(self, folder: Path) -> None:
        self.laptops = Laptops(folder)
        self.stores = [self.laptops.new(name) for name in "abc"]
        self.keys = [store.encryption_public_key() for store in self.stores]
        self.names = (folder / f"{number}.fsbundle" for number in itertools.count())
        self.bundles: list[Path] = []
        self.acknowledged: set[str] = set()
        self.visit = begin_visit(self.stores[0])
        self.export(self.stores[0], "keys")
        for store in self.stores:
            import_bundle(store, self.bundles[0])

    def play(self, step: tuple[Any, ...]) -> None:
        """Do one step of a story."""
        what, store = step[0], self.stores[step[1]]
        if what == "export":
            self.export(store, step[2])
        elif what == "import":
            import_bundle(store, self.bundles[step[2] % len(self.bundles)])
        elif what == "delete":
            if store.entity(self.visit, step[2]) is not None:
                self.keep(store.delete(self.visit, step[2], author="Budi", at=AT).hash)
        else:
            written = store.write(self.visit, [self.entry(store, step)], author="Budi", at=AT)
            self.keep(*(change.hash for change in written))

    def entry(self, store: Store, step: tuple[Any, ...]) -> Entry:
        """Return what a writing step writes."""
        if step[0] == "edit":
            return Entry("stand", step[2], "name", step[3])
        if step[0] == "private":
            return Entry("response", step[2], "/data/name", step[3], private_key_of=step[2])
        blob = store.put_blob(step[2])
        return Entry("photo", f"photo-{blob[:8]}", "blob", blob, blobs=(blob,))

    def keep(self, *hashes: str) -> None:
        """Note changes whose commit was acknowledged."""
        self.acknowledged.update(hashes)

    def export(self, store: Store, how: str) -> None:
        """Add a bundle to those that lie about."""
        path = next(self.names)
        devices = self.keys if how == "keys" else []
        export_bundle(store, path, [self.visit], devices=devices, team=how == "team")
        self.bundles.append(path)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(story=steps, order=st.randoms(use_true_random=False))
def test_laptops_end_up_alike(story: list[tuple[Any, ...]], order: Any) -> None:
    end_up_alike(story, order)


@pytest.mark.full
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(story=steps, order=st.randoms(use_true_random=False))
def test_laptops_end_up_alike_in_many_stories(story: list[tuple[Any, ...]], order: Any) -> None:
    end_up_alike(story, order)


def end_up_alike(story: list[tuple[Any, ...]], order: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder))
        try:
            for step in story:
                team.play(step)
            for store in team.stores:
                team.export(store, order.choice(["keys", "team"]))
            for store in team.stores:
                rest = team.bundles + order.sample(team.bundles, k=min(2, len(team.bundles)))
                order.shuffle(rest)
                for path in rest:
                    assert not any(
                        a.pending or a.forks for a in import_bundle(store, path).arrivals
                    )
            first, *others = [shown(store, team.visit) for store in team.stores]
            assert others == [first, first]
            assert team.acknowledged <= set(first["changes"])
            assert first["missing"] == []
            assert "LOCKED" not in str(first["entities"])
            for store in team.stores:
                assert store.check() == []
        finally:
            team.laptops.close()
