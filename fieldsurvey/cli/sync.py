"""``fieldsurvey sync``: bring this database and a hub to the same state; say what is held where."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.session import operator
from fieldsurvey.errors import NotPaired

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.store import Store
    from fieldsurvey.sync.exchange import Exchange, Exchanged, Progress
    from fieldsurvey.sync.whereabouts import Whereabouts

_as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
_STEPS = {
    "changes-out": "mengirim perubahan",
    "files-out": "mengirim berkas",
    "changes-in": "mengambil perubahan",
    "files-in": "mengambil berkas",
    "receipts": "bertukar tanda terima",
}


class _Sync(click.Group):
    """``sync URL`` is the command itself; only a word of its own is another one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read ``sync URL …`` as ``sync url URL …``."""
        if args and args != ["--help"] and not set(self.commands).intersection(args):
            args = ["url", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names that are typed."""
        return [name for name in super().list_commands(ctx) if name != "url"]


@click.group(cls=_Sync, subcommand_metavar="URL [OPTIONS] | status | reclaim", options_metavar="")
def sync() -> None:
    """Exchange visits with a hub, both ways: ``fieldsurvey sync 192.168.1.7:8643``.

    The first time give the code that the hub shows: --code ABCD-2345. Options of ``sync URL``:
    ``fieldsurvey sync URL --help``.
    """


@sync.command(name="url", options_metavar="[OPTIONS]")
@click.argument("url", metavar="URL")
@click.option("--code", metavar="CODE", help="Pair first, with the code that the hub shows.")
@click.option(
    "--visit", "visits", metavar="V", multiple=True, help="This visit; all held here without it."
)
@click.option("--all", "everything", is_flag=True, help="Take visits that only the hub holds, too.")
@click.option(
    "--give-keys",
    is_flag=True,
    help="Hand the keys of private answers to a hub that is not of the visit's team.",
)
@click.option("--name", default="", help="What the hub shows of this laptop, when pairing.")
@_as_json
@click.pass_obj
def url_(
    session: Session,
    *,
    url: str,
    code: str | None,
    visits: tuple[str, ...],
    everything: bool,
    give_keys: bool,
    name: str,
    json_: bool,
) -> None:
    """Exchange visits with the hub at URL; stopped at any moment it goes on from there next time."""
    from fieldsurvey.survey.clock import SystemClock
    from fieldsurvey.survey.training import refuse_training
    from fieldsurvey.survey.visits import Visits
    from fieldsurvey.sync.exchange import sync as exchange
    from fieldsurvey.sync.hub_client import HubConnection, find_hub, pair
    from fieldsurvey.sync.wire import Address

    address = Address.read(url)
    with session.open_store(create=True) as store:
        refuse_training(store)
        if code is not None:
            peer = pair(store, address, code, name=name)
        elif (known := find_hub(store, address)) is not None:
            peer = known
        else:
            what = "not paired with this laptop yet; give --code with the code that the hub shows"
            raise NotPaired(address=address, what=what)
        lookup = Visits(store, SystemClock(), operator())
        chosen = [_named(store, text) for text in visits] or lookup.ids()
        with HubConnection(store, peer) as line:
            done = exchange(
                *(store, line, chosen),
                everything=everything,
                give_keys=give_keys,
                told=_tell if sys.stderr.isatty() else lambda _progress: None,
            )
    if json_:
        click.echo(json.dumps(asdict(done), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(done)))


def _named(store: Store, text: str) -> str:
    """Return the visit that a text names: one held here, or in full one that only the hub holds."""
    fitting = [stream for stream in store.streams() if stream.startswith(text.lower())]
    return fitting[0] if len(fitting) == 1 else text


@sync.command()
@click.argument("visits", metavar="[VISIT]...", nargs=-1)
@_as_json
@click.pass_obj
def status(session: Session, *, visits: tuple[str, ...], json_: bool) -> None:
    """Say which changes and files of each visit are held where, and which only on this laptop."""
    from fieldsurvey.survey.clock import SystemClock
    from fieldsurvey.survey.visits import Visits
    from fieldsurvey.sync.whereabouts import whereabouts

    with session.open_store() as store:
        lookup = Visits(store, SystemClock(), operator())
        chosen = [lookup.find(text) for text in visits] or lookup.ids()
        found = [whereabouts(store, visit) for visit in chosen]
    if json_:
        click.echo(json.dumps([asdict(one) for one in found], default=str, indent=1))
        return
    for one in found:
        click.echo("\n".join(whereabouts_lines(one)))


@sync.command()
@click.option("--yes", is_flag=True, help="Do it; without this it only says what would go.")
@_as_json
@click.pass_obj
def reclaim(session: Session, *, yes: bool, json_: bool) -> None:
    """Give up the bytes of files that nothing speaks of any more, no seal covers, and others hold.

    Others hold them when two devices signed a receipt that names the file; what was erased goes without.
    """
    from fieldsurvey.survey.clock import SystemClock
    from fieldsurvey.sync.reclaim import reclaim as give_up
    from fieldsurvey.sync.reclaim import unneeded

    with session.open_store() as store:
        found = give_up(store, SystemClock().now()) if yes else unneeded(store)
    if json_:
        click.echo(json.dumps([asdict(one) for one in found], indent=1))
        return
    for one in found:
        why = "dihapus permanen" if one.because == "erased" else "dua tanda terima"
        click.echo(f"{one.name}  {one.size} bita  {why}")
    done = "dilepas" if yes else "dapat dilepas (--yes melepasnya)"
    click.echo(f"{len(found)} berkas, {sum(one.size for one in found)} bita {done}")


def whereabouts_lines(found: Whereabouts) -> list[str]:
    """Return what ``status`` prints of a visit."""
    missing = f", {found.files_missing} berkas belum tiba" if found.files_missing else ""
    lines = [f"{found.visit}: {found.changes} perubahan, {found.files} berkas{missing}"]
    if found.only_here:
        lines.append(
            f"  ! hanya di laptop ini: {found.only_here_changes} perubahan, "
            f"{found.only_here_files} berkas"
        )
    for holder in found.holders:
        how = "tanda terima" if holder.signed else "menurut bundel"
        lacks = (
            f"belum memegang {holder.changes_lacking} perubahan, {holder.files_lacking} berkas"
            if holder.changes_lacking or holder.files_lacking
            else "memegang semuanya"
        )
        name = holder.name or f"laptop {holder.device[:8]}"
        lines.append(f"  {name}: {lacks} ({how} {holder.at:%Y-%m-%d %H:%M})")
    return lines


def _tell(progress: Progress) -> None:
    end = "\n" if progress.done == progress.total else ""
    text = f"{progress.visit[:8]} {_STEPS[progress.step]} {progress.done}/{progress.total}"
    if progress.total:
        click.echo(f"\r{text}\x1b[K{end}", nl=False, err=True)


def _lines(done: Exchanged) -> list[str]:
    lines = [f"{done.name} ({done.address})"]
    for visit in done.visits:
        lines.append(
            f"  {visit.visit}: dikirim {visit.changes_out} perubahan, {visit.files_out} berkas; "
            f"diterima {visit.changes_in} perubahan, {visit.files_in} berkas"
        )
        lines += [f"    ! {line}" for line in _warnings(visit)]
        if not visit.only_here:
            lines.append("    semuanya dipegang titik temu (tanda terima tersimpan)")
    if done.hub_only:
        lines.append(
            f"  {len(done.hub_only)} kunjungan hanya ada di titik temu; ambil dengan --all "
            "atau --visit: " + ", ".join(done.hub_only)
        )
    return lines


def _warnings(visit: Exchange) -> list[str]:
    lines = []
    if visit.only_here:
        lines.append(f"{visit.only_here} perubahan atau berkas masih hanya di laptop ini")
    if visit.files_nowhere:
        lines.append(f"{visit.files_nowhere} berkas belum ada di titik temu maupun di sini")
    if visit.keys_out is None:
        lines.append(
            "kunci jawaban pribadi tidak diberikan: titik temu bukan anggota tim kunjungan ini "
            "(--give-keys memberikannya)"
        )
    lines += [
        f"perangkat {fork[:8]}…: nomor {fork.rpartition('/')[2]} berisi dua perubahan berbeda; "
        "keduanya disimpan"
        for fork in visit.forks
    ]
    return lines
