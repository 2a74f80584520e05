"""An uninstall is noted together with the end of its tokens, or not at all."""

import pytest
from sqlalchemy.exc import OperationalError

from storage.installations import Installations
from storage.owner import EVERYBODY
from storage.workspaces import is_uninstalled
from tests.oauth.rig import OAuthRig
from tests.rig import TEAM


@pytest.mark.trouble
def test_an_uninstall_that_fails_half_way_is_none_and_comes_again(
    each_rig: OAuthRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noted first and the tokens deleted later, it took those of an installation that had come in between."""
    rig = each_rig
    rig.install()

    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("the server hung up"))

    monkeypatch.setattr(Installations, "forget", away)
    with pytest.raises(AssertionError, match="503"):
        rig.tell(rig.slack, "app_uninstalled")
    with rig.db.read(EVERYBODY) as session:
        assert not is_uninstalled(session, TEAM)
    monkeypatch.undo()
    rig.tell(rig.slack, "app_uninstalled")
    assert rig.counts(TEAM)["slack_bots"] == 0
    with rig.db.read(EVERYBODY) as session:
        assert is_uninstalled(session, TEAM)
