"""A table of a TOML file that people edit, read strictly: every key known, of its type, each fault placed."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from fieldsurvey.errors import FieldSurveyError, InstrumentError, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

#: Greatest whole number of a quota: more people than any mall serves in a year is a slip.
_MOST = 1_000_000
_SHOWN = 60
#: So much alike are a misspelt key and the one that was meant.
_NEAR = 0.75

# What a key must be, as the sentences say it.
_TEXT = Sentence("text in quotes")
_FLAG = Sentence("true or false")
_FIGURE = Sentence('a figure in quotes with a point, as "21.85"')
_WHOLE = Sentence("a whole number without quotes, from 0 to {most}", most=_MOST)
_TABLE = Sentence("a table")


class Table:
    """One TOML table with its place, e.g. ``dimension 1 › variable 2``.

    Reading a key marks it as known; `done` refuses the keys that nobody asked for, so that a
    misspelt optional key is not silently ignored.

    Args:
        values: what the table holds.
        path: the file, as the sentences name it.
        place: where in the file it stands, "" for the top.
        error: raised for a fault, with ``path`` and ``what``.
    """

    def __init__(
        self,
        values: dict[str, object],
        path: str,
        place: str = "",
        error: type[FieldSurveyError] = InstrumentError,
    ) -> None:
        self.path = path
        self.place = place
        self._error = error
        self._values = values
        self._known: set[str] = set()

    def fault(self, what: str, **parts: object) -> NoReturn:
        """Raise the error that names the file, this table and the fault.

        Args:
            what: a template as a ``Sentence`` takes it, for ``parts``; or a sentence.
            parts: what the template names.
        """
        said = what if isinstance(what, Sentence) else Sentence(what, **parts)
        where = f"[{self.place}] " if self.place else ""
        raise self._error(path=self.path, what=Sentence("{where}{what}", where=where, what=said))

    def _must(self, key: str, wanted: Sentence, value: object) -> NoReturn:
        must = Sentence(
            "'{key}' must be {wanted}, not {given}", key=key, wanted=wanted, given=_brief(value)
        )
        self.fault(must)

    def done(self) -> None:
        """Refuse every key that was not read."""
        self.only(*self._known)

    def only(self, *keys: str) -> None:
        """Refuse every key that is none of these, with the one that was probably meant."""
        unknown = sorted(set(self._values) - set(keys))
        if unknown:
            near = difflib.get_close_matches(unknown[0], sorted(keys), n=1, cutoff=_NEAR)
            hint = Sentence(" (is '{near}' meant?)", near=near[0]) if near else ""
            self.fault(
                Sentence(
                    "unknown key {names}{hint}: correct the spelling or remove it; keys here: {keys}",
                    names=", ".join(map(repr, unknown)),
                    hint=hint,
                    keys=", ".join(sorted(keys)) or "–",
                )
            )

    def ignore(self, *keys: str) -> None:
        """Take keys as known that someone else reads."""
        self._known.update(keys)

    def has(self, key: str) -> bool:
        """Return whether the key is written."""
        self._known.add(key)
        return key in self._values

    def keys(self) -> list[str]:
        """Return the keys in the order of the file: of a table whose keys are names."""
        return list(self._values)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string that is not blank."""
        value = self._value(key, default, _TEXT)
        if not isinstance(value, str):
            self._must(key, _TEXT, value)
        if not value.strip() and value != default:
            self.fault(Sentence("'{key}' is blank: it must be {wanted}", key=key, wanted=_TEXT))
        return value

    def identifier(self, key: str = "id") -> str:
        """Return a name of letters, digits, points, hyphens and underscores."""
        value = self.text(key)
        if not _IDENTIFIER.fullmatch(value):
            self.fault(
                Sentence(
                    "'{key}' may hold only letters, digits and . _ -, not {given}",
                    key=key,
                    given=_brief(value),
                )
            )
        return value

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Return a string that is one of those allowed."""
        words = sorted(allowed)
        wanted = Sentence("one of {names}", names=", ".join(map(repr, words)))
        value = self._value(key, default, wanted)
        if not isinstance(value, str) or value not in words:
            self._must(key, wanted, value)
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self._value(key, default, _FLAG)
        if not isinstance(value, bool):
            self._must(key, _FLAG, value)
        return value

    def decimal(self, key: str) -> Decimal:
        """Return an exact non-negative figure, in quotes: a TOML float has lost digits already."""
        value = self._value(key, None, _FIGURE)
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.fault(
                Sentence(
                    "'{key}' must be a figure in quotes, as \"{value}\", so that it stays exact",
                    key=key,
                    value=value,
                )
            )
        if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
            self._must(key, _FIGURE, value)
        return Decimal(value)

    def whole(self, key: str) -> int:
        """Return a non-negative whole number."""
        value = self._value(key, None, _WHOLE)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
            self._must(key, _WHOLE, value)
        return value

    def day(self, key: str) -> date | None:
        """Return a date, None when the key is not written."""
        if not self.has(key):
            return None
        value = self._values[key]
        if not isinstance(value, date) or isinstance(value, datetime):
            self._must(key, Sentence("a date without quotes, as 2022-01-01"), str(value))
        return value

    def listed(self, key: str) -> list[object]:
        """Return the values of an array, none when it is not written; the caller reads each."""
        value = self._values.get(key, []) if self.has(key) else []
        if not isinstance(value, list):
            self._must(key, Sentence("a list in square brackets"), value)
        return value

    def table(self, key: str, *, optional: bool = False) -> Table:
        """Return a table within this one; an optional one that is not written is empty."""
        value = self._value(key, {} if optional else None, _TABLE)
        if not isinstance(value, dict):
            self._must(key, _TABLE, value)
        return Table(value, self.path, self._within(key), self._error)

    def tables(self, key: str) -> Sequence[Table]:
        """Return the tables of an array of tables, none when it is not written."""
        wanted = Sentence("written as [[{key}]] tables", key=key)
        value = self._value(key, [], wanted)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(Sentence("'{key}' must be {wanted}", key=key, wanted=wanted))
        return [
            Table(item, self.path, self._within(f"{key} {n}"), self._error)
            for n, item in enumerate(value, 1)
        ]

    def _within(self, key: str) -> str:
        return f"{self.place} › {key}" if self.place else key

    def _value(self, key: str, default: object, wanted: Sentence) -> object:
        if not self.has(key) and default is None:
            left = set(self._values) - self._known
            near = difflib.get_close_matches(key, sorted(left), n=1, cutoff=_NEAR)
            hint = Sentence(" (is it written '{near}'?)", near=near[0]) if near else ""
            self.fault(
                Sentence(
                    "'{key}' is missing{hint}: it must be {wanted}",
                    key=key,
                    hint=hint,
                    wanted=wanted,
                )
            )
        return self._values.get(key, default)


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def read_toml(data: bytes, path: str, error: type[FieldSurveyError] = InstrumentError) -> Table:
    """Return the top table of a TOML document.

    Raises:
        FieldSurveyError: of the class ``error``: not UTF-8, or not TOML (with line and column); later, from the table,
            whatever is wrong in it.
    """
    try:
        values = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as fault:
        raise error(path=path, what=Sentence("not a UTF-8 text: save it as UTF-8")) from fault
    except tomllib.TOMLDecodeError as fault:
        raise error(
            path=path, what=Sentence("not readable as TOML: {why}", why=str(fault))
        ) from fault
    except (ValueError, RecursionError) as fault:
        what = Sentence(
            "not readable as TOML: a number of thousands of digits, or lists in lists without end"
        )
        raise error(path=path, what=what) from fault
    return Table(values, path, error=error)
