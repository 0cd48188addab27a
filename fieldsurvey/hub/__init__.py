"""The hub: an ASGI server where laptops meet, over the port ``journal.ExchangeStorage``."""

from fieldsurvey.hub.serve import Hub, Visitor, addresses

__all__ = ["Hub", "Visitor", "addresses"]
