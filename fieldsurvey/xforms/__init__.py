"""The form engine: XForms with ODK's semantics, usable alone."""

from fieldsurvey.xforms.definition import NodeDefinition
from fieldsurvey.xforms.form import Form
from fieldsurvey.xforms.parse import load_form, parse_xform
from fieldsurvey.xforms.session import FormSession
from fieldsurvey.xforms.violation import Violation

__all__ = ["Form", "FormSession", "NodeDefinition", "Violation", "load_form", "parse_xform"]
