"""What a verification may rest on: certificates of authorities to trust, and lists of what was revoked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.context import Context

_TRUST, _REVOCATION = "verify/trust", "verify/revocation"
_CERTIFICATES = "(*.pem *.crt *.cer *.der)"
_LISTS = "(*.crl *.ocsp *.pem *.der *.ors)"


class EvidenceBar(QFrame):
    """Says which files count, lets one choose others, and remembers them on this laptop.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: Other files count now: what was verified is to be verified anew.
    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        dress(self, "card")
        space = context.theme.space
        self._said = QLabel()
        self._said.setWordWrap(True)
        dress(self._said, "small")
        self.trust_button = QPushButton(self.tr("Trusted authorities…"))
        self.revocation_button = QPushButton(self.tr("Revocation lists…"))
        self.forget_button = QPushButton(self.tr("Forget both"))
        dress(self.forget_button, "quiet")
        row = QHBoxLayout()
        row.setSpacing(space(1))
        for button in (self.trust_button, self.revocation_button, self.forget_button):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space(1.5)] * 4)
        column.setSpacing(space(1))
        column.addWidget(self._said)
        column.addLayout(row)
        self.trust_button.clicked.connect(
            partial(self._ask, _TRUST, self.tr("Certificates of authorities"), _CERTIFICATES)
        )
        self.revocation_button.clicked.connect(
            partial(self._ask, _REVOCATION, self.tr("Lists of revoked certificates"), _LISTS)
        )
        self.forget_button.clicked.connect(self.forget)
        self._show()

    @property
    def trust(self) -> tuple[Path, ...]:
        """Certificates of the authorities to trust; without any, no chain is judged."""
        return self._files(_TRUST)

    @property
    def revocation(self) -> tuple[Path, ...]:
        """Lists of revoked certificates, and OCSP answers."""
        return self._files(_REVOCATION)

    def choose_trust(self, files: Sequence[Path]) -> None:
        """Let these certificates count, and no others."""
        self._keep(_TRUST, files)

    def choose_revocation(self, files: Sequence[Path]) -> None:
        """Let these lists count, and no others."""
        self._keep(_REVOCATION, files)

    def forget(self) -> None:
        """Let no file count."""
        for name in (_TRUST, _REVOCATION):
            self._context.preferences.set_text(name, "")
        self._show()
        self.changed.emit()

    def _ask(self, name: str, title: str, kinds: str) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, title, str(Path.home()), f"{title} {kinds}")
        if chosen:
            self._keep(name, [Path(each) for each in chosen])

    def _keep(self, name: str, files: Sequence[Path]) -> None:
        self._context.preferences.set_text(name, "\n".join(map(str, files)))
        self._show()
        self.changed.emit()

    def _files(self, name: str) -> tuple[Path, ...]:
        kept = self._context.preferences.text(name).splitlines()
        return tuple(Path(each) for each in kept if each)

    def _show(self) -> None:
        trust, lists = self.trust, self.revocation
        said = [
            self.tr("Trusted: {names}").format(names=", ".join(path.name for path in trust))
            if trust
            else self.tr("No authority is trusted yet: whose certificates these are is not judged.")
        ]
        if lists:
            names = ", ".join(path.name for path in lists)
            said.append(self.tr("Revoked according to: {names}").format(names=names))
        self._said.setText("\n".join(said))
        self.forget_button.setVisible(bool(trust or lists))
