"""The tests of the coach: verdicts, dates, counts, and what a reply leads to."""
