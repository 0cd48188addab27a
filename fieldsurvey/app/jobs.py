"""Jobs that the window runs in processes of their own: top-level functions, values in, values out.

The module itself is what the window knows as ``ui.jobs.Jobs``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from fieldsurvey.report import Signed
    from fieldsurvey.report.examine import Examined
    from fieldsurvey.report.originals import Returned
    from fieldsurvey.survey.instrument_review import Reviewed
    from fieldsurvey.survey.registry_import import DryRun, Step
    from fieldsurvey.survey.signatures import Signature
    from fieldsurvey.sync import Imported, Preview, Summary
    from fieldsurvey.sync.exchange import Exchanged, Progress
    from fieldsurvey.sync.whereabouts import Whereabouts
    from fieldsurvey.ui.jobs import Access, Made, Serving, SyncWish, Training

#: How often a hub says how it stands.
_REPORT_S = 0.3


def ready_for_papers(access: Access, visit: str, go_on: Callable[[], bool]) -> None:
    """Load what makes papers, then make the compact photos that those of a visit lack, until something is asked for."""
    from importlib import import_module

    from fieldsurvey.report.fonts import styles
    from fieldsurvey.store import Store
    from fieldsurvey.survey.compact_photos import copy_ahead

    for name in ("report.papers", "survey.desk"):
        import_module(f"fieldsurvey.{name}")
    styles()
    with Store.open(access.path, access.passphrase) as store:
        copy_ahead(store, visit, go_on)


def make_berita_acara(access: Access, visit: str, out: Path, number: str, size: str = "A4") -> Made:
    """Make the PDF of a sealed visit; see ``report.papers``."""
    return make_paper(access, visit, "berita-acara", out, number, size)


def make_paper(access: Access, visit: str, kind: str, out: Path, number: str, size: str) -> Made:
    """Make any paper of a visit; see ``report.kinds`` and ``report.page_size``."""
    from fieldsurvey.report.kinds import Kind
    from fieldsurvey.report.page_size import PageSize
    from fieldsurvey.report.papers import make_document
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.jobs import Made
    from fieldsurvey.whole_file import clear_parts

    clear_parts(out)  # of a maker that was killed
    with Store.open(access.path, access.passphrase) as store:
        desk = Desk(store, author=access.author)
        paper = make_document(desk, visit, Kind(kind), out, number=number, size=PageSize[size])
    return Made(paper.path, paper.pages)


def clear_parts(out: Path) -> None:
    """Remove what a stopped writer of this file left: pages that anyone could read."""
    from fieldsurvey.whole_file import clear_parts as clear

    clear(out)


def sign_document(
    access: Access,
    document: Path,
    key: Path,
    passphrase: str,
    person: str,
    field: str,
    tsa: str | None = None,
) -> Signed:
    """Sign a document with a PKCS#12 file and note it; deriving its key takes a second of pure arithmetic."""
    from fieldsurvey.report.originals import sign_with_certificate
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.whole_file import unreadable

    try:
        data = key.read_bytes()
    except OSError as error:
        raise unreadable(key, error) from error
    with Store.open(access.path, access.passphrase) as store:
        desk = Desk(store, author=access.author)
        return sign_with_certificate(desk, document, data, passphrase, person, field=field, tsa=tsa)


def adopt_signatures(access: Access, visit: str, paths: list[Path]) -> list[Signature]:
    """Note the signatures of files that a crash left unnoted; see ``report.adopt``."""
    from fieldsurvey.report.adopt import adopt
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk

    with Store.open(access.path, access.passphrase) as store:
        return adopt(Desk(store, author=access.author), visit, paths)


def ink_document(
    access: Access,
    document: Path,
    strokes: Sequence[Sequence[Sequence[float]]],
    person: str,
    field: str,
) -> Signed:
    """Sign a document with what was written on the screen, bound by this device; see ``report.originals``."""
    from fieldsurvey.report.ink import ink_of
    from fieldsurvey.report.originals import ink_document as sign_with_ink
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk

    with Store.open(access.path, access.passphrase) as store:
        desk = Desk(store, author=access.author)
        return sign_with_ink(desk, store, document, ink_of(strokes), person, field=field)


def send_out(access: Access, document: Path, person: str, out: Path) -> str:
    """Copy a document to be signed elsewhere, and note it; see ``report.originals``."""
    from fieldsurvey.report.originals import send_out as send
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk

    with Store.open(access.path, access.passphrase) as store:
        return send(Desk(store, author=access.author), document, person, out)


def take_back(access: Access, returned: Path, document: Path) -> Returned:
    """Take in what was signed elsewhere; see ``report.originals``."""
    from fieldsurvey.report.originals import take_back as take
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk

    with Store.open(access.path, access.passphrase) as store:
        return take(Desk(store, author=access.author), returned, document)


def keep_scan(access: Access, document: Path, scan: Path, people: list[str]) -> str:
    """Keep the scan of a sheet that was signed with a pen; see ``report.originals``."""
    from fieldsurvey.report.originals import keep_scan as keep
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk

    with Store.open(access.path, access.passphrase) as store:
        return keep(Desk(store, author=access.author), document, scan, people)


def examine_document(
    access: Access,
    document: Path,
    trust: tuple[Path, ...] = (),
    revocation: tuple[Path, ...] = (),
) -> Examined:
    """Verify the signatures of a document, and its seal against the database; see ``report.examine``."""
    from fieldsurvey.report.examine import examine
    from fieldsurvey.store import Store

    with Store.open(access.path, access.passphrase) as store:
        return examine(document, store, trust, revocation)


def export_bundle(
    access: Access, visits: list[str], out: Path, passphrase: str | None, team: bool = False
) -> int:
    """Write a bundle of visits, for whoever knows a passphrase, for their team, or for anyone; return its bytes."""
    from fieldsurvey.store import Store
    from fieldsurvey.sync import export_bundle as export

    with Store.open(access.path, access.passphrase) as store:
        return export(store, out, visits, passphrase=passphrase, team=team).size


def look_into_bundle(
    access: Access, path: Path, passphrase: str | None
) -> tuple[Summary, Preview | None]:
    """Say what a bundle is and would bring; None while it needs its passphrase for that."""
    from fieldsurvey.errors import BundleLocked
    from fieldsurvey.store import Store
    from fieldsurvey.sync import preview_bundle, show_bundle

    summary = show_bundle(path)
    with Store.open(access.path, access.passphrase) as store:
        try:
            return summary, preview_bundle(store, path, passphrase=passphrase)
        except BundleLocked:
            if passphrase or "passphrase" not in summary.addressees:
                raise
            return summary, None


def import_bundle(access: Access, path: Path, passphrase: str | None) -> Imported:
    """Take a bundle in, all or nothing: stopped half way, the database is as it was."""
    from fieldsurvey.store import Store
    from fieldsurvey.sync import import_bundle as take_in

    with Store.open(access.path, access.passphrase) as store:
        return take_in(store, path, passphrase=passphrase)


def sync(
    access: Access, wish: SyncWish, tell: Callable[[Progress], None]
) -> tuple[Exchanged, list[Whereabouts]]:
    """Exchange visits with a hub; return what came and went, and what is held where afterwards."""
    from fieldsurvey.errors import NotPaired
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.training import refuse_training
    from fieldsurvey.sync.exchange import sync as exchange
    from fieldsurvey.sync.hub_client import HubConnection, find_hub, pair
    from fieldsurvey.sync.whereabouts import whereabouts
    from fieldsurvey.sync.wire import Address

    address = Address.read(wish.address)
    with Store.open(access.path, access.passphrase) as store:
        refuse_training(store)
        peer = (
            pair(store, address, wish.code, name=access.author)
            if wish.code
            else find_hub(store, address)
        )
        if peer is None:
            raise NotPaired(address=address, what="not paired with this laptop yet")
        chosen = list(wish.visits) or Desk(store, author=access.author).visits.ids()
        with HubConnection(store, peer) as line:
            done = exchange(
                *(store, line, chosen),
                everything=wish.everything,
                give_keys=wish.give_keys,
                told=tell,
            )
        return done, [whereabouts(store, one.visit) for one in done.visits]


def serve_hub(access: Access, tell: Callable[[Serving], None]) -> None:
    """Serve the database to the team's laptops until the process is ended; tell how it stands."""
    import multiprocessing
    import threading

    from fieldsurvey.errors import HubError
    from fieldsurvey.hub import Hub
    from fieldsurvey.store import Store
    from fieldsurvey.survey.training import refuse_training
    from fieldsurvey.sync.wire import PORT
    from fieldsurvey.ui.jobs import Serving

    def open_storage() -> Store:
        return Store.open(access.path, access.passphrase)

    with open_storage() as store:
        refuse_training(store)

    try:
        meeting = Hub(open_storage, name=access.author, port=PORT)
    except HubError:  # another hub of this machine has the usual port
        meeting = Hub(open_storage, name=access.author, port=0)

    def report() -> None:
        before, window = None, multiprocessing.parent_process()
        while not over.wait(_REPORT_S):
            if window is not None and not window.is_alive():
                meeting.stop()  # nobody is left who could end it
                return
            now = Serving(
                tuple(str(address) for address in meeting.addresses),
                meeting.code,
                tuple(
                    (one.name, one.present, one.changes, one.files) for one in meeting.visitors()
                ),
            )
            if now != before:
                tell(now)
            before = now

    over = threading.Event()
    reporting = threading.Thread(target=report, daemon=True)
    reporting.start()
    try:
        meeting.run()
    finally:
        over.set()


def check_file(access: Access) -> None:
    """Look at every page of the database file; raise StoreDamaged when one is not as it was written."""
    from fieldsurvey.store import Store

    with Store.open(access.path, access.passphrase) as store:
        store.verify_file()


def check_backup(access: Access, copy: Path) -> list[str]:
    """Return what is wrong with a backup of the database, nothing when it is whole; it is left as it is."""
    from fieldsurvey.store import Store

    with Store.open(access.path, access.passphrase) as store:
        return store.check_backup(copy)


def find_training(folder: Path) -> Training | None:
    """Return the training that lies beside a database; see ``app.training``."""
    from fieldsurvey.app.training import training_in

    return training_in(folder)


def make_training(folder: Path, author: str) -> Training:
    """Make the training visit; see ``app.training``."""
    from fieldsurvey.app.training import make_training as make

    return make(folder, author)


def remove_training(folder: Path) -> None:
    """Remove the training; see ``app.training``."""
    from fieldsurvey.app.training import remove_training as remove

    remove(folder)


def look_into_table(
    access: Access, path: Path, kind: str, ends_on: date | None, tell: Callable[[Step], None]
) -> DryRun:
    """Say what a table would change in the registry; see ``survey.registry_import``."""
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.registry_import import dry_run

    with Store.open(access.path, access.passphrase) as store:
        registry = Desk(store, author=access.author).registry
        return dry_run(registry, path, kind or None, ends_on=ends_on, tell=tell)


def apply_table(access: Access, run: DryRun, tell: Callable[[Step], None]) -> int:
    """Write what a dry run showed, all or nothing: stopped half way, the registry is as it was."""
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.registry_import import apply_dry_run

    with Store.open(access.path, access.passphrase) as store:
        apply_dry_run(Desk(store, author=access.author).registry, run, tell=tell)
    return run.writes


def export_registry(access: Access, kind: str, out: Path) -> Path:
    """Write a kind as CSV, or the whole registry as a workbook: what comes in again after Excel."""
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.registry_table import csv_of, workbook_of
    from fieldsurvey.whole_file import write_whole

    with Store.open(access.path, access.passphrase) as store:
        registry = Desk(store, author=access.author).registry
        as_csv = bool(kind) and out.suffix.lower() == ".csv"
        data = csv_of(registry, kind) if as_csv else workbook_of(registry)
    write_whole(out, data)
    return out


def review_instrument(access: Access, source: Path, base: str) -> Reviewed:
    """Look at an instrument that was handed in; converting its workbooks is pure arithmetic."""
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instrument_review import review

    with Store.open(access.path, access.passphrase) as store:
        return review(Desk(store, author=access.author).catalogue, source, base)


def open_window(database: Path) -> None:
    """Open another window on another database and leave it on its own."""
    from PySide6.QtCore import QProcess

    module = [] if getattr(sys, "frozen", False) else ["-m", "fieldsurvey"]
    QProcess.startDetached(sys.executable, [*module, "--database", str(database)])


def make_sample(folder: Path) -> Path:
    """Make the sample inspection in a folder; return its database."""
    from fieldsurvey.app.demo import run_demo

    run_demo(folder, tell=lambda _line: None)
    return folder / "visit.db"
