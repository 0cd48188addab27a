"""What ``app`` hands in: top-level functions for processes of their own (``Tasks.spawn``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from fieldsurvey.report import Signed
    from fieldsurvey.report.examine import Examined
    from fieldsurvey.report.originals import Returned
    from fieldsurvey.store import FileKey
    from fieldsurvey.survey.instrument_review import Reviewed
    from fieldsurvey.survey.registry_import import DryRun, Step
    from fieldsurvey.survey.signatures import Signature
    from fieldsurvey.sync import Imported, Preview, Summary
    from fieldsurvey.sync.exchange import Exchanged, Progress
    from fieldsurvey.sync.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Training:
    """A training visit's database, and the passphrase that everybody knows.

    Attributes:
        path: the database.
        passphrase: opens it.
    """

    path: Path
    passphrase: str


@dataclass(frozen=True, slots=True)
class Access:
    """What a process needs to open the database anew.

    Attributes:
        path: the database file.
        passphrase: or the key that followed from it; None for a plain file.
        author: in whose name it writes.
    """

    path: Path
    passphrase: str | FileKey | None
    author: str

    def __repr__(self) -> str:
        return f"Access({self.path.name})"  # never the passphrase, not even in a report of a crash


@dataclass(frozen=True, slots=True)
class SyncWish:
    """What to exchange with whom.

    Attributes:
        address: of the hub, as it was typed.
        code: the pairing code, empty when the two know each other.
        visits: which ones; all that are here when empty.
        everything: those that only the hub holds, too.
        give_keys: hand the keys of private answers to a hub that is not of the team.
    """

    address: str
    code: str = field(default="", repr=False)
    visits: tuple[str, ...] = ()
    everything: bool = False
    give_keys: bool = False


@dataclass(frozen=True, slots=True)
class Serving:
    """How a hub of this laptop stands.

    Attributes:
        addresses: where the others find it.
        code: what they type.
        visitors: (name, whether it is here now, changes it brought, files it brought).
    """

    addresses: tuple[str, ...]
    code: str = field(repr=False)
    visitors: tuple[tuple[str, bool, int, int], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was made: in words that need nothing loaded that makes papers.

    Attributes:
        path: where it lies.
        pages: how many pages it has.
    """

    path: Path
    pages: int


class Jobs(Protocol):
    """The jobs, each a function of a module, so that ``spawn`` can name it.

    ``tasks.spawn(context.jobs.make_sample, (folder,), done)``
    ``tasks.spawn(context.jobs.make_training, (folder, author), done)``
    """

    def ready_for_papers(self, access: Access, visit: str, go_on: Callable[[], bool]) -> None:
        """Load what makes papers and make their photos small, until something is asked for; see ``Tasks.prepare``."""
        ...

    def make_berita_acara(
        self, access: Access, visit: str, out: Path, number: str, size: str = "A4"
    ) -> Made:
        """Make the PDF of a sealed visit; see ``report.papers``."""
        ...

    def make_paper(
        self, access: Access, visit: str, kind: str, out: Path, number: str, size: str
    ) -> Made:
        """Make any paper of a visit; see ``report.kinds`` and ``report.page_size``."""
        ...

    def clear_parts(self, out: Path) -> None:
        """Remove what a stopped writer of a file left beside it."""
        ...

    def sign_document(
        self,
        access: Access,
        document: Path,
        key: Path,
        passphrase: str,
        person: str,
        field: str,
        tsa: str | None = None,
    ) -> Signed:
        """Sign a document with a PKCS#12 file, with a trusted time where an authority is named, and note it."""
        ...

    def adopt_signatures(self, access: Access, visit: str, paths: list[Path]) -> list[Signature]:
        """Note the signatures of files that a crash left unnoted; return what was noted."""
        ...

    def ink_document(
        self,
        access: Access,
        document: Path,
        strokes: Sequence[Sequence[Sequence[float]]],
        person: str,
        field: str,
    ) -> Signed:
        """Sign a document with what was written on the screen."""
        ...

    def send_out(self, access: Access, document: Path, person: str, out: Path) -> str:
        """Copy a document to be signed elsewhere, and note it; return its SHA-256."""
        ...

    def take_back(self, access: Access, returned: Path, document: Path) -> Returned:
        """Take in what was signed elsewhere."""
        ...

    def keep_scan(self, access: Access, document: Path, scan: Path, people: list[str]) -> str:
        """Keep the scan of a sheet that was signed with a pen; return its SHA-256."""
        ...

    def examine_document(
        self,
        access: Access,
        document: Path,
        trust: tuple[Path, ...] = (),
        revocation: tuple[Path, ...] = (),
    ) -> Examined:
        """Verify the signatures of a document, and its seal against the database."""
        ...

    def export_bundle(
        self,
        access: Access,
        visits: list[str],
        out: Path,
        passphrase: str | None,
        team: bool = False,
    ) -> int:
        """Write a bundle of visits, for whoever knows a passphrase, for their team, or for anyone; return its bytes."""
        ...

    def look_into_bundle(
        self, access: Access, path: Path, passphrase: str | None
    ) -> tuple[Summary, Preview | None]:
        """Say what a bundle is and would bring; None while it needs its passphrase for that."""
        ...

    def import_bundle(self, access: Access, path: Path, passphrase: str | None) -> Imported:
        """Take a bundle in, all or nothing."""
        ...

    def sync(
        self, access: Access, wish: SyncWish, tell: Callable[[Progress], None]
    ) -> tuple[Exchanged, list[Whereabouts]]:
        """Exchange visits with a hub; return what came and went, and what is held where."""
        ...

    def serve_hub(self, access: Access, tell: Callable[[Serving], None]) -> None:
        """Serve the database to the team's laptops until the process is ended."""
        ...

    def check_file(self, access: Access) -> None:
        """Look at every page of the database file; raise StoreDamaged when one is not as it was written."""
        ...

    def check_backup(self, access: Access, copy: Path) -> list[str]:
        """Return what is wrong with a backup of the database, nothing when it is whole; it is left as it is."""
        ...

    def find_training(self, folder: Path) -> Training | None:
        """Return the training beside a database; quick, call it in place."""
        ...

    def make_training(self, folder: Path, author: str) -> Training:
        """Make the training visit beside a database."""
        ...

    def remove_training(self, folder: Path) -> None:
        """Remove it with all that is in it."""
        ...

    def look_into_table(
        self,
        access: Access,
        path: Path,
        kind: str,
        ends_on: date | None,
        tell: Callable[[Step], None],
    ) -> DryRun:
        """Say what a table would change in the registry; kind "" is that of the file's name."""
        ...

    def apply_table(self, access: Access, run: DryRun, tell: Callable[[Step], None]) -> int:
        """Write what a dry run showed, all or nothing; return how many records."""
        ...

    def export_registry(self, access: Access, kind: str, out: Path) -> Path:
        """Write a kind as CSV, or the whole registry as a workbook; return the file."""
        ...

    def review_instrument(self, access: Access, source: Path, base: str) -> Reviewed:
        """Look at an instrument that was handed in; see ``survey.instrument_review``."""
        ...

    def open_window(self, database: Path) -> None:
        """Open another window on another database; quick, call it in place."""
        ...

    def make_sample(self, folder: Path) -> Path:
        """Make the sample inspection; return its database."""
        ...
