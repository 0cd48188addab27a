"""What a stranger reads: nothing of 20 answers and names in database, backup, bundle, or a folder of passing files."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from fieldsurvey.journal import new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import LOCKED, Entry
from fieldsurvey.sync import export_bundle
from tests.store.store_story import AT

ROOT = Path(__file__).parents[2]
PLANTED = [f"Rahasia{number:02}Wartini" for number in range(20)]
SECRET = "kata sandi yang panjang"

#: In a process of its own, with a folder of its own for what passes: it writes, exports, prints and fails.
WORK = """
import sys
from pathlib import Path
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from tests.store.store_story import AT
path, visit, secret = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
planted = sys.argv[4:]
with Store.open(path, secret, create=True) as store:
    for number, text in enumerate(planted):
        photo = store.put_blob(f"photo of {text}".encode() * 50)
        store.write(visit, [
            Entry("response", f"r{number}", "/data/nama", text, private_key_of=f"r{number}"),
            Entry("stand", f"s{number}", "name", text),
            Entry("photo", f"p{number}", "sha256", photo, blobs=(photo,)),
        ], author=text, at=AT)
    store.rebuild()
    store.check()
    store.conflicts(visit)
    # A crash with all of it in hand.
    raise RuntimeError("the program ends here")
"""


def found(folder: Path, words: list[str]) -> set[str]:
    """Return where a word stands in clear, in UTF-8 or in UTF-16, as ``strings`` would show it."""
    spelled = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in spelled)
    }


def test_nothing_planted_can_be_read_anywhere_also_after_erasure(tmp_path: Path) -> None:
    path, passing, visit = tmp_path / "v.db", tmp_path / "tmp", new_id()
    passing.mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(passing),
        "SQLITE_TMPDIR": str(passing),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", WORK, path, visit, SECRET, *PLANTED],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert "the program ends here" in done.stderr
    (tmp_path / "crash.txt").write_text(done.stdout + done.stderr)

    with Store.open(path, SECRET) as store:
        # The control: it is all there, for who knows the passphrase.
        assert [r.fields["/data/nama"] for r in store.entities(visit, "response")] == PLANTED
        store.backup(tmp_path / "backup.db")
        store.make_recovery_key()
        store.daily_backup(date(2026, 11, 23))
        export_bundle(store, tmp_path / "v.bundle", [visit], passphrase="lain")
        assert found(tmp_path, [*PLANTED, SECRET]) == set()

        # Erased: not even the passphrase brings the private values back, from the chain or a backup.
        for number in range(len(PLANTED)):
            store.erase(visit, f"r{number}", author="Ani", at=AT)
        round_ = store.daily_backup(date(2026, 11, 24))
        assert [one.name for one in round_.expired] == ["v.db.2026-11-23.bak"]
        for number in range(len(PLANTED)):
            # The names of stands are no private values: cleared, to look at what is left of the others.
            store.write(visit, [Entry("stand", f"s{number}", "name", "-")], author="Ani", at=AT)
    (tmp_path / "backup.db").unlink()
    for kept in (path, tmp_path / "v.db.2026-11-24.bak"):
        with Store.open(kept, SECRET) as store:
            assert {r.fields["/data/nama"] for r in store.entities(visit, "response")} == {LOCKED}
            bodies = b"".join(
                c.body for c in store.changes(visit) if c.kind == "response" and c.author
            )
            values = [c.value for c in store.changes(visit) if c.field == "/data/nama"]
            assert all(isinstance(value, dict) for value in values)
            assert b'"/data/nama"' in bodies
            assert store.check() == []
    assert found(tmp_path, [*PLANTED, SECRET]) == set()
