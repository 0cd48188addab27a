"""fieldsurvey: offline inspections of public-service malls, from XLSForm to signed minutes."""

__version__ = "0.1.0"
