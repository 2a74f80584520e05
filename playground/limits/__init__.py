"""What Slack refuses in a view or a message."""
