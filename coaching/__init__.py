"""What we believe about a lost deal: kinds of no, verdicts, dates and stop rules, with no clock and no I/O."""
