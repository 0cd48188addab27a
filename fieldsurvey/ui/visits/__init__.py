"""The list of visits and the page of one visit."""

from fieldsurvey.ui.visits.visit_list import VisitList
from fieldsurvey.ui.visits.visit_page import VisitPage

__all__ = ["VisitList", "VisitPage"]
