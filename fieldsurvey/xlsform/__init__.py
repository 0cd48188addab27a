"""XLSForm workbooks: converted to XForm by pyxform, with every remark placed by sheet, row and column."""

from fieldsurvey.xlsform.convert import Converted, convert
from fieldsurvey.xlsform.diagnostics import Diagnostic, form_error
from fieldsurvey.xlsform.workbook import Cell, Workbook, read_workbook

__all__ = ["Cell", "Converted", "Diagnostic", "Workbook", "convert", "form_error", "read_workbook"]
