"""``fieldsurvey verify``: do the signatures hold, was it changed since, does the data still fit?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.errors import ReportError

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.report.verification import SignatureReport, Verification

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("document", metavar="X.pdf", type=_FILE)
@click.option("--trust", type=_FILE, help="Certificates (PEM) of the authorities to trust.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def verify(
    ctx: click.Context,
    document: Path,
    *,
    trust: Path | None,
    as_json: bool,
) -> None:
    """Verify the signatures of X.pdf; with --database FILE also its seal against the data.

    Leaves with 0 when it is intact, with 1 when it was changed, or a signature is invalid, revoked
    or was made with an expired certificate, or the seal does not fit the data, or, with --trust, a
    chain leads to no trusted authority.
    """
    from fieldsurvey.report.verify import verify as verify_document

    found = verify_document(document, trust)
    if ctx.obj.names_database:
        found = _with_seal(found, ctx.obj)
    click.echo(
        json.dumps(found.to_json(), ensure_ascii=False, indent=2) if as_json else _text(found)
    )
    if not found.ok:
        more = f" (and {len(found.problems) - 1} more)" if len(found.problems) > 1 else ""
        click.echo(f"fieldsurvey: {document}: {found.problems[0]}{more}", err=True)
        ctx.exit(1)


def _with_seal(found: Verification, session: Session) -> Verification:
    from fieldsurvey.report.compare_seal import compare_seal
    from fieldsurvey.report.remarks import remark
    from fieldsurvey.report.seal_file import seal_of

    with session.open_store() as store:
        try:
            problems, notes = compare_seal(seal_of(found.path), store)
        except ReportError as error:
            problems, notes = [remark("seal-unreadable", what=str(error))], []
    return replace(found, problems=(*found.problems, *problems), notes=(*found.notes, *notes))


def _text(found: Verification) -> str:
    lines = [f"{found.path}: {'intact' if found.ok else 'NOT to be relied on'}"]
    lines += [_signature(signature) for signature in found.signatures]
    lines += [f"  problem: {problem}" for problem in found.problems]
    lines += [f"  note: {note}" for note in found.notes]
    return "\n".join(lines)


def _signature(signature: SignatureReport) -> str:
    if not signature.intact or signature.changed:
        state = "broken" if not signature.intact else "changed since"
    else:
        state = "holds" if signature.covers == "file" else "holds; others signed later"
    time = "no time" if signature.time is None else f"{signature.time:%Y-%m-%d %H:%M:%S %Z}"
    vouched = "trusted time" if signature.time_trusted else "claimed time"
    return (
        f"  {signature.field}: {signature.signer}, by {signature.issuer}; {signature.level}; "
        f"{time} ({vouched}); {state}"
    )
