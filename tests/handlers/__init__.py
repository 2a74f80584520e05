"""Single handlers where a whole story would say too much."""
