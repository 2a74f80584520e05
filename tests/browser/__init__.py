"""A newcomer's walk through the demo, in a real browser."""
