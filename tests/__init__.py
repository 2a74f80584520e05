"""The tests mirror the folders; `stories/` holds whole journeys against the local Slack."""
