"""What becomes of findings after the visit, and the complaints that were received at it."""
