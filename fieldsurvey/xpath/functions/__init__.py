"""The functions an expression can call, in one table by name."""

from fieldsurvey.xpath.functions import core, dates, geo, odk, select, text
from fieldsurvey.xpath.functions.signature import TABLE, Function

__all__ = ["TABLE", "Function", "core", "dates", "geo", "odk", "select", "text"]
