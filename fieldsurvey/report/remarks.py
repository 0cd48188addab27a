"""What verifying finds, each as an English sentence that carries its code, so that a window can say it otherwise."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is said of a chain when no authority was given to compare with.
UNKNOWN_CHAIN = "rantai tidak dikenal"

#: code → sentence; ``who`` is a signer with the field that holds the signature.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "unreadable": "not a readable PDF, cut short or damaged ({what})",
        "encrypted": "the document is encrypted; it cannot be verified",
        "unsigned": "the document carries no signature",
        "field-unreadable": "field {field}: the signature is unreadable ({what})",
        "broken": "{who}: the signature is broken: signed bytes were changed",
        "changed": "{who}: the document was changed after this signature: {why}",
        "revoked": "{who}: the certificate was revoked",
        "expired": "{who}: the certificate was not valid at the time of signing",
        "untrusted": "{who}: the chain does not lead to a trusted authority: {why}",
        "appended": "bytes were appended after the last signature that no signature covers",
        "unknown-chain": f"{{who}}: {UNKNOWN_CHAIN}; give --trust to judge it",
        "claimed-time": "{who}: the time is the signer's claim, no authority vouches for it",
        "future-time": "{who}: the claimed time lies in the future",
        "other-person": "{who}: the field was made for {person}",
        "waiting": "not signed yet: {names}",
        "no-seal": "the document carries no seal, so it cannot be compared with a database",
        "seal-unreadable": "{what}",
        "other-database": "this database does not hold visit {visit}",
        "unknown-seal": "the database has no seal {digest} for visit {visit}",
        "database": "database: {what}",
        "seal-missing": "{count} sealed changes are missing in the database ({which})",
        "seal-altered": "{count} sealed changes are altered in the database ({which})",
        "seal-added": "{count} sealed changes are added in the database ({which})",
        "lifted": "the seal was lifted afterwards: the document is void",
        "late": "{count} changes arrived after the seal (tiba setelah segel): see an addendum",
        "in-spite": "sealed in spite of: {what}",
        "seal-holds": "the database still holds what was sealed ({digest})",
    }
)


class Remark(str):
    """A sentence with what it was made from.

    Attributes:
        code: key of ``SENTENCES``.
        params: what the sentence names.
    """

    code: str
    params: Mapping[str, str]


def remark(code: str, **params: object) -> Remark:
    """Return a finding by its code."""
    made = Remark(SENTENCES[code].format(**params))
    made.code = code
    made.params = {name: str(value) for name, value in params.items()}
    return made
