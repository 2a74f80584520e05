"""A lost deal comes in by one hook, and what the rep learned goes out by another, under the id it came with."""

from collections.abc import Iterator

import pytest

from prompts.offer import DEBRIEF_IT
from tests.conftest import MakeRig
from tests.crm import DEAL, WITH_KEY
from tests.rig import Rig
from tests.stories.receivers import ENVIRON, Receiver, by_the_rigs_clock, hook, receiving
from tests.stories.told import crm_of, said


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def test_the_crm_s_own_id_comes_back_with_what_was_learned(
    make_rig: MakeRig, each_url: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig: Rig = make_rig(database_url=each_url, environ=ENVIRON | WITH_KEY)
    hook(rig, receiver)
    assert crm_of(rig).tell().state == "new"
    rig.sweep()
    by_the_rigs_clock(rig, monkeypatch)
    (message,) = said(rig)
    rig.ana.press(DEBRIEF_IT, message)
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_budget", "door": "ajar"})
    rig.ana.submit()
    rig.ana.submit()
    rig.sweep()
    (told,) = receiver.data
    assert (told["id"], told["kind"], told["rep"]) == (DEAL["id"], "no_budget", "U0ANA")
    assert (told["prospect"], told["words"]) == (None, None)
