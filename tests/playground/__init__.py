"""The local Slack refuses what Slack refuses."""
