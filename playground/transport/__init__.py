"""The way between the local Slack and a bot: HTTP, Socket Mode, events and their retries."""
