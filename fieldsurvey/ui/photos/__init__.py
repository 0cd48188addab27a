"""The photos of a visit: taken in, sorted, edited and placed."""
