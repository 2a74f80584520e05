"""Everything a rep reads: the words, and their shape in Slack."""
