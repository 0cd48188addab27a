"""Labels as people see them: a little Markdown, as XLSForm allows, and what is left for a screen reader."""

from __future__ import annotations

import html
import re

_MARKS = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL), "b"),
    (re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL), "b"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])", re.DOTALL), "i"),
    (re.compile(r"(?<!\w)_(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)", re.DOTALL), "i"),
)
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)")


def marked(text: str) -> bool:
    """Say whether a label carries marks at all."""
    return any(p.search(text) for p in (_LINK, _HEADING, *(pattern for pattern, _ in _MARKS)))


def plain(text: str) -> str:
    """Return a label without its marks, on one line."""
    text = _LINK.sub(r"\1", _HEADING.sub("", text))
    for pattern, _ in _MARKS:
        text = pattern.sub(r"\1", text)
    return " ".join(text.split())


def rich(text: str) -> str:
    """Return a label as the small HTML of Qt; links become words, they lead nowhere offline."""
    text = _LINK.sub(r"\1", _HEADING.sub("", html.escape(text.strip(), quote=False)))
    for pattern, tag in _MARKS:
        text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
    # Our strongest face is semi-bold; Qt would smear a bolder one.
    text = text.replace("<b>", '<span style="font-weight:600">').replace("</b>", "</span>")
    return text.replace("\n", "<br>")
