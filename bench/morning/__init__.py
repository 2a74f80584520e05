"""A workspace's morning at Slack's own limits, in simulated time; see bench/README.md."""
