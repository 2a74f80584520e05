"""Hypothesis draws the same examples in every run, without a clock to race; many more with `make test-full`."""

from hypothesis import settings

from tests.size import sized

settings.register_profile("same every time", derandomize=True, deadline=None, max_examples=sized(100, 2000))
settings.load_profile("same every time")
