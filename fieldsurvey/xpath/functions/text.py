"""What ODK adds to XPath's functions of text: joining, parts, patterns, hashes, identifiers."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import re
import secrets
import string
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from fieldsurvey.errors import Sentence
from fieldsurvey.xpath.functions.core import bounded, texts_of, utf8
from fieldsurvey.xpath.functions.signature import function, refused

if TYPE_CHECKING:
    from fieldsurvey.xpath.values import Value

PATIENCE = 0.3  # seconds a pattern may take
LONGEST_PATTERN = 5_000  # characters
HEAVIEST_PATTERN = 50_000  # signs, with every counted repetition written out
_HASHES = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


@function("join", "sv*", "string")
def join(mark: str, *values: Value) -> str:
    """Return the texts (of node lists, every node's) with the mark between them."""
    return bounded(mark.join([text for value in values for text in texts_of(value)]), "join")


@function("substr", "sn?n", "string")
def substr(text: str, start: float, end: float = math.inf) -> str:
    """Return the part from the 0-based start up to, not with, the end; negative places count from the end."""
    begin, stop = _place(start, len(text)), _place(end, len(text))
    return text[begin:stop] if begin < stop else ""


def _place(number: float, length: int) -> int:
    if math.isnan(number):
        return 0
    place = math.trunc(max(-1e9, min(number, 1e9)))
    return min(max(place + length, 0) if place < 0 else place, length)


@function("ends-with", "ss", "boolean")
def ends_with(text: str, part: str) -> bool:
    """Return whether the text ends with the part."""
    return text.endswith(part)


# As in Java, these classes are ASCII (and, by VERSION1, a set may hold sets); \p{L} is every letter.
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ASCII = {"d": "[0-9]", "D": "[^0-9]", "w": "[A-Za-z0-9_]", "W": "[^A-Za-z0-9_]"}


def _in_ascii(escape: re.Match[str]) -> str:
    return _ASCII.get(escape[1], escape[0])


@lru_cache(maxsize=1024)
def _pattern(text: str) -> regex.Pattern[str]:
    shown = text if len(text) <= 60 else text[:60] + "…"
    if len(text) > LONGEST_PATTERN:
        raise refused(
            Sentence("the pattern has more than {limit} characters", limit=LONGEST_PATTERN)
        )
    if _weight(text) > HEAVIEST_PATTERN:
        raise refused(
            Sentence("the pattern {shown} repeats too much inside repetitions", shown=shown)
        )
    try:
        return regex.compile(_ESCAPE.sub(_in_ascii, text), regex.VERSION1)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise refused(
            Sentence("the pattern {shown} cannot be read ({why})", shown=shown, why=str(error))
        ) from error


_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|.", re.DOTALL)


def _weight(pattern: str) -> int:
    """Return how long the pattern is with counted repetitions written out: ``(a{9}){9}`` is 81.

    The matcher writes them out in memory when it reads the pattern, which no timeout stops.
    """
    groups = [0]
    last = 0  # weight of the part that a repetition would repeat
    for part in _PART.finditer(pattern):
        if part[1]:
            times = max(int(part[1]), int(part[2] or 0), 1)
            groups[-1] += last * (times - 1)
            last *= times
        elif part[0] == "(":
            groups.append(0)
        elif part[0] == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1] += last
        else:
            last = 1
            groups[-1] += 1
        if groups[-1] > HEAVIEST_PATTERN:
            break
    return max(groups)


@function("regex", "ss", "boolean")
def regex_(text: str, pattern: str) -> bool:
    """Return whether the whole text matches the pattern (as in JavaRosa)."""
    try:
        return _pattern(pattern).fullmatch(text, timeout=PATIENCE) is not None
    except TimeoutError as error:
        raise refused(
            Sentence(
                "the pattern {shown} takes more than {limit} seconds", shown=pattern, limit=PATIENCE
            )
        ) from error


@function("uuid", "?n", "string")
def uuid_(length: float | None = None) -> str:
    """Return a new random UUID, or that many random letters and digits."""
    if length is None:
        return str(uuid.uuid4())
    if not 0 <= length <= 1000:
        raise refused(Sentence("uuid() takes a length from 0 to 1000"))
    signs = string.ascii_letters + string.digits
    return "".join(secrets.choice(signs) for _ in range(int(length)))


@function("digest", "ss?s", "string")
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Return the hash of the text's UTF-8 bytes, in base64 or hex.

    Raises:
        XPathError: an algorithm or encoding that the specification does not name.
    """
    name = _HASHES.get(algorithm.strip().upper())
    if name is None:
        raise refused(
            Sentence(
                "digest() knows {names}, not “{given}”", names=", ".join(_HASHES), given=algorithm
            )
        )
    hashed = hashlib.new(name, utf8(text), usedforsecurity=False).digest()
    if encoding == "hex":
        return hashed.hex()
    if encoding == "base64":
        return base64.b64encode(hashed).decode()
    raise refused(Sentence("digest() writes base64 or hex, not “{given}”", given=encoding))


@function("base64-decode", "s", "string")
def base64_decode(text: str) -> str:
    """Return the UTF-8 text that the base64 text holds, "" when it holds none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


@function("extract-signed", "ss", "string")
def extract_signed(signed: str, key: str) -> str:  # noqa: ARG001  no signature is checked
    """Return "": what it gives when a signature does not hold, and none is checked here."""
    return ""
