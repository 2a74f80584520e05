"""Hypothesis' way of drawing days, weeks, answers and counts."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from coaching.dates import WorkWeek
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.history import History
from coaching.kinds import KINDS, Kind, Stage

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)
TIMES = st.times(time(7), time(19))
WEEKS = st.builds(WorkWeek, st.frozensets(st.integers(1, 7), min_size=1), TIMES)
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Lisbon",
        "America/New_York",
        "America/St_Johns",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Adelaide",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Africa/Casablanca",
        "America/Santiago",
    ]
).map(ZoneInfo)

TEXTS = st.none() | st.text(max_size=20)
DATES = st.none() | DAYS
COUNTS = st.builds(
    History,
    noes=st.integers(0, 6),
    asks=st.integers(0, 4),
    tries=st.integers(0, 12),
    follow_ups=st.integers(0, 9),
    quiet_days=st.integers(0, 500),
    snoozes=st.integers(0, 6),
    slipped=st.booleans(),
    closed=st.booleans(),
    one_more_try_used=st.booleans(),
)


@st.composite
def whole_answers(draw: st.DrawFn) -> Answers:
    """Answers such as a debrief can give: a silent prospect has tries, any other a door and a reason asked."""
    kind = draw(st.sampled_from(Kind))
    silent = kind is Kind.NO_RESPONSE
    asked = [one for one in AskedWhy if (kind, one) != (Kind.UNKNOWN, AskedWhy.TOLD)]
    return Answers(
        stage=draw(st.sampled_from(sorted(KINDS[kind].stages, key=list(Stage).index))),
        kind=kind,
        asked_why=None if silent else draw(st.sampled_from(asked)),
        door=None if silent else draw(st.sampled_from(Door)),
        words=draw(TEXTS),
        tries=draw(st.integers(1, 999)) if silent else None,
        callback_on=draw(DATES),
        condition=draw(TEXTS),
        contract_end=draw(DATES),
        budget_on=draw(DATES),
        better_terms=draw(st.none() | st.booleans()),
        worth=draw(st.sampled_from(Worth)),
        first_no=draw(st.none() | st.sampled_from(FirstNo)),
        lesson=draw(TEXTS),
    )
