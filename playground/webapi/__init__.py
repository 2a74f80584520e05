"""Slack's Web API: its methods, their scopes and faults, and the two addresses beside it that take posts."""
