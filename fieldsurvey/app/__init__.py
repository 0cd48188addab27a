"""Composition: use cases built over a store, documents gathered for the report room, the sample visit."""
