"""ODK XPath: expressions compiled once and evaluated over any tree that offers `Node`."""

from fieldsurvey.xpath.analysis import PathUse
from fieldsurvey.xpath.compile import Expression, compile_expression
from fieldsurvey.xpath.context import Context, Host, PlainHost
from fieldsurvey.xpath.node import Node, TextNode
from fieldsurvey.xpath.tree import evaluate
from fieldsurvey.xpath.values import (
    NAN,
    Moment,
    Scalar,
    Value,
    to_boolean,
    to_moment,
    to_number,
    to_scalar,
    to_string,
)
from fieldsurvey.xpath.zone import in_zone, to_local

__all__ = [
    "NAN",
    "Context",
    "Expression",
    "Host",
    "Moment",
    "Node",
    "PathUse",
    "PlainHost",
    "Scalar",
    "TextNode",
    "Value",
    "compile_expression",
    "evaluate",
    "in_zone",
    "to_boolean",
    "to_local",
    "to_moment",
    "to_number",
    "to_scalar",
    "to_string",
]
