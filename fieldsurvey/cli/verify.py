"""``fieldsurvey verify``: do the signatures hold, was it changed since, does the data still fit?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.report.verification import SignatureReport, Verification

_FILE = click.Path(dir_okay=False, path_type=Path)
_REVOCATION = {"good": "tidak dicabut", "revoked": "DICABUT", "unknown": "tidak diketahui"}


@click.command()
@click.argument("document", metavar="X.pdf", type=_FILE)
@click.option(
    "--trust", type=_FILE, multiple=True, help="Certificates (PEM) of the authorities to trust."
)
@click.option(
    "--revocation",
    type=_FILE,
    multiple=True,
    help="A list of revoked certificates (CRL) or an OCSP response; may be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def verify(
    ctx: click.Context,
    document: Path,
    *,
    trust: tuple[Path, ...],
    revocation: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Verify the signatures of X.pdf; with --database FILE also its seal against the data.

    Signatures that hold and that a crash kept from being noted in the visit are noted then.

    Leaves with 0 when it is intact, with 1 when it was changed, or a signature is invalid, revoked
    or was made with an expired certificate, or the seal does not fit the data, or, with --trust, a
    chain leads to no trusted authority; with 2, as every command, when it is called wrongly. Ink on
    screen counts as trusted where --database knows the device that bound it.
    """
    from fieldsurvey.report.verify import verify as verify_document

    if ctx.obj.names_database:
        found = _with_seal(ctx.obj, document, trust, revocation)
    else:
        found = verify_document(document, trust or None, revocation=revocation)
    click.echo(
        json.dumps(found.to_json(), ensure_ascii=False, indent=2) if as_json else _text(found)
    )
    if not found.ok:
        more = f" (dan {len(found.problems) - 1} lagi)" if len(found.problems) > 1 else ""
        click.echo(f"fieldsurvey: {document}: {found.problems[0]}{more}", err=True)
        ctx.exit(1)


def _with_seal(
    session: Session, document: Path, trust: tuple[Path, ...], revocation: tuple[Path, ...]
) -> Verification:
    from fieldsurvey.report.adopt import adopt_document
    from fieldsurvey.report.examine import examine

    with session.open_store() as store:
        found = examine(document, store, trust, revocation)
        noted = adopt_document(session.desk_over(store), document)
    if noted:
        names = ", ".join(each.person for each in noted)
        said = f"tanda tangan {names} belum tercatat pada kunjungan; sekarang dicatat"
        click.echo(f"fieldsurvey: {document}: {said}", err=True)
    return replace(
        found.document,
        problems=(*found.document.problems, *found.seal_problems),
        notes=(*found.document.notes, *found.seal_notes),
    )


def _text(found: Verification) -> str:
    from fieldsurvey.report.bounds import bounded
    from fieldsurvey.report.seal_file import zone_of

    with bounded(found.path):
        zone = zone_of(found.path)
    count = len(found.signatures)
    lines = [
        f"{found.path}: {'UTUH' if found.ok else 'TIDAK DAPAT DIANDALKAN'}, {count} tanda tangan"
    ]
    for number, signature in enumerate(found.signatures, 1):
        lines += _signature(number, signature, zone)
    lines += [f"  masalah: {problem}" for problem in found.problems]
    lines += [f"  catatan: {note}" for note in found.notes]
    return "\n".join(lines)


def _signature(number: int, one: SignatureReport, zone: str) -> list[str]:
    """Return what is said of one signature: who, when, level, chain, revocation."""
    from fieldsurvey.indonesia import local_date, local_time, long_date

    if not one.intact:
        state = "TIDAK SAH, isinya diubah"
    elif one.changed:
        state = "dokumen DIUBAH sesudahnya"
    elif one.covers == "file":
        state = "utuh, tidak ada yang diubah sesudahnya"
    else:
        state = "utuh, sesudahnya hanya ada tanda tangan lain"
    time = "waktu tidak disebut"
    if one.time is not None:
        vouched = "stempel waktu tepercaya" if one.time_trusted else "jam penanda tangan"
        time = f"{long_date(local_date(one.time, zone))} {local_time(one.time, zone)} ({vouched})"
    chain = " < ".join(one.chain if len(one.chain) > 1 else (one.signer, one.issuer))
    trusted = {None: "belum dinilai", True: "dipercaya", False: "TIDAK dipercaya"}[one.trusted]
    kind = "TTE tidak tersertifikasi, tinta di layar" if one.device else f"PAdES {one.level}"
    return [
        f"  {number}. {one.signer} ({one.field}): {state}",
        f"     {time}; {kind if one.level != 'not PAdES' else 'bukan PAdES'}",
        f"     rantai: {chain} ({trusted}); pencabutan: {_REVOCATION[one.revocation]}",
    ]
