"""``fieldsurvey visit secret``, ``closed-annex`` and ``open-annex``: what was said in confidence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.session import read_secret

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session

_passphrase = click.option(
    "--bundle-passphrase-file",
    metavar="P",
    type=click.Path(path_type=Path),
    help="A file whose first line is the annex's passphrase.",
)
_reason = click.option("--reason", required=True, help="Why; kept in the export log.")


@click.command()
@click.argument("visit", metavar="VISIT")
@click.argument("response", metavar="RESPONSE")
@click.option(
    "--item", metavar="CODE", help="One statement only: its item code or question's name."
)
@click.option("--undo", is_flag=True, help="It is no longer secret.")
@click.pass_obj
def secret(session: Session, visit: str, response: str, *, item: str | None, undo: bool) -> None:
    """Keep a RESPONSE, or one statement of it, out of every paper but the closed annex."""
    from fieldsurvey.survey.confidences import flag_secret, statement_key
    from fieldsurvey.survey.moves import find_response

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        found = find_response(desk.visits, identity, response)
        key = statement_key(desk, identity, found, item) if item else ""
        flag_secret(desk.visits, identity, found.id, key, secret=not undo)


@click.command("closed-annex")
@click.argument("visit", metavar="VISIT")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file.")
@click.option("--to", "to", metavar="KEY.pub", multiple=True, help="A laptop's public key.")
@_passphrase
@_reason
@click.pass_obj
def closed_annex(
    session: Session,
    visit: str,
    *,
    out: Path,
    to: tuple[str, ...],
    bundle_passphrase_file: Path | None,
    reason: str,
) -> None:
    """Write what was said in confidence into an encrypted file (lampiran tertutup); the access is logged."""
    from fieldsurvey.survey.exports import require_reason
    from fieldsurvey.sync import give_out_annex, read_public_key

    require_reason(private=True, reason=reason)
    devices = [read_public_key(Path(name)) for name in to]
    passphrase = read_secret(bundle_passphrase_file) if bundle_passphrase_file else None
    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        entries = give_out_annex(
            desk, identity, out, devices=devices, passphrase=passphrase, reason=reason
        )
    click.echo(f"{out}: {entries} keterangan")


@click.command("open-annex")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@_passphrase
@_reason
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def open_annex(
    session: Session,
    path: Path,
    *,
    bundle_passphrase_file: Path | None,
    reason: str,
    json_: bool,
) -> None:
    """Open a closed annex with this laptop's key or its passphrase; logged with the visit where that is held here."""
    from fieldsurvey.survey.confidences import annex_lines
    from fieldsurvey.survey.exports import log_export, require_reason
    from fieldsurvey.sync import read_closed_annex

    require_reason(private=True, reason=reason)
    passphrase = read_secret(bundle_passphrase_file) if bundle_passphrase_file else None
    with session.open_store() as store:
        keys = store.encryption_private_keys()
        annex = read_closed_annex(path, devices=keys, passphrase=passphrase)
        desk = session.desk_over(store)
        if annex["visit"] in desk.visits.ids():
            opened = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
            log_export(
                desk.visits,
                str(annex["visit"]),
                "lampiran tertutup dibuka",
                opened,
                private=True,
                reason=reason,
            )
    click.echo(
        json.dumps(annex, ensure_ascii=False, indent=1) if json_ else "\n".join(annex_lines(annex))
    )
