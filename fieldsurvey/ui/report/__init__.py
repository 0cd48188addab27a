"""Score explained, findings, documents: made, looked at, signed, verified."""
