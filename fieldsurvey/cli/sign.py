"""``fieldsurvey sign``: with a certificate, by a service (export, import), with ink on screen, on paper."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.session import read_secret
from fieldsurvey.errors import FileProblem

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session

_FILE = click.Path(dir_okay=False, path_type=Path)


class Ways(click.Group):
    """A group whose first word may be a file: then it is signed with a certificate."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read ``sign X.pdf …`` as ``sign certificate X.pdf …``."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["certificate", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Ways)
def sign() -> None:
    """Sign a document: `sign X.pdf --pkcs12 K.p12 --as NAME`, or in another way.

    A file called like one of the ways is written ./export.
    """


@sign.command()
@click.argument("document", metavar="X.pdf", type=_FILE)
@click.option("--pkcs12", required=True, type=_FILE, help="The signer's key: a .p12 or .pfx file.")
@click.option(
    "--pkcs12-passphrase-file",
    "key_passphrase_file",
    type=_FILE,
    help="A file whose first line opens the key; asked for at a terminal without it.",
)
@click.option("--as", "signer", required=True, help="The signer's name as the document has it.")
@click.option("--field", help="The field to sign in, when the name alone does not tell.")
@click.option("--tsa", metavar="URL", help="A time-stamp authority, for a trusted time.")
@click.option("--out", type=_FILE, help="Where the signed file goes; default: in place.")
@click.pass_obj
def certificate(
    session: Session,
    document: Path,
    *,
    pkcs12: Path,
    key_passphrase_file: Path | None,
    signer: str,
    field: str | None,
    tsa: str | None,
    out: Path | None,
) -> None:
    """Sign X.pdf in the field made for the signer; what others signed stays valid.

    With --database X.pdf must be the text that was made of its visit, and the signature is noted there.
    """
    from fieldsurvey.report.originals import sign_with_certificate
    from fieldsurvey.report.sign import sign as sign_document

    try:
        key = pkcs12.read_bytes()
    except OSError as error:
        raise FileProblem(path=pkcs12, what=error.strerror or "cannot be read") from error
    secret = _passphrase(key_passphrase_file)
    if session.names_database:
        with session.open_desk() as desk:
            signed = sign_with_certificate(
                desk, document, key, secret, signer, field=field, tsa=tsa, out=out
            )
    else:
        signed = sign_document(document, key, secret, signer, field=field, tsa=tsa, out=out)
    click.echo(f"{signed.path}: signed by {signed.signer} in {signed.field}, level {signed.level}")


@sign.command()
@click.argument("document", metavar="X.pdf", type=_FILE)
@click.option("--as", "signer", required=True, help="Who is to sign it elsewhere.")
@click.option("--out", required=True, type=_FILE, help="The file to hand over.")
@click.pass_obj
def export(session: Session, document: Path, *, signer: str, out: Path) -> None:
    """Send X.pdf out to be signed by a service (BSrE); noted in the visit: who, which bytes."""
    from fieldsurvey.report.originals import send_out

    with session.open_desk() as desk:
        digest = send_out(desk, document, signer, out)
    click.echo(f"{out}: to be signed by {signer}; SHA-256 {digest}")


@sign.command(name="import")
@click.argument("returned", metavar="SIGNED.pdf", type=_FILE)
@click.option("--into", "document", required=True, type=_FILE, help="The document it comes from.")
@click.pass_obj
def import_(session: Session, returned: Path, *, document: Path) -> None:
    """Take in what a service signed.

    Where it only appends to X.pdf it continues X.pdf; otherwise it is kept beside it as an original
    of its own, with a warning.
    """
    from fieldsurvey.report.originals import take_back

    with session.open_desk() as desk:
        taken = take_back(desk, returned, document)
    click.echo(f"{taken.path}: signed by {', '.join(taken.people)}; original: {taken.original}")
    if taken.warning:
        click.echo(f"fieldsurvey: peringatan: {taken.warning}", err=True)


@sign.command()
@click.argument("document", metavar="X.pdf", type=_FILE)
@click.option("--strokes", required=True, type=_FILE, help='JSON: {"strokes": [[[x, y], …], …]}.')
@click.option("--as", "signer", required=True, help="The signer's name as the document has it.")
@click.option("--field", help="The field to sign in, when the name alone does not tell.")
@click.pass_obj
def ink(session: Session, document: Path, *, strokes: Path, signer: str, field: str | None) -> None:
    """Sign X.pdf with ink written on a screen: not certified, bound by this device's seal."""
    from fieldsurvey.report.ink import read_ink
    from fieldsurvey.report.originals import ink_document

    written = read_ink(strokes)
    with session.open_store() as store:
        desk = session.desk_over(store)
        signed = ink_document(desk, store, document, written, signer, field=field)
    click.echo(
        f"{signed.path}: signed by {signed.signer} in {signed.field}, TTE tidak tersertifikasi"
    )


@sign.command()
@click.argument("document", metavar="X.pdf", type=_FILE)
@click.argument("sheet", metavar="SCAN", type=_FILE)
@click.option("--as", "signers", required=True, multiple=True, help="Who signed on the sheet.")
@click.pass_obj
def scan(session: Session, document: Path, sheet: Path, *, signers: tuple[str, ...]) -> None:
    """Keep the SCAN of a printed X.pdf that was signed with a pen; the sheet is the original."""
    from fieldsurvey.report.originals import keep_scan

    with session.open_desk() as desk:
        digest = keep_scan(desk, document, sheet, signers)
    click.echo(f"{sheet}: kept with the visit, SHA-256 {digest}; the sheet is the original")


@sign.command()
@click.argument("visit", metavar="VISIT")
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def status(session: Session, visit: str, *, json_: bool) -> None:
    """Say who signed the documents of VISIT how, and which version is the original."""
    import json

    from fieldsurvey.report.originals_text import ORIGINALS, WAYS
    from fieldsurvey.survey.records import to_fields
    from fieldsurvey.survey.signatures import dispatches, signatures

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        codes = {
            each.id: str(each.fields.get("code", ""))
            for each in desk.records.entities(identity, "document")
        }
        signed = signatures(desk.records, identity)
        away = [each for each in dispatches(desk.records, identity) if not each.returned]
    if json_:
        rows = {
            "signatures": [
                to_fields(each) | {"code": codes.get(each.document, "")} for each in signed
            ],
            "away": [to_fields(each) | {"code": codes.get(each.document, "")} for each in away],
        }
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each in signed:
        click.echo(f"{codes.get(each.document, '?')}  {each.person}: {WAYS[each.way]}")
        where = ORIGINALS[each.original].format(name=each.name, digest=each.sha256[:8])
        click.echo(f"    asli: {where}" + (f"\n    ! {each.warning}" if each.warning else ""))
    for sent in away:
        click.echo(
            f"{codes.get(sent.document, '?')}  {sent.person}: dikirim untuk ditandatangani "
            f"({sent.name}, {sent.sha256[:8]}), belum kembali"
        )


def _passphrase(file: Path | None) -> str:
    """Return the key's passphrase; empty where nobody can be asked: some keys have none."""
    if file is not None:
        return read_secret(file)
    if sys.stdin.isatty():
        answer: str = click.prompt("Passphrase of the key", hide_input=True, default="", err=True)
        return answer
    return ""
