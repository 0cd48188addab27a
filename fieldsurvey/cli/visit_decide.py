"""``fieldsurvey visit conflicts``, ``decide``, ``keep``, ``same`` and ``revive``: what merging leaves for people."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import click

from fieldsurvey.errors import VisitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.cli.session import Session
    from fieldsurvey.journal.change import ChangeKey
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.ports import Conflict
    from fieldsurvey.survey.waiting import ShownConflict


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def conflicts(session: Session, visit_id: str, *, json_: bool) -> None:
    """List what waits for a decision: both values, who wrote them and when; exit 1 when anything does."""
    with session.open_desk() as desk:
        found = _waiting(desk, desk.visits.find(visit_id))
    if json_:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found)) or "Tidak ada yang menunggu keputusan.")
    click.get_current_context().exit(1 if any(found.values()) else 0)


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.argument("name", metavar="CONFLICT")
@click.option(
    "--take", metavar="DEVICE/NUMBER", help="The value that stays, as `conflicts` names it."
)
@click.option("--write", "text", metavar="VALUE", help="A third value instead.")
@click.pass_obj
def decide(
    session: Session, visit_id: str, name: str, *, take: str | None, text: str | None
) -> None:
    """Decide a conflict; the others stay in the history, and the decision travels with the visit."""
    from fieldsurvey.survey.decisions import resolve, write_another

    if (take is None) == (text is None):
        raise click.UsageError("give either --take or --write")
    with session.open_desk() as desk:
        visit = desk.visits.find(visit_id)
        instrument = desk.instrument(visit)
        seen = _named(_conflicts(desk, visit), name).conflict
        if text is not None:
            write_another(desk.visits, visit, instrument, seen, text)
            return
        key = value_named(seen, name, str(take))
        resolve(desk.visits, visit, instrument, seen, key)


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.argument("response", metavar="RESPONSE")
@click.pass_obj
def keep(session: Session, visit_id: str, response: str) -> None:
    """Keep one of the responses of a slot that was filled twice; the others are marked deleted."""
    from fieldsurvey.survey.decisions import keep_response

    with session.open_desk() as desk:
        removed = keep_response(desk.visits, desk.visits.find(visit_id), response)
    click.echo(f"{removed} isian ganda dihapus")


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.argument("double", metavar="STAND")
@click.argument("other", metavar="OTHER", required=False)
@click.option("--undo", is_flag=True, help="Part them again instead of naming OTHER.")
@click.pass_obj
def same(session: Session, visit_id: str, double: str, other: str | None, *, undo: bool) -> None:
    """Let OTHER stand for a STAND that two laptops recorded separately; codes, ids or unique prefixes of ids."""
    from fieldsurvey.survey.stand_doubles import part, settle

    if (other is None) != undo:
        raise click.UsageError("give either OTHER or --undo")
    with session.open_desk() as desk:
        visit = desk.visits.find(visit_id)
        stand = _stand(desk, visit, double)
        if other is None:
            part(desk.visits, visit, stand)
            click.echo("Dipisah kembali: keduanya gerai sendiri, dengan isiannya masing-masing.")
            return
        settle(desk.visits, visit, stand, _stand(desk, visit, other))
    click.echo("Dihitung sebagai satu gerai; isian ganda, bila ada, menunggu di `visit conflicts`.")


def _stand(desk: Desk, visit: str, text: str) -> str:
    """Return the id of the stand that a code or the beginning of an id names, those out of sight included."""
    stands = desk.records.entities(visit, "stand")
    exact = [s.id for s in stands if text.casefold() == str(s.fields.get("code", "")).casefold()]
    fitting = exact if len(exact) == 1 else [s.id for s in stands if s.id.startswith(text.lower())]
    if len(fitting) != 1:
        shown = ", ".join(f"{s.fields.get('code', '')} ({s.id})" for s in stands)
        raise VisitError(
            what=f"{len(fitting or exact) or 'no'} stands fit {text!r}; there are: {shown}"
        )
    return fitting[0]


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.argument("entity", metavar="ENTITY")
@click.option("--keep/--delete", default=True, show_default=True, help="Whether it stays.")
@click.pass_obj
def revive(session: Session, visit_id: str, entity: str, *, keep: bool) -> None:
    """Decide over what was deleted on one laptop and changed on another."""
    from fieldsurvey.survey.decisions import decide_revival

    with session.open_desk() as desk:
        decide_revival(desk.visits, desk.visits.find(visit_id), entity, keep=keep)


def _conflicts(desk: Desk, visit: str) -> tuple[ShownConflict, ...]:
    from fieldsurvey.survey.waiting import shown_conflicts

    return shown_conflicts(desk, desk.visits.snapshot(visit, secrets=True), desk.instrument(visit))


def short_names(digests: Iterable[str], least: int = 6) -> list[str]:
    """Return the beginnings of digests that tell them apart, all of one length."""
    whole = list(digests)
    longest = max(map(len, whole), default=least)
    for length in range(least, longest):
        short = [each[:length] for each in whole]
        if len(set(short)) == len(set(whole)):
            return short
    return whole


def _digest(shown: ShownConflict) -> str:
    """Return what names a conflict, the same while there is one."""
    place = f"{shown.conflict.entity} {shown.conflict.field}"
    return hashlib.sha256(place.encode()).hexdigest()


def _about(shown: ShownConflict) -> str:
    return " ".join(filter(None, (shown.form, shown.code, shown.name)))


def _named(waiting: Sequence[ShownConflict], name: str) -> ShownConflict:
    """Return the only conflict whose name begins so."""
    digests = [_digest(each) for each in waiting]
    fitting = [n for n, digest in enumerate(digests) if digest.startswith(name.lower())]
    if not fitting:
        raise VisitError(what=f"no conflict {name!r} waits here; `visit conflicts` lists them")
    if len(fitting) > 1:
        names = short_names(digests)
        shown = "; ".join(f"{names[n]} ({_about(waiting[n])})" for n in fitting)
        raise VisitError(what=f"{len(fitting)} conflicts begin with {name!r}: {shown}; name one")
    return waiting[fitting[0]]


def value_named(seen: Conflict, name: str, take: str) -> ChangeKey:
    """Return the only value of a conflict that the beginning of a device and a number name."""
    device, _, number = take.partition("/")
    keys = [
        each.key
        for each in seen.alternatives
        if each.key.device.startswith(device) and str(each.key.seq) == number
    ]
    if not keys:
        raise VisitError(
            what=f"conflict {name} has no value {take!r}; `visit conflicts` lists them"
        )
    if len(keys) > 1:
        shown = ", ".join(f"{key.device}/{key.seq}" for key in keys)
        raise VisitError(what=f"{len(keys)} values of conflict {name} fit {take!r}: {shown}")
    return keys[0]


def _waiting(desk: Desk, visit: str) -> dict[str, list[dict[str, Any]]]:
    from fieldsurvey.survey.responses import doubles
    from fieldsurvey.survey.waiting import revivals

    snapshot = desk.visits.snapshot(visit, secrets=True)
    names = {target.id: target for target in desk.visits.targets(visit)}
    waiting = _conflicts(desk, visit)
    return {
        "conflicts": [
            {
                "conflict": name,
                "about": _about(shown),
                "question": shown.question,
                "values": [
                    {
                        "take": f"{device}/{v.key.seq}",
                        "value": v.text,
                        "author": v.author,
                        "at": v.at.isoformat(),
                    }
                    for v, device in zip(
                        shown.values,
                        short_names((v.key.device for v in shown.values), 8),
                        strict=True,
                    )
                ],
            }
            for shown, name in zip(waiting, short_names(map(_digest, waiting)), strict=True)
        ],
        "doubles": [
            {
                "form": slot.form,
                "about": names[slot.target].code if slot.target in names else slot.target,
                "responses": [
                    {"response": r.id, "state": r.state.value, "author": r.author} for r in group
                ],
            }
            for slot, group in doubles(snapshot.responses)
        ],
        "revived": [
            {
                "entity": each.entity,
                "about": " ".join(filter(None, (each.kind, each.code, each.name))),
                "deleted_by": [
                    f"{author} ({device[:8]})" for author, device in each.revival.deleted_by
                ],
                "changed_by": [
                    f"{author} ({device[:8]})" for author, device in each.revival.revived_by
                ],
            }
            for each in revivals(desk, visit)
        ],
    }


def _seen(value: str | None) -> str:
    return "🔒" if value is None else value or "(kosong)"


def _lines(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    lines = []
    for conflict in found["conflicts"]:
        lines.append(f"{conflict['conflict']}  {conflict['about']} · {conflict['question']}")
        lines += [
            f"    {v['take']:<14} {_seen(v['value'])} · {v['author']} · {v['at']}"
            for v in conflict["values"]
        ]
    for double in found["doubles"]:
        lines.append(f"ganda: {double['form']} {double['about']}")
        lines += [
            f"    {r['response']} · {r['state']} · {r['author']}" for r in double["responses"]
        ]
    lines += [
        f"{each['entity']}  {each['about']} · dihapus oleh {', '.join(each['deleted_by'])},"
        f" diubah oleh {', '.join(each['changed_by'])}"
        for each in found["revived"]
    ]
    return lines
