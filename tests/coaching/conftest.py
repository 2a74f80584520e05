"""Hypothesis draws the same examples in every run, without a clock to race."""

from hypothesis import settings

settings.register_profile("same every time", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("same every time")
