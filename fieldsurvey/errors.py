"""Every error that fieldsurvey raises on purpose, as one tree.

FieldSurveyError
├── FormError                a form that cannot run            ├── FormInvalid     answers that cannot be final
├── XPathError               an expression that cannot run     ├── AnswerError     a reference no node has
├── InstrumentError          instrument.toml or its forms      ├── VisitError      an unknown or unfit visit
├── JournalError             a change that breaks the chain    ├── RegistryError   a record that cannot be kept so
├── StoreError               the database: missing, locked, full, read-only, wrong passphrase, too new
├── BundleError              a bundle that is truncated, foreign or locked
├── HubError                 a hub that is not there, not the one paired with, or refuses
├── ReportError              a PDF that cannot be made, signed or read
└── WindowError              no display, or the database is open in another window

A class carries a stable ``code`` and an English sentence; ``ui/messages`` translates by code. Programming faults stay
ordinary exceptions. What an error or a remark about a form says in more words is a ``Sentence``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


class Sentence(str):
    """An English sentence that knows how it was made, so that the window can say it in another language.

    To everybody else it is its text. The template is its code: ``ui`` looks it up as it looks up its own texts.
    """

    __slots__ = ("params", "template")
    template: str
    params: Mapping[str, object]

    def __new__(cls, template: str, /, **params: object) -> Self:
        """Fill in the template: ``Sentence("there is no list named {name}", name=name)``."""
        made = super().__new__(cls, template.format(**params))
        made.template, made.params = template, params
        return made

    @classmethod
    def retelling(cls, said: str, ours: Sentence) -> Self:
        """Return what another program said, which the window says in words of ours."""
        made = super().__new__(cls, said)
        made.template, made.params = ours.template, ours.params
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Travel whole between processes."""
        return _said, (str(self), self.template, self.params)


def _said(text: str, template: str, params: Mapping[str, object]) -> Sentence:
    return Sentence.retelling(text, Sentence(template, **params))


class FieldSurveyError(Exception):
    """A fault that the person at the keyboard can understand and act on.

    Args:
        **params: what the sentence names (a path, a field, a limit). Never an answer, never a secret.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = "{what}"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.sentence.format(**params))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel whole between processes: what a spawned job raises, the window shows."""
        return _arrived, (type(self), self.args, self.__dict__)


def _arrived(
    kind: type[FieldSurveyError], args: tuple[object, ...], state: dict[str, object]
) -> FieldSurveyError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class FileProblem(FieldSurveyError):
    """A file or folder could not be read or written."""

    code = "file"
    sentence = "{path}: {what}"


class FileBusy(FileProblem):
    """Another program holds the file, or it may not be written where it lies."""

    code = "file.busy"


class DiskFull(FileProblem):
    """No room is left where a file was to be written."""

    code = "file.full"


class PhotoError(FileProblem):
    """A photo that cannot be taken as evidence: truncated, too large, or in a format we do not read."""

    code = "photo"


class FormError(FieldSurveyError):
    """A form that cannot run; ``diagnostics`` lists every place found."""

    code = "form"
    sentence = "{what}"

    def __init__(self, what: str, diagnostics: tuple[object, ...] = ()) -> None:
        super().__init__(what=what)
        self.diagnostics = diagnostics


class FormInvalid(FieldSurveyError):
    """Answers that cannot be finalised; ``problems`` is a list of (ref, violation)."""

    code = "form.invalid"
    sentence = "{count} answers are missing or not accepted: {places}"

    def __init__(self, problems: list[tuple[str, object]]) -> None:
        places = ", ".join(ref for ref, _ in problems[:5]) + (" …" if len(problems) > 5 else "")
        super().__init__(count=len(problems), places=places)
        self.problems = problems


class AnswerError(FieldSurveyError):
    """A reference that no node of the form has, or a step that does not fit the node."""

    code = "form.answer"
    sentence = "{ref}: {what}"


class XPathError(FieldSurveyError):
    """An expression that cannot be parsed or evaluated."""

    code = "xpath"
    sentence = "{what} in the expression: {expression}"


class InstrumentError(FieldSurveyError):
    """An instrument.toml that is incomplete or contradicts its forms."""

    code = "instrument"
    sentence = "{path}: {what}"


class FigureError(FieldSurveyError):
    """A figure that cannot be read, or that can be read in two ways; the text itself is never repeated."""

    code = "figure"
    sentence = "{what}"


class VisitError(FieldSurveyError):
    """A visit that does not exist, or whose state does not allow the step."""

    code = "visit"
    sentence = "{what}"


class RegistryError(FieldSurveyError):
    """A record that the registry cannot keep so: a key twice, an owner that is not there, days that do not fit."""

    code = "registry"
    sentence = "{what}"


class TrainingStays(VisitError):
    """Training is kept apart from work: nothing of it is sent, and nothing real comes to it."""

    code = "visit.training"


class JournalError(FieldSurveyError):
    """A change or segment that does not fit its chain."""

    code = "journal"
    sentence = "{what}"


class StoreError(FieldSurveyError):
    """The database could not be opened, read or written; nothing stored before is lost."""

    code = "store"
    sentence = "{path}: {what}"


class WrongRecoveryKey(StoreError):
    """The recovery key is mistyped, or another database's."""

    code = "store.recovery"


class WrongPassphrase(StoreError):
    """The passphrase does not open the database."""

    code = "store.passphrase"
    sentence = "{path}: the passphrase does not open this database (or the file is not a fieldsurvey database)"


class KeyringUnavailable(StoreError):
    """The keyring of this machine's login does not open the database; its passphrase does."""

    code = "store.keyring"
    sentence = "{path}: the keyring of this machine cannot be used ({what}); the passphrase opens it as before"


class StoreMissing(StoreError):
    """There is no database where one was looked for."""

    code = "store.missing"
    sentence = "{path}: there is no database here"


class PassphraseNeeded(StoreError):
    """The database is encrypted and no passphrase was given."""

    code = "store.passphrase-needed"
    sentence = "{path}: give its passphrase (or the file is not a fieldsurvey database)"


class StoreLocked(StoreError):
    """Another program holds the database."""

    code = "store.locked"
    sentence = "{path}: in use by another program; nothing was changed, try again"


class StoreReadOnly(StoreError):
    """The file or its folder cannot be written."""

    code = "store.read-only"
    sentence = "{path}: the file or its folder cannot be written; copy it to a folder of your own"


class StoreFull(StoreError):
    """The disk is full or fails; what was saved before is safe."""

    code = "store.full"
    sentence = (
        "{path}: the disk is full or does not take writes; saved work is safe, free some space"
    )


class StoreTooNew(StoreError):
    """A newer fieldsurvey wrote this database."""

    code = "store.too-new"
    sentence = (
        "{path}: written by a newer fieldsurvey (schema {found}, this one knows {known}); update it"
    )


class BackupPlaceError(StoreError):
    """The folder that was chosen for backups cannot be used, or not now."""

    code = "store.backup-place"
    sentence = "backup folder {path}: {what}"

    @property
    def what(self) -> Sentence:
        """What keeps it from being used."""
        said = self.params["what"]
        return said if isinstance(said, Sentence) else Sentence("{what}", what=said)


class StoreDamaged(StoreError):
    """The file is cut or altered."""

    code = "store.damaged"
    sentence = (
        "{path}: the database is damaged ({what}); keep the file and restore the newest backup"
    )


class BundleError(FieldSurveyError):
    """A bundle that is truncated, altered, foreign or locked; nothing of it was taken in."""

    code = "bundle"
    sentence = "{path}: {what}"


class BundleCut(BundleError):
    """A bundle that was not copied whole, or altered on its way."""

    code = "bundle.cut"


class TeamKeyMissing(BundleError):
    """A bundle cannot be addressed to a team whose key is not on this laptop."""

    code = "bundle.team"


class BundleLocked(BundleError):
    """A bundle that is not addressed to this laptop, or whose passphrase is another one."""

    code = "bundle.locked"


class HubError(FieldSurveyError):
    """An exchange with a hub that did not come to its end; what came and went until then is kept."""

    code = "hub"
    sentence = "{address}: {what}"


class HubUnreachable(HubError):
    """No hub answers at the address, or the connection stays broken."""

    code = "hub.unreachable"


class HubUntrusted(HubError):
    """Another hub answers at the address than the one that was paired with; nothing was sent to it."""

    code = "hub.untrusted"


class PairingRefused(HubError):
    """The pairing code is wrong, used up or expired."""

    code = "hub.pairing"


class NotPaired(HubError):
    """This device and the hub do not know each other (any more)."""

    code = "hub.not-paired"


class ReportError(FieldSurveyError):
    """A document that cannot be made, signed or verified."""

    code = "report"
    sentence = "{what}"


class PdfTooCostly(ReportError):
    """A PDF that takes more memory or time than any document of a visit: damaged, or made to do harm."""

    code = "report.costly"
    sentence = (
        "{path}: {what}: more than any document of a visit, so it is damaged or made to do harm"
    )


class AlreadySigned(ReportError):
    """A document that carries a signature: it is never written over."""

    code = "report.signed"
    sentence = (
        "{path}: carries a signature and stays as it is; write to another file, or make an addendum"
    )


class SigningError(ReportError):
    """A document that was not signed; it is as it was."""

    code = "report.signing"
    sentence = "{path}: {what}"


class KeyPassphraseWrong(SigningError):
    """The passphrase does not open the PKCS#12 file."""

    code = "report.signing.passphrase"


class KeyUnreadable(SigningError):
    """Not a PKCS#12 file, or one without a private key and its certificate."""

    code = "report.signing.key"


class CertificateUnfit(SigningError):
    """The certificate is expired, not valid yet, or not made for signing."""

    code = "report.signing.certificate"


class EarlierSignatureBroken(SigningError):
    """The document was changed after somebody signed it: nobody should sign on top of that."""

    code = "report.signing.broken"


class DocumentUnnumbered(SigningError):
    """The document has no number yet, and what is signed digitally cannot be given one by pen."""

    code = "report.signing.number"


class InkUnfit(ReportError):
    """What was written on the screen is no signature."""

    code = "report.ink"


class ReturnedUnfit(SigningError):
    """A file that came back from another program holds no signature that could be kept."""

    code = "report.signing.returned"


class NoTimeStamp(SigningError):
    """The time-stamp authority gave no time stamp."""

    code = "report.signing.time-stamp"


class WindowError(FieldSurveyError):
    """The window cannot be opened on this machine."""

    code = "window"
    sentence = "{what}"


class AlreadyOpen(WindowError):
    """Another window works with this database."""

    code = "window.already-open"
    sentence = (
        "{path}: already open in another fieldsurvey (process {process}); close that one first"
    )
