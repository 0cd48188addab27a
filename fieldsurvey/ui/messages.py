"""What went wrong, in the language of the window: what happened, what is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fieldsurvey.errors import FieldSurveyError, Sentence
from fieldsurvey.ui.diagnostic_words import worded

if TYPE_CHECKING:
    from collections.abc import Mapping

_C = "Messages"
_NOTHING_LOST = QT_TRANSLATE_NOOP("Messages", "Everything saved so far is safe.")
_UNCHANGED = QT_TRANSLATE_NOOP("Messages", "Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Message:
    """An error as a person reads it.

    Attributes:
        happened: what happened.
        safe: what is safe.
        do: what to do.
        detail: the program's own sentence, for whoever helps; never an answer, never a secret.
    """

    happened: str
    safe: str
    do: str
    detail: str = ""

    @property
    def text(self) -> str:
        """The three sentences as one paragraph."""
        return f"{self.happened} {self.safe} {self.do}"


#: code → English sources of (happened, safe, do); a test walks the tree of errors.
SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "error": (
        QT_TRANSLATE_NOOP("Messages", "That did not work."),
        _NOTHING_LOST,
        QT_TRANSLATE_NOOP("Messages", "Try again; if it happens again, copy the detail and ask for help."),
    ),
    "file": (
        QT_TRANSLATE_NOOP("Messages", "A file or folder could not be read or written."),
        _NOTHING_LOST,
        QT_TRANSLATE_NOOP("Messages", "Check that it exists and is yours, or choose another place."),
    ),
    "file.busy": (
        QT_TRANSLATE_NOOP("Messages", "The file is open in another program, or may not be written where it lies."),
        QT_TRANSLATE_NOOP("Messages", "It is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Close it in the other program, for example the PDF viewer, then try again."),
    ),
    "file.full": (
        QT_TRANSLATE_NOOP("Messages", "The disk is full: the file was not written."),
        QT_TRANSLATE_NOOP("Messages", "Nothing half written is left, and an older file of that name stands."),
        QT_TRANSLATE_NOOP("Messages", "Free some space or choose another disk, then try again."),
    ),
    "photo": (
        QT_TRANSLATE_NOOP("Messages", "This photo cannot be used as evidence."),
        QT_TRANSLATE_NOOP("Messages", "The answer and the other photos are safe."),
        QT_TRANSLATE_NOOP("Messages", "Choose a whole JPEG, PNG or HEIC file, or take the photo again."),
    ),
    "form": (
        QT_TRANSLATE_NOOP("Messages", "This form cannot be used."),
        QT_TRANSLATE_NOOP("Messages", "No answer is affected."),
        QT_TRANSLATE_NOOP("Messages", "Ask the office for a corrected form; the detail says where the fault is."),
    ),
    "form.invalid": (
        QT_TRANSLATE_NOOP("Messages", "The form cannot be finished yet."),
        QT_TRANSLATE_NOOP("Messages", "All answers are saved."),
        QT_TRANSLATE_NOOP("Messages", "Go through the problems with F8 and complete them."),
    ),
    "form.answer": (
        QT_TRANSLATE_NOOP("Messages", "This answer does not fit the form."),
        QT_TRANSLATE_NOOP("Messages", "The other answers are saved."),
        QT_TRANSLATE_NOOP("Messages", "Open the form again and answer the question anew."),
    ),
    "xpath": (
        QT_TRANSLATE_NOOP("Messages", "A rule of the form cannot be worked out."),
        QT_TRANSLATE_NOOP("Messages", "The answers are saved."),
        QT_TRANSLATE_NOOP("Messages", "Ask the office for a corrected form and give it the detail."),
    ),
    "instrument": (
        QT_TRANSLATE_NOOP("Messages", "This instrument cannot be used."),
        QT_TRANSLATE_NOOP("Messages", "Visits made with other instruments are not affected."),
        QT_TRANSLATE_NOOP("Messages", "Choose another instrument or ask the office for a corrected one."),
    ),
    "figure": (
        QT_TRANSLATE_NOOP("Messages", "The number can be read in two ways or not at all."),
        QT_TRANSLATE_NOOP("Messages", "The earlier answer stands."),
        QT_TRANSLATE_NOOP("Messages", "Write it without thousands marks, for example 1500 or 1,5."),
    ),
    "visit": (
        QT_TRANSLATE_NOOP("Messages", "The visit does not allow this now."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Look at the state of the visit; the detail says what is missing."),
    ),
    "registry": (
        QT_TRANSLATE_NOOP("Messages", "The registry cannot keep this record so."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Put right what the detail names, or look at the list anew with F5."),
    ),
    "visit.training": (
        QT_TRANSLATE_NOOP("Messages", "This is training: nothing of it is sent, and nothing real comes to it."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Close the training and do this with your own visits."),
    ),
    "journal": (
        QT_TRANSLATE_NOOP("Messages", "A record from another laptop does not fit."),
        QT_TRANSLATE_NOOP("Messages", "It was set aside; your own records are safe."),
        QT_TRANSLATE_NOOP("Messages", "Ask for the bundle again and keep the file for the office."),
    ),
    "store": (
        QT_TRANSLATE_NOOP("Messages", "The database could not be read or written."),
        QT_TRANSLATE_NOOP("Messages", "What the badge called saved is safe."),
        QT_TRANSLATE_NOOP("Messages", "Close other programs that use the file and try again."),
    ),
    "store.passphrase": (
        QT_TRANSLATE_NOOP("Messages", "The passphrase does not open this database."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Type it again; check Caps Lock and the keyboard layout."),
    ),
    "store.keyring": (
        QT_TRANSLATE_NOOP("Messages", "The keyring of this machine's login does not open the database."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Type the passphrase, as without a keyring."),
    ),
    "store.recovery": (
        QT_TRANSLATE_NOOP("Messages", "The recovery key does not open this database."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Compare it with the paper, group by group."),
    ),
    "store.missing": (
        QT_TRANSLATE_NOOP("Messages", "There is no database at this place."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Insert the drive it lies on, or choose another database."),
    ),
    "store.passphrase-needed": (
        QT_TRANSLATE_NOOP("Messages", "The database is locked."),
        QT_TRANSLATE_NOOP("Messages", "Its content is encrypted and safe."),
        QT_TRANSLATE_NOOP("Messages", "Type its passphrase."),
    ),
    "store.locked": (
        QT_TRANSLATE_NOOP("Messages", "Another program is using the database."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "Wait a moment or close the other program, then try again."),
    ),
    "store.read-only": (
        QT_TRANSLATE_NOOP("Messages", "The database cannot be written where it lies."),
        _NOTHING_LOST,
        QT_TRANSLATE_NOOP("Messages", "Copy it to a folder of your own and open it there."),
    ),
    "store.full": (
        QT_TRANSLATE_NOOP("Messages", "The disk is full or fails: the last step is not saved."),
        _NOTHING_LOST,
        QT_TRANSLATE_NOOP("Messages", "Free some space now, then answer again what is not marked as saved."),
    ),
    "store.too-new": (
        QT_TRANSLATE_NOOP("Messages", "A newer fieldsurvey wrote this database."),
        QT_TRANSLATE_NOOP("Messages", "It was left as it is."),
        QT_TRANSLATE_NOOP("Messages", "Update fieldsurvey on this laptop."),
    ),
    "store.backup-place": (
        QT_TRANSLATE_NOOP("Messages", "The folder that was chosen for backups cannot be used."),
        QT_TRANSLATE_NOOP("Messages", "Backups are made beside the database until it can be used again."),
        QT_TRANSLATE_NOOP("Messages", "Plug in its stick or disk, or choose another folder in the settings."),
    ),
    "store.damaged": (
        QT_TRANSLATE_NOOP("Messages", "The database is damaged."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written to it; backups and bundles are not affected."),
        QT_TRANSLATE_NOOP("Messages", "Keep the file and restore the newest backup."),
    ),
    "bundle": (
        QT_TRANSLATE_NOOP("Messages", "The bundle cannot be read."),
        QT_TRANSLATE_NOOP("Messages", "Nothing of it was taken in."),
        QT_TRANSLATE_NOOP("Messages", "Check the passphrase or ask for the file again."),
    ),
    "bundle.cut": (
        QT_TRANSLATE_NOOP("Messages", "The bundle is not whole: it was cut off or altered when it was copied."),
        QT_TRANSLATE_NOOP("Messages", "Nothing of it was taken in."),
        QT_TRANSLATE_NOOP("Messages", "Copy the file again, wait until the copy has ended, then import it."),
    ),
    "bundle.team": (
        QT_TRANSLATE_NOOP("Messages", "This laptop does not hold the key of the team."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Choose a passphrase, or import a bundle of the laptop that began the visit."),
    ),
    "bundle.locked": (
        QT_TRANSLATE_NOOP("Messages", "The passphrase does not open the bundle, or it is addressed to other laptops."),
        QT_TRANSLATE_NOOP("Messages", "Nothing of it was taken in."),
        QT_TRANSLATE_NOOP("Messages", "Type the passphrase again, or ask for a bundle made for this team."),
    ),
    "hub": (
        QT_TRANSLATE_NOOP("Messages", "The exchange with the meeting point did not come to its end."),
        QT_TRANSLATE_NOOP("Messages", "What came and went until then is kept on both sides."),
        QT_TRANSLATE_NOOP("Messages", "Try again: it goes on from there. If it stops again, read the detail."),
    ),
    "hub.unreachable": (
        QT_TRANSLATE_NOOP("Messages", "The meeting point does not answer."),
        QT_TRANSLATE_NOOP("Messages", "What came and went until then is kept on both sides."),
        QT_TRANSLATE_NOOP("Messages", "Check the cable or hotspot and the address, then try again."),
    ),
    "hub.untrusted": (
        QT_TRANSLATE_NOOP("Messages", "Another meeting point answers at this address than the one you paired with."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent to it."),
        QT_TRANSLATE_NOOP("Messages", "If the address is another laptop's now, type its code to pair anew."),
    ),
    "hub.pairing": (
        QT_TRANSLATE_NOOP("Messages", "The pairing code does not fit, or it has expired."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent."),
        QT_TRANSLATE_NOOP("Messages", "Type the code that the meeting point shows now."),
    ),
    "hub.not-paired": (
        QT_TRANSLATE_NOOP("Messages", "This laptop and the meeting point do not know each other."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent."),
        QT_TRANSLATE_NOOP("Messages", "Type the pairing code that the meeting point shows."),
    ),
    "report": (
        QT_TRANSLATE_NOOP("Messages", "The document cannot be made or read."),
        QT_TRANSLATE_NOOP("Messages", "The visit and its seal are safe."),
        QT_TRANSLATE_NOOP("Messages", "Complete what the detail names and make the document again."),
    ),
    "report.signing": (
        QT_TRANSLATE_NOOP("Messages", "The document was not signed."),
        QT_TRANSLATE_NOOP("Messages", "The PDF is as it was, earlier signatures included."),
        QT_TRANSLATE_NOOP("Messages", "Check the certificate file and its passphrase, then sign again."),
    ),
    "report.costly": (
        QT_TRANSLATE_NOOP("Messages", "This PDF takes more memory or time than any document of a visit."),
        _UNCHANGED,
        QT_TRANSLATE_NOOP("Messages", "It is damaged or made to do harm: ask for the file again and do not open it."),
    ),
    "report.signed": (
        QT_TRANSLATE_NOOP("Messages", "This document carries signatures and is not replaced."),
        QT_TRANSLATE_NOOP("Messages", "The signed PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Give the new PDF another name; corrections of a signed one are an addendum."),
    ),
    "report.signing.passphrase": (
        QT_TRANSLATE_NOOP("Messages", "The passphrase does not open the certificate file."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was signed; the PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Type it again; check Caps Lock and the keyboard layout."),
    ),
    "report.signing.key": (
        QT_TRANSLATE_NOOP("Messages", "This is not a certificate file that can sign (PKCS#12)."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was signed; the PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Choose the .p12 or .pfx file that your certificate authority gave you."),
    ),
    "report.signing.certificate": (
        QT_TRANSLATE_NOOP("Messages", "The certificate is expired, not valid yet, or not made for signing."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was signed; the PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Ask your certificate authority for a new one; check the clock of this laptop."),
    ),
    "report.signing.broken": (
        QT_TRANSLATE_NOOP("Messages", "The document was changed after somebody signed it."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was signed; the file is kept as evidence."),
        QT_TRANSLATE_NOOP("Messages", "Do not sign it. Look at the verification and ask for the unchanged file."),
    ),
    "report.signing.number": (
        QT_TRANSLATE_NOOP("Messages", "The document has no number, so it cannot be signed electronically."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was signed; the PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Enter its number and make the PDF again, or print it and sign by pen."),
    ),
    "report.signing.returned": (
        QT_TRANSLATE_NOOP("Messages", "The file that came back holds no new signature that is valid."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken in; the PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Choose the file as the service returned it, signed and unchanged."),
    ),
    "report.ink": (
        QT_TRANSLATE_NOOP("Messages", "There is no signature on the pad."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was signed; the PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Write the whole signature, then accept it."),
    ),
    "report.signing.time-stamp": (
        QT_TRANSLATE_NOOP("Messages", "The time-stamp authority did not answer."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was signed; the PDF is as it was."),
        QT_TRANSLATE_NOOP("Messages", "Check the network, or sign without a trusted time."),
    ),
    "window": (
        QT_TRANSLATE_NOOP("Messages", "The window cannot be opened."),
        _NOTHING_LOST,
        QT_TRANSLATE_NOOP("Messages", "The command line works all the same: fieldsurvey --help."),
    ),
    "window.already-open": (
        QT_TRANSLATE_NOOP("Messages", "fieldsurvey is already open with this database."),
        QT_TRANSLATE_NOOP("Messages", "The other window goes on as it was."),
        QT_TRANSLATE_NOOP("Messages", "Go to the other window, or close it and try again."),
    ),
}  # fmt: skip


def message(error: Exception) -> Message:
    """Return an error in the language of the window; one that is not ours is called what it is, without its text."""
    if not isinstance(error, FieldSurveyError):
        return Message(*_spoken("error"), detail=type(error).__name__)
    return Message(*_spoken(error.code), detail=_detail(error))


def _detail(error: FieldSurveyError) -> str:
    """Return the program's own sentence, as far as it can be said in the language of the window."""
    remarks = getattr(error, "diagnostics", ())
    worst = [each for each in remarks if getattr(each, "severity", "") == "error"][:1]
    if worst:
        more = len(remarks) - len(worst)
        return f"{worst[0].place}: {worded(worst[0].said)}" + (f" (+{more})" if more else "")
    if any(isinstance(part, Sentence) for part in error.params.values()):
        return worded(Sentence(error.sentence, **error.params))
    return str(error)


def sentence(error: Exception) -> str:
    """Return the three sentences of an error as one paragraph."""
    return message(error).text


def _spoken(code: str) -> tuple[str, str, str]:
    happened, safe, act = SENTENCES[code]
    say = QCoreApplication.translate
    return say(_C, happened), say(_C, safe), say(_C, act)
