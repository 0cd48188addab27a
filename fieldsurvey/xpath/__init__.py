"""ODK XPath: expressions compiled once and evaluated over any tree that offers `Node`."""

from fieldsurvey.xpath.analysis import PathUse
from fieldsurvey.xpath.compile import Expression, compile_expression
from fieldsurvey.xpath.context import Context, Host, PlainHost
from fieldsurvey.xpath.node import Node
from fieldsurvey.xpath.tree import evaluate
from fieldsurvey.xpath.values import Moment, Value, to_boolean, to_number, to_string

__all__ = [
    "Context",
    "Expression",
    "Host",
    "Moment",
    "Node",
    "PathUse",
    "PlainHost",
    "Value",
    "compile_expression",
    "evaluate",
    "to_boolean",
    "to_number",
    "to_string",
]
