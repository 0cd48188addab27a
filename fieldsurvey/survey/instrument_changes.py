"""What changed between two instruments, their rules and their forms, for whoever decides which one to use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldsurvey.scoring import scheme_differences
from fieldsurvey.xforms.difference import compare_forms
from fieldsurvey.xforms.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.scoring import Scheme
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.manifest import Manifest
    from fieldsurvey.xforms import Form
    from fieldsurvey.xforms.difference import Effect

Section = Literal["rules", "bands", "weights", "facts", "forms", "questions"]

#: First word of what ``scoring.changes`` calls a part → where it stands.
_SECTIONS: dict[str, Section] = {
    "rule": "rules",
    "unit": "weights",
    "band": "bands",
    "compliance": "bands",
    "opinion": "bands",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes:
        section: rules, categories, weights of the tree, other facts, whole forms, or questions.
        sign: ``+`` is new, ``-`` is gone, ``~`` is another now.
        name: what people call it: a title, or a question's words.
        what: of a question, what of it (``label``, ``choice added`` …), else its key.
        old: what it was, "" when nothing; new: likewise.
        form: of a question.
        effect: on answers given to the old form; why: in one sentence.
        line: all of it in one English line.
    """

    section: Section
    sign: str
    name: str
    what: str
    old: str
    new: str
    line: str
    form: str = ""
    effect: Effect = "harmless"
    why: str = ""


def instrument_changes(old: Instrument, new: Instrument) -> list[str]:
    """Return a line for each difference: rules, bands, weights, indicators; validity, quotas; then form by form.

    A line about a form says what happens to answers given to the old one (``harmless``, ``warning``, ``data loss``).

    Raises:
        FormError: a form cannot run.
    """
    return [each.line for each in instrument_differences(old, new)]


def instrument_differences(old: Instrument, new: Instrument) -> list[Difference]:
    """Return what `instrument_changes` tells, part by part.

    Raises:
        FormError: a form cannot run.
    """
    return [*_of_schemes(old.scheme, new.scheme), *_of_facts(old, new), *_of_forms(old, new)]


def _of_schemes(old: Scheme, new: Scheme) -> Iterator[Difference]:
    titles = _titles(old) | _titles(new)
    for change in scheme_differences(old, new):
        section = _SECTIONS.get(change.key.partition(" ")[0], "weights")
        before, after = change.old or "", change.new or ""
        sign = "-" if change.new is None else "+" if change.old is None else "~"
        name = titles.get(change.key, change.key.partition(" ")[2])
        yield Difference(section, sign, name, change.key, before, after, str(change))


def _titles(scheme: Scheme) -> dict[str, str]:
    found = {}
    for dimension in scheme.dimensions:
        found[f"dimension {dimension.id}"] = dimension.title.id
        for variable in dimension.variables:
            found[f"variable {variable.id}"] = variable.title.id
            found |= {f"indicator {each.id}": each.title.id for each in variable.indicators}
    return found


def _of_facts(old: Manifest, new: Manifest) -> Iterator[Difference]:
    before, after = _facts(old), _facts(new)
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name, "–"), after.get(name, "–")
        if was != now:
            yield Difference("facts", "~", name, name, was, now, f"~ {name}: {was} → {now}")


def _of_forms(old: Instrument, new: Instrument) -> Iterator[Difference]:
    for form in dict.fromkeys([*old.forms, *new.forms]):
        if form not in new.forms or form not in old.forms:
            sign = "+" if form in new.forms else "-"
            yield Difference("forms", sign, form, form, "", "", f"{sign} form {form}", form)
            continue
        was, now = old.form(form), new.form(form)
        for change in compare_forms(was, now):
            whole = {"added": "+", "removed": "-"}.get(change.what, "~")
            name = _question(now if whole != "-" else was, change.ref)
            what = f"{change.what} {change.choice}".strip()
            yield Difference(
                *("questions", whole, name, what, change.old, change.new),
                line=f"~ form {form}: {change}",
                form=form,
                effect=change.effect,
                why=change.why,
            )


def _question(form: Form, ref: str) -> str:
    """Return what a question asks, with its name; its name alone where it asks nothing."""
    name = ref.rpartition("/")[2]
    asked = words(form, form.definition(ref).label, form.default_language) if ref else ""
    return " ".join(part for part in (name, asked) if part)


def _facts(manifest: Manifest) -> dict[str, str]:
    facts = {
        "title": manifest.title.id,
        "official": "yes" if manifest.official else "no",
        "valid_from": str(manifest.valid_from or "–"),
        "valid_until": str(manifest.valid_until or "–"),
    }
    return facts | {f"quota {name}": str(count) for name, count in manifest.quota.items()}
