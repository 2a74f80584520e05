"""The tests of the words and of their shape in Slack."""
