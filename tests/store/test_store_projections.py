"""The tables that the app reads follow from the journal, whatever happened in whatever order."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.store import Store
from tests.store.store_story import AT, VISIT, everything, send, shown, write, write_private

_who = st.integers(0, 2)
_entity = st.sampled_from(["s1", "s2"])
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), _who, _entity, st.sampled_from(["name", "status"]),
                  st.integers(0, 2)),
        st.tuples(st.just("private"), _who, _entity, st.integers(0, 2)),
        st.tuples(st.sampled_from(["delete", "restore"]), _who, _entity),
        st.tuples(st.just("send"), _who, _who),
        st.tuples(st.just("cut"), _who),
        st.tuples(st.just("photo"), _who, _entity),
    ),
    min_size=3,
    max_size=20,
)  # fmt: skip


def _play(stores: list[Store], story: list[tuple[Any, ...]]) -> None:
    for step, who, *rest in story:
        store = stores[who]
        if step == "write":
            write(store, *rest)
        elif step == "private":
            write_private(store, rest[0], "/data/secret", rest[1])
        elif step == "send":
            send(store, stores[rest[0]], keys=True)
        elif step == "cut":
            everything(store)
        elif step == "photo":
            write(store, rest[0], "photo", store.put_blob(b"photo"))
        elif store.entity(VISIT, rest[0]) is not None:
            getattr(store, step)(VISIT, rest[0], author="Ani", at=AT)


@settings(max_examples=20, deadline=None)
@given(_steps, st.randoms(use_true_random=False))
def test_stores_converge_and_their_tables_follow_from_the_journal(
    story: list[tuple[Any, ...]], chance: Any
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [Store.open(Path(folder) / f"{n}.db", create=True) for n in range(3)]
        _play(stores, story)
        pieces = [data for store in stores for data in everything(store)]
        keys = [key for store in stores for key in store.secret_keys(VISIT)]
        for store in stores:
            chance.shuffle(pieces)
            for data in pieces:
                store.add_segment(data)
            store.add_secret_keys(keys)
        # `check` compares the tables, kept up change by change, with the pure definition.
        assert [store.check() for store in stores] == [[], [], []]
        before = [shown(store) for store in stores]
        assert before[0] == before[1] == before[2]
        stores[0].rebuild()
        assert shown(stores[0]) == before[0]
        assert stores[0].check() == []
        for store in stores:
            store.close()
