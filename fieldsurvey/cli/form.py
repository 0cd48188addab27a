"""``fieldsurvey form``: check a form, or fill it from a list of steps without a screen."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.cli.session import Session
    from fieldsurvey.xforms import FormSession
    from fieldsurvey.xlsform import Diagnostic


@click.group()
def form() -> None:
    """Check and run forms (XLSForm workbooks and XForms)."""


@form.command()
@click.argument("path", metavar="FORM", type=click.Path(path_type=Path))
@click.option("--media", type=click.Path(path_type=Path), help="Folder of the form's media files.")
@click.option("--validate", is_flag=True, help="Also ask ODK Validate, when Java is installed.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(path: Path, media: Path | None, *, validate: bool, as_json: bool) -> None:
    """Convert FORM and print what is wrong with it, with sheet, row and column.

    Exits 0 when the form runs, 1 when it does not.
    """
    from fieldsurvey.errors import FormError
    from fieldsurvey.xforms import load_form
    from fieldsurvey.xlsform import Diagnostic

    summary: dict[str, object] = {}
    try:
        loaded = load_form(path, media, validate=validate)
        faults = loaded.start().faults
    except FormError as error:
        problems = [d for d in error.diagnostics if isinstance(d, Diagnostic)]
        runs = False
        if not problems:
            problems = [Diagnostic("error", path.name, None, None, None, "", str(error))]
    else:
        problems = [
            *loaded.diagnostics,
            *(
                Diagnostic("error", path.name, None, None, None, "", f"{r}: {w}", "Correct it.")
                for r, w in faults.items()
            ),
        ]
        runs = not faults
        summary = {
            "id": loaded.id,
            "version": loaded.version,
            "title": loaded.title,
            "questions": sum(1 for d in loaded.definitions if d.is_leaf and d.control is not None),
            "languages": list(loaded.languages),
        }
    if as_json:
        found = [asdict(problem) for problem in problems]
        click.echo(json.dumps({"runs": runs, **summary, "diagnostics": found}, ensure_ascii=False))
    else:
        _print(problems)
        if runs:
            click.echo(f"{path.name}: runs, {summary['questions']} questions")
    if not runs:
        sys.exit(1)


def _print(problems: list[Diagnostic]) -> None:
    for problem in problems:
        click.echo(f"{problem.severity}: {problem}", err=problem.severity == "error")


@form.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
def diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Tell what changed from OLD to NEW, and whether answers given to OLD still fit.

    Exits 0 when they fit as they are, 3 when some need a look (warning), 4 when some lose their
    place (data loss), 1 when a form cannot be read.
    """
    from fieldsurvey.xforms import load_form
    from fieldsurvey.xforms.difference import compare_forms

    changes = compare_forms(load_form(old), load_form(new))
    effects = {change.effect for change in changes}
    if as_json:
        found = [asdict(change) for change in changes]
        click.echo(json.dumps({"changes": found}, ensure_ascii=False))
    else:
        for change in changes:
            click.echo(str(change))
        click.echo(f"{len(changes)} changes from {old.name} to {new.name}")
    sys.exit(4 if "data loss" in effects else 3 if "warning" in effects else 0)


@form.command()
@click.argument("path", metavar="FORM", type=click.Path(path_type=Path))
@click.option(
    "--answers",
    required=True,
    metavar="A.json",
    help="Steps as JSON; - reads them from standard input.",
)
@click.option(
    "--instance",
    metavar="OUT.xml",
    type=click.Path(path_type=Path),
    help="Where to write the answers.",
)
@click.option("--now", metavar="ISO", help="Fix the clock, as 2026-08-22T09:30:00+07:00.")
@click.option("--language", metavar="L", help="Start in this language.")
@click.option("--media", type=click.Path(path_type=Path), help="Folder of the form's media files.")
@click.option("--json", "as_json", is_flag=True, help="Print the values and problems as JSON.")
@click.option("--visit", metavar="V", help="Fill a response of this visit instead of a file.")
@click.option("--target", metavar="T", help="With --visit: a code, an id, or mall.")
@click.option("--finish", is_flag=True, help="With --visit: call the response finished at the end.")
@click.pass_obj
def run(
    shared: Session,
    path: Path,
    answers: str,
    instance: Path | None,
    now: str | None,
    language: str | None,
    media: Path | None,
    visit: str | None,
    target: str | None,
    *,
    as_json: bool,
    finish: bool,
) -> None:
    """Fill FORM by playing steps, and write the answers as an OpenRosa submission.

    With --visit and --target each step is a change of the visit's journal, and its key is
    printed as
    saved only after its commit; FORM is then a form of the visit's instrument (stand, or
    stand.xlsx).
    """
    from fieldsurvey.xforms import load_form
    from fieldsurvey.xforms.steps import play, read_steps

    if visit is not None or target is not None:
        if visit is None or target is None:
            raise click.UsageError("--visit and --target go together")
        _run_in_visit(
            shared,
            path.name.split(".")[0],
            visit,
            target,
            read_steps(_read_answers(answers)),
            finish=finish,
        )
        return
    if instance is None and not as_json:
        raise click.UsageError("give --instance OUT.xml, or --json")
    fixed = _moment(now)
    steps = read_steps(_read_answers(answers))
    session = load_form(path, media).start(now=fixed, language=language)
    for _ in play(session, steps):
        pass
    if instance is not None:
        _write(instance, session.to_xml())
    if as_json:
        click.echo(json.dumps(_result(session), ensure_ascii=False))


def _run_in_visit(
    shared: Session,
    form_name: str,
    visit: str,
    target: str,
    steps: list[dict[str, object]],
    *,
    finish: bool,
) -> None:
    """Play steps into a response of a visit, printing each key after its commit."""
    from fieldsurvey.xforms.steps import play

    with shared.open_desk() as desk:
        identity = desk.visits.find(visit)
        response = desk.responses(identity).open(
            form_name, desk.visits.target(identity, form_name, target)
        )
        # Saving and loading is what the journal does at each step.
        for step, _ in play(response.session, [step for step in steps if "save_load" not in step]):
            ref = step.get("set")
            key = response.session.key(ref) if isinstance(ref, str) else ""
            saved = response.save(answered=key)
            for name in dict.fromkeys([key, *saved] if key else saved):
                click.echo(f"saved {name}")
            sys.stdout.flush()
        if finish:
            response.finish()


def _moment(text: str | None) -> datetime | None:
    from datetime import datetime

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            "not an ISO time, as 2026-08-22T09:30:00+07:00", param_hint="--now"
        ) from error
    return moment.astimezone()


def _read_answers(name: str) -> str:
    from fieldsurvey.errors import FileProblem

    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileProblem(path=name, what=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise FileProblem(path=name, what="it is not UTF-8 text") from error


def _write(path: Path, data: bytes) -> None:
    from fieldsurvey.errors import FileProblem

    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or str(error)) from error


def _result(session: FormSession) -> dict[str, object]:
    return {
        "values": {ref: session.get(ref) for ref in session.refs() if session.relevant(ref)},
        "problems": [
            {"ref": ref, "kind": violation.kind, "message": violation.message}
            for ref, violation in session.problems()
        ],
    }
