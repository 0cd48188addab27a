"""The office's registry and its instruments in the window: what is known beyond one visit."""
