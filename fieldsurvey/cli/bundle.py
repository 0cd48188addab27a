"""``fieldsurvey bundle``: carry visits to another laptop in one file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.session import Session, read_secret

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieldsurvey.sync import Arrival, Imported, Preview, Summary

#: The word that addresses a bundle to whoever holds the team keys of its visits.
TEAM = "team"

_file = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
_as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
passphrase_option = click.option(
    "--bundle-passphrase-file",
    metavar="P",
    type=click.Path(path_type=Path),
    help="A file whose first line is the bundle's passphrase.",
)


@click.group()
def bundle() -> None:
    """Bundles: export, import, show, and the key that others address to you."""


@bundle.command(name="export")
@_file
@click.option("--visit", "visits", metavar="V", multiple=True, help="A visit.")
@click.option(
    "--registry", is_flag=True, help="The office's registry: malls, institutions, instruments …"
)
@click.option(
    "--to",
    "to",
    metavar="KEY.pub",
    multiple=True,
    help=f"A laptop's public key, or the word {TEAM}: whoever belongs to the visits already.",
)
@passphrase_option
@_as_json
@click.pass_obj
def export_(
    session: Session,
    *,
    path: Path,
    visits: tuple[str, ...],
    registry: bool,
    to: tuple[str, ...],
    bundle_passphrase_file: Path | None,
    json_: bool,
) -> None:
    """Write visits, the office's registry, or both to a bundle.

    Without --to and --bundle-passphrase-file anyone can read it, except private answers, which
    nobody can: their keys stay behind.
    """
    from fieldsurvey.errors import BundleError
    from fieldsurvey.sync import export_bundle, read_public_key

    if not visits and not registry:
        raise click.UsageError("name a visit with --visit, or --registry")
    devices = [read_public_key(Path(name)) for name in to if name != TEAM]
    passphrase = read_secret(bundle_passphrase_file) if bundle_passphrase_file else None
    with session.open_store() as store:
        desk = session.desk_over(store)
        chosen = [desk.visits.find(text) for text in visits]
        kept = desk.registry.streams() if registry else []
        if registry and not kept:
            raise BundleError(path=path, what="the registry of this database is empty")
        summary = export_bundle(
            store,
            path,
            [*chosen, *kept],
            devices=devices,
            passphrase=passphrase,
            team=TEAM in to,
        )
    _print_summary(summary, json_=json_)
    if not json_:
        click.echo("  flushed and read back from the medium: safe to remove (aman dicabut)")


@bundle.command(name="import")
@_file
@passphrase_option
@_as_json
@click.pass_obj
def import_(
    session: Session, *, path: Path, bundle_passphrase_file: Path | None, json_: bool
) -> None:
    """Take a bundle in, all or nothing; twice or in another order changes nothing."""
    from fieldsurvey.survey.registry import REGISTRY
    from fieldsurvey.sync import import_bundle, show_bundle

    passphrase = read_secret(bundle_passphrase_file) if bundle_passphrase_file else None
    if not session.database.exists():
        # A file that is no bundle must not leave a new, empty database behind.
        show_bundle(path)
    with session.open_store(create=True) as store:
        report = import_bundle(store, path, passphrase=passphrase)
        registries = {a.visit for a in report.arrivals if store.entities(a.visit, REGISTRY)}
    if json_:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(report_lines(report, registries)))


@bundle.command()
@_file
@click.pass_obj
def key(session: Session, *, path: Path) -> None:
    """Write this laptop's public key, for others to address bundles to."""
    from fieldsurvey.sync import fingerprint, write_public_key

    with session.open_store(create=True) as store:
        public = store.encryption_public_key()
    write_public_key(path, public)
    click.echo(f"{path}: key {fingerprint(public)}")


@bundle.command()
@_file
@passphrase_option
@_as_json
@click.pass_obj
def show(session: Session, *, path: Path, bundle_passphrase_file: Path | None, json_: bool) -> None:
    """Say whether a bundle is whole and, where it opens, what importing it would bring here."""
    from fieldsurvey.errors import BundleLocked
    from fieldsurvey.sync import preview_bundle, show_bundle

    summary = show_bundle(path)
    passphrase = read_secret(bundle_passphrase_file) if bundle_passphrase_file else None
    preview, locked = None, ""
    if session.database.exists():
        with session.open_store() as store:
            try:
                preview = preview_bundle(store, path, passphrase=passphrase)
            except BundleLocked as error:
                locked = str(error)
    if json_:
        data = _summary_data(summary) | {"brings": preview and asdict(preview)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    _print_summary(summary, json_=False)
    if preview is not None:
        click.echo("\n".join(_preview_lines(preview)))
    elif locked:
        click.echo(f"  ! {locked}")


def _preview_lines(preview: Preview) -> list[str]:
    who = preview.name or f"laptop {preview.device[:8]}"
    lines = [f"importing it here would bring, from {who}:"]
    for visit in preview.visits:
        place = visit.place or "a visit"
        known = "here already" if visit.here else "new here"
        lines.append(
            f"  {place} ({visit.visit[:13]}, {known}): {visit.changes_new} new of "
            f"{visit.changes} changes, {visit.files_new} new of {visit.files} files"
        )
        if visit.authors:
            by = ", ".join(f"{author} {count}" for author, count in visit.authors)
            lines.append(f"    changes by {by}")
        lines.append(f"    {visit.answers_new} new answers, {visit.photos_new} new photos")
        if visit.conflicts_new or visit.doubles_new:
            lines.append(
                f"    ! {visit.conflicts_new} conflicts and {visit.doubles_new} doubles would wait for a decision"
            )
        if visit.locked:
            lines.append(f"    ! {visit.locked} private answers would stay locked here")
    return lines


def _summary_data(summary: Summary) -> dict[str, object]:
    files = [str(file) for file in summary.files]
    return asdict(summary) | {"path": str(summary.path), "files": files}


def _print_summary(summary: Summary, *, json_: bool) -> None:
    if json_:
        click.echo(json.dumps(_summary_data(summary), ensure_ascii=False, indent=1))
        return
    click.echo(f"{summary.path}: whole, {_size(summary.size)}, made {summary.made}")
    if len(summary.files) > 1:
        click.echo(f"  in {len(summary.files)} files, all needed: through {summary.files[-1].name}")
    for visit in summary.visits:
        missing = f", {visit.blobs_missing} not held there" if visit.blobs_missing else ""
        click.echo(f"  visit {visit.id}: {visit.changes} changes, {visit.blobs} files{missing}")
    if summary.addressees:
        click.echo(
            f"  encrypted for {', '.join(summary.addressees)}; carries the keys of private answers"
        )
    else:
        click.echo(
            "  not addressed: anyone can read it; private answers are in it, locked, without keys"
        )


def report_lines(report: Imported, registries: Collection[str] = ()) -> list[str]:
    """Return what an import did, line by line; streams in ``registries`` are no visits."""
    how = f"opened by {report.opened_by}" if report.opened_by else "not addressed"
    lines = [f"bundle of laptop {report.device[:8]}, made {report.made}, {how}"]
    for arrival in report.arrivals:
        kind = "registry" if arrival.visit in registries else "visit"
        lines.append(f"  {kind} {arrival.visit}: {arrival.changes_new} new changes")
        lines += [f"    ! {line}" for line in _warnings(arrival)]
    lines.append(f"  {report.blobs_new} new files, {report.keys_new} new keys of private answers")
    return lines


def _warnings(arrival: Arrival) -> list[str]:
    lines = []
    if arrival.locked:
        lines.append(
            f"{arrival.locked} private answers are locked here: ask for a bundle addressed to this "
            "laptop's key (`bundle key`) to read them"
        )
    if arrival.blobs_missing:
        lines.append(f"{len(arrival.blobs_missing)} files (photos, forms) have not arrived yet")
    if arrival.pending:
        lines.append(
            f"{arrival.pending} segments wait for earlier changes that have not arrived yet"
        )
    if arrival.other_team_key:
        lines.append("it brought another team key than ours, which was not taken; ask who made it")
    lines += [
        f"device {fork[:8]}…: two different changes have number {fork.rpartition('/')[2]}; "
        "both are kept (a copied database, or a rewritten chain)"
        for fork in arrival.forks
    ]
    return lines


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{count / 1000:.1f} kB"
    return f"{count / 1_000_000:.1f} MB"
