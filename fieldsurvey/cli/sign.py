"""``fieldsurvey sign``: put one person's signature into a document."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldsurvey.cli.session import read_secret
from fieldsurvey.errors import FileProblem

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("document", metavar="X.pdf", type=_FILE)
@click.option("--pkcs12", required=True, type=_FILE, help="The signer's key: a .p12 or .pfx file.")
@click.option(
    "--pkcs12-passphrase-file",
    "passphrase_file",
    type=_FILE,
    help="A file whose first line opens the key; asked for at a terminal without it.",
)
@click.option("--as", "signer", required=True, help="The signer's name as the document has it.")
@click.option("--field", help="The field to sign in, when the name alone does not tell.")
@click.option("--tsa", metavar="URL", help="A time-stamp authority, for a trusted time.")
@click.option("--out", type=_FILE, help="Where the signed file goes; default: in place.")
def sign(
    document: Path,
    *,
    pkcs12: Path,
    passphrase_file: Path | None,
    signer: str,
    field: str | None,
    tsa: str | None,
    out: Path | None,
) -> None:
    """Sign X.pdf in the field made for the signer; what others signed stays valid."""
    from fieldsurvey.report.sign import sign as sign_document

    try:
        key = pkcs12.read_bytes()
    except OSError as error:
        raise FileProblem(path=pkcs12, what=error.strerror or "cannot be read") from error
    signed = sign_document(
        document, key, _passphrase(passphrase_file), signer, field=field, tsa=tsa, out=out
    )
    click.echo(f"{signed.path}: signed by {signed.signer} in {signed.field}, level {signed.level}")


def _passphrase(file: Path | None) -> str:
    """Return the key's passphrase; empty where nobody can be asked: some keys have none."""
    if file is not None:
        return read_secret(file)
    if sys.stdin.isatty():
        answer: str = click.prompt("Passphrase of the key", hide_input=True, default="", err=True)
        return answer
    return ""
