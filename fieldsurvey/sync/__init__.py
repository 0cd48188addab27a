"""Carrying visits between laptops: bundles, and the public keys they are addressed to."""

from fieldsurvey.sync.bundle import Summary, export_bundle, import_bundle, show_bundle
from fieldsurvey.sync.closed_annex import give_out_annex, read_closed_annex, write_closed_annex
from fieldsurvey.sync.header import VisitLine
from fieldsurvey.sync.intake import Arrival, Imported
from fieldsurvey.sync.preview import Preview, VisitPreview, preview_bundle
from fieldsurvey.sync.public_key import fingerprint, key_text, read_public_key, write_public_key
from fieldsurvey.sync.storage import BundleStorage

__all__ = [
    "Arrival",
    "BundleStorage",
    "Imported",
    "Preview",
    "Summary",
    "VisitLine",
    "VisitPreview",
    "export_bundle",
    "fingerprint",
    "give_out_annex",
    "import_bundle",
    "key_text",
    "preview_bundle",
    "read_closed_annex",
    "read_public_key",
    "show_bundle",
    "write_closed_annex",
    "write_public_key",
]
