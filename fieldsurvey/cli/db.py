"""``fieldsurvey db``: care for the database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def db() -> None:
    """The database: check, rebuild, backup, restore, passphrase, recovery key."""


@db.command()
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.option(
    "--backup",
    "copy",
    type=click.Path(path_type=Path),
    help="Examine this backup instead; it is left as it is.",
)
@click.pass_context
def check(ctx: click.Context, copy: Path | None, *, json_: bool) -> None:
    """Examine file, chains, signatures, tables and photos; exit 1 when anything is wrong."""
    session: Session = ctx.obj
    with session.open_store() as store:
        problems = store.check() if copy is None else store.check_backup(copy)
        path = copy or store.path
    if json_:
        click.echo(json.dumps({"database": str(path), "problems": problems}, ensure_ascii=False))
    else:
        click.echo("\n".join(problems) or f"{path}: all is well")
    ctx.exit(1 if problems else 0)


@db.command()
@click.pass_obj
def rebuild(session: Session) -> None:
    """Make the tables that the app reads anew from the journal."""
    with session.open_store() as store:
        store.rebuild()
        click.echo(f"{store.path}: rebuilt from the journal")


@db.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def backup(session: Session, file: Path | None) -> None:
    """Copy the database to FILE, checked; it opens with the same passphrase.

    Without FILE: today's backup beside the database, or where `db backups --to` says, if there is none; of the daily
    ones seven are kept, and those that still hold the keys of erased answers end.
    """
    from datetime import datetime

    with session.open_store() as store:
        if file is not None:
            store.backup(file)
            click.echo(f"{file}: backed up")
            return
        done = store.daily_backup(datetime.now().astimezone().date())
    if done.missed is not None:
        click.echo(f"{done.missed}; the backup is beside the database instead", err=True)
    click.echo(f"{done.made}: backed up" if done.made else "today's backup is there already")
    for path in done.rotated:
        click.echo(f"{path}: made room")
    for path in done.expired:
        click.echo(f"{path}: ended, it could still read answers that were erased")
    for path in done.moved_aside:
        click.echo(
            f"{path}: can still read answers that were erased; export what only it holds, then delete it"
        )


@db.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="Keep daily backups in this folder from now on: a second disk, a stick.",
)
@click.option("--beside", is_flag=True, help="Keep them beside the database again.")
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def backups(session: Session, folder: Path | None, *, beside: bool, json_: bool) -> None:
    """Where daily backups go and which ones are there, newest first.

    A chosen folder that is not there when a backup is due is told, and the backup made beside the database.
    """
    from fieldsurvey.errors import StoreMissing
    from fieldsurvey.store import backup_places

    if folder is not None and beside:
        raise click.UsageError("--to and --beside exclude each other")
    if not session.database.exists():
        raise StoreMissing(path=session.database)
    if folder is not None or beside:
        backup_places.choose(session.database, folder)
    found = backup_places.overview(session.database)
    place = found.choice.folder or session.database.parent
    if json_:
        copies = [{"path": str(copy.path), "made": copy.made.isoformat()} for copy in found.copies]
        said = {"folder": str(place), "away": found.away, "missed": found.choice.missed}
        click.echo(json.dumps({**said, "copies": copies}, ensure_ascii=False))
        return
    click.echo(f"{place}: daily backups go here")
    if found.away is not None:
        click.echo(f"{place}: {found.away}; until then beside the database", err=True)
    for copy in found.copies:
        click.echo(f"{copy.made:%Y-%m-%d %H:%M}  {copy.path}")


@db.command("recovery-key")
@click.pass_obj
def recovery_key(session: Session) -> None:
    """Make a recovery key and print it, once; whoever holds it can set a new passphrase. An older one ends."""
    with session.open_store() as store:
        key = store.make_recovery_key()
        path = store.path
    click.echo(key)
    click.echo(
        f"Kunci pemulihan {path.name}: cetak atau tulis sekarang dan simpan di brankas kantor. Tidak ditampilkan lagi.",
        err=True,
    )


@db.command()
@click.option(
    "--new-passphrase-file",
    "new",
    type=click.Path(path_type=Path),
    required=True,
    help="Holds the new passphrase on its first line.",
)
@click.option(
    "--recovery-key-file",
    "recovery",
    type=click.Path(path_type=Path),
    help="Opens the database by its recovery key instead of the passphrase.",
)
@click.pass_obj
def passphrase(session: Session, new: Path, recovery: Path | None) -> None:
    """Encrypt the database anew under another passphrase; nobody else may have it open."""
    from fieldsurvey.cli.session import read_secret
    from fieldsurvey.store import Store

    chosen = read_secret(new)
    if recovery is None:
        with session.open_store() as store:
            store.change_passphrase(chosen)
    else:
        Store.recover(session.database, read_secret(recovery), chosen).close()
    click.echo(
        f"{session.database}: the new passphrase opens it; older backups open with the old one"
    )


@db.command()
@_FILE
@click.pass_obj
def restore(session: Session, file: Path) -> None:
    """Put the backup FILE in the place of the database; the old one is kept beside it."""
    from fieldsurvey.store import restore as put_back

    kept = put_back(file, session.database, session.passphrase())
    click.echo(f"{session.database}: restored from {file}")
    if kept is not None:
        click.echo(f"{kept}: what was there before")
