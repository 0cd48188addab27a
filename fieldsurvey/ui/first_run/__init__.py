"""The first start: who works here, where the inspections lie, what opens them, and the way in when that is lost."""
