"""The schema, step by step. A released step is never edited; a new one is added."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import StoreError, StoreTooNew
from fieldsurvey.store import lines, scored
from fieldsurvey.store.driver import Link, copy_into, sqlite_utils, translated

if TYPE_CHECKING:
    from pathlib import Path

# "FSVY": tells our files from other SQLite files.
APPLICATION_ID = 0x46535659
SCHEMA = 7

migrations = sqlite_utils.Migrations("fieldsurvey")


@migrations(name="0001_journal")
def _journal(db: Any) -> None:
    """Truth: journal, segments, blobs, keys. Projections: entity, head, awaited, blob_name."""
    db.table("identity").create(
        {
            "device": str,
            "parent": str,
            "machine": str,
            "signing": bytes,
            "encryption": bytes,
            "since": str,
        },
        pk="device",
    )
    db.table("stream").create({"id": str, "clock": int}, pk="id", not_null={"clock"})
    db.table("tip").create(
        {"stream": str, "device": str, "seq": int, "hash": str}, pk=("stream", "device")
    )
    change = {
        "stream": str,
        "device": str,
        "seq": int,
        "hash": str,
        "prev": str,
        "clock": int,
        "entity": str,
        "kind": str,
        "field": str,
        "body": bytes,
    }
    key = ("stream", "device", "seq", "hash")
    db.table("change").create(change, pk=key, not_null=set(change))
    db.table("change").create_index(["stream", "entity", "field"])
    db.table("segment").create(
        {
            "hash": str,
            "stream": str,
            "device": str,
            "first": int,
            "last": int,
            "applied": int,
            "data": bytes,
        },
        pk="hash",
    )
    db.table("segment").create_index(["stream", "device", "first"])
    db.table("blob").create({"sha256": str, "size": int, "data": bytes}, pk="sha256")
    db.table("secret_key").create({"id": str, "stream": str, "of": str, "material": bytes}, pk="id")
    db.table("secret_key").create_index(["stream", "of"])
    db.table("team_key").create({"stream": str, "material": bytes}, pk="stream")
    db.table("receipt").create(
        {"peer": str, "stream": str, "cursor": str, "blobs": str, "at": str}, pk=("peer", "stream")
    )
    db.table("entity").create(
        {
            "stream": str,
            "id": str,
            "kind": str,
            "clock": int,
            "device": str,
            "seq": int,
            "hash": str,
            "deleted": int,
            "fate": str,
        },
        pk=("stream", "id"),
    )
    db.table("entity").create_index(["stream", "kind"])
    db.table("head").create(
        {
            "stream": str,
            "entity": str,
            "field": str,
            "device": str,
            "seq": int,
            "hash": str,
            "clock": int,
            "author": str,
            "at": str,
            "value": str,
            "shown": int,
        },
        pk=("stream", "entity", "field", "device", "seq", "hash"),
    )
    db.table("awaited").create(
        {"stream": str, "entity": str, "field": str, "device": str, "seq": int},
        pk=("stream", "entity", "field", "device", "seq"),
    )
    db.table("blob_name").create({"stream": str, "sha256": str}, pk=("stream", "sha256"))
    db.execute("PRAGMA user_version = 1")


@migrations(name="0002_exchange")
def _exchange(db: Any) -> None:
    """Truth: peers, TLS identity, signed receipts, what was reclaimed. Passing: parts of files."""
    db.table("peer").create(
        {
            "device": str,
            "name": str,
            "signing": bytes,
            "encryption": bytes,
            "since": str,
            "certificate": bytes,
            "address": str,
        },
        pk="device",
    )
    db.table("server_identity").create({"device": str, "pem": bytes}, pk="device")
    db.table("part").create({"name": str, "at": int, "data": bytes}, pk=("name", "at"))
    db.table("reclaimed").create({"sha256": str, "at": str}, pk="sha256")
    db.table("receipt").add_column("proof", bytes)
    db.execute("PRAGMA user_version = 2")


@migrations(name="0003_scored")
def _scored(db: Any) -> None:
    """Scores kept per response, for tables of many visits; they follow from the journal."""
    scored.create(db)
    db.execute("PRAGMA user_version = 3")


@migrations(name="0004_recovery")
def _recovery(db: Any) -> None:
    """The public half of the recovery key, and the envelope that lies beside the file."""
    db.table("recovery").create({"public_key": bytes, "envelope": bytes}, pk="public_key")
    db.execute("PRAGMA user_version = 4")


@migrations(name="0005_fewer_pages")
def _fewer_pages(db: Any) -> None:
    """Write fewer pages an answer: heads in one tree, clock and offset of a stream beside its tips."""
    db.execute("ALTER TABLE tip ADD COLUMN clock INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE tip ADD COLUMN offset INTEGER NOT NULL DEFAULT 0")
    db.execute(
        'UPDATE tip SET clock = (SELECT max(c.clock) FROM "change" c'
        " WHERE c.stream = tip.stream AND c.device = tip.device),"
        " offset = (SELECT coalesce(CAST(c.body AS TEXT) ->> '$.offset', 0) FROM \"change\" c"
        " WHERE c.stream = tip.stream AND c.device = tip.device AND c.seq = tip.seq AND c.hash = tip.hash)"
    )
    db.execute("ALTER TABLE stream DROP COLUMN clock")
    db.execute("ALTER TABLE head RENAME TO head_before")
    db.execute(
        "CREATE TABLE head (stream TEXT, entity TEXT, field TEXT, device TEXT, seq INTEGER, hash TEXT,"
        " clock INTEGER, author TEXT, at TEXT, value TEXT, shown INTEGER,"
        " PRIMARY KEY (stream, entity, field, device, seq, hash)) WITHOUT ROWID"
    )
    db.execute(
        "INSERT INTO head SELECT stream, entity, field, device, seq, hash, clock, author, at, value, shown"
        " FROM head_before"
    )
    db.execute("DROP TABLE head_before")
    db.execute("PRAGMA user_version = 5")


@migrations(name="0006_keyholders")
def _keyholders(db: Any) -> None:
    """The inspectors who open this database by passphrases of their own, and their PINs."""
    db.table("keyholder").create(
        {
            "id": str,
            "name": str,
            "since": str,
            "public_key": bytes,
            "slot": str,
            "sealed": str,
            "pin": str,
        },
        pk="id",
        not_null={"name"},
    )
    db.execute("PRAGMA user_version = 6")


@migrations(name="0007_lines")
def _lines(db: Any) -> None:
    """The list of visits, a line each; they follow from the journal."""
    lines.create(db)
    db.execute("PRAGMA user_version = 7")


def migrate(link: Link) -> Path | None:
    """Bring a database to this version's schema; an older one is backed up beside itself first.

    Returns:
        The backup made before migrating, if one was.

    Raises:
        StoreTooNew: a newer version wrote it.
        StoreError: it is another program's database.
    """
    found = _pragma(link, "user_version")
    if _pragma(link, "application_id") != APPLICATION_ID:
        if link.one("SELECT 1 FROM sqlite_master"):
            raise StoreError(path=link.path, what="this is another program's database")
        link.run(f"PRAGMA application_id = {APPLICATION_ID}")
    if found > SCHEMA:
        raise StoreTooNew(path=link.path, found=found, known=SCHEMA)
    if found == SCHEMA:
        return None
    kept = _keep_copy(link, found) if found else None
    with translated(link.path):
        migrations.apply(link.database())
    return kept


def _keep_copy(link: Link, found: int) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = link.path.with_name(f"{link.path.name}.schema-{found}.{stamp}.bak")
    copy_into(link, path)
    return path


def _pragma(link: Link, name: str) -> int:
    row = link.one(f"PRAGMA {name}")
    return int(row[0]) if row else 0
