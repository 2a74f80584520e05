"""Lists that people hand over as CSV, however they were exported: read whole, or refused by line and column."""
