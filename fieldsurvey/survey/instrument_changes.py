"""What changed between two instruments, their rules and their forms, for whoever decides which one to use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.scoring import scheme_changes
from fieldsurvey.xforms.difference import compare_forms

if TYPE_CHECKING:
    from fieldsurvey.survey.instruments import Instrument, Manifest


def instrument_changes(old: Instrument, new: Instrument) -> list[str]:
    """Return a line for each difference: rules, bands, weights, indicators; validity, quotas; then form by form.

    A line about a form says what happens to answers given to the old one (``harmless``, ``warning``, ``data loss``).

    Raises:
        FormError: a form cannot run.
    """
    lines = scheme_changes(old.scheme, new.scheme)
    before, after = _facts(old), _facts(new)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            lines.append(f"~ {name}: {before.get(name, '–')} → {after.get(name, '–')}")
    for form in dict.fromkeys([*old.forms, *new.forms]):
        if form not in new.forms or form not in old.forms:
            lines.append(f"{'+' if form in new.forms else '-'} form {form}")
            continue
        changes = compare_forms(old.form(form), new.form(form))
        lines += [f"~ form {form}: {change}" for change in changes]
    return lines


def _facts(manifest: Manifest) -> dict[str, str]:
    facts = {
        "title": manifest.title.id,
        "official": "yes" if manifest.official else "no",
        "valid_from": str(manifest.valid_from or "–"),
        "valid_until": str(manifest.valid_until or "–"),
    }
    return facts | {f"quota {name}": str(count) for name, count in manifest.quota.items()}
