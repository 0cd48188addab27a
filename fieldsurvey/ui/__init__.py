"""The window: the only room that knows Qt. ``app`` builds what it shows and hands it in."""
