"""What one person does in Slack, and what the bot is sent then."""
