"""What sending, storing and starting cost with a million nudges; see bench/README.md."""
