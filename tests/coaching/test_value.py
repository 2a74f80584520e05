"""What a deal would bring is judged by nobody."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from coaching.debrief import Answers
from coaching.history import History
from coaching.verdict import judge
from tests.coaching.cases import WEEK
from tests.coaching.strategies import whole_answers
from tests.prompts.examples import NOW
from tests.words import shipped_playbook

AMOUNTS = st.none() | st.decimals(min_value=Decimal("0.01"), max_value=10**11, places=2)


@given(given_=whole_answers(), value=AMOUNTS)
def test_no_verdict_and_no_date_changes_with_the_value(given_: Answers, value: Decimal | None) -> None:
    policy = shipped_playbook().policy
    plain = judge(replace(given_, value=None), History(noes=1), policy, NOW.date(), WEEK)
    assert judge(replace(given_, value=value), History(noes=1), policy, NOW.date(), WEEK) == plain
