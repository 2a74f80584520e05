"""What was learned comes back to the deal that a CRM told of, by the lines that the recipes show."""

import json
from pathlib import Path
from typing import Any

from prompts.offer import DEBRIEF_IT
from storage.hooks import Direction, add_hook
from storage.owner import EVERYBODY
from tests.conftest import MakeRig
from tests.crm import VAULT, WITH_KEY
from tests.docs.recipes import SECRET, code_of, in_n8n, in_zapier, run
from tests.docs.standin import Received, StandIn
from tests.rig import TEAM, Rig
from tests.stories.receivers import ALL, ENVIRON
from tests.stories.told import crm_of, said

BRIDGE = "zapier-make-n8n"


def debriefed(rig: Rig, crm: StandIn) -> str:
    """A deal that a CRM told of is debriefed in Slack; the secret of the hook by which the CRM is told."""
    with rig.db.write(EVERYBODY) as session:
        now, url = rig.clock.now(), f"{crm.address}/caught"
        _, secret = add_hook(session, VAULT, TEAM, Direction.OUT, now, url=url, events=ALL)
    assert crm_of(rig).tell({"id": "21873460219"}).state == "new"
    rig.sweep()
    rig.ana.press(DEBRIEF_IT, said(rig)[-1])
    rig.ana.fill({"kind-any": "no_budget"})
    rig.ana.fill({"door": "ajar", "stage": "first"})
    rig.ana.submit()
    rig.ana.close()
    rig.sweep()
    return secret


def caught(event: Received, rig: Rig, secret: str, folder: Path) -> Any:
    """The event after the check in Zapier."""
    named = {name: event.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")}
    code = code_of(BRIDGE, "js functions") + code_of(BRIDGE, "js zapier back").replace(SECRET, secret)
    return json.loads(run(in_zapier(code, {**named, "body": event.body}), rig.clock.now(), folder))


def test_a_debrief_is_written_to_the_deal_that_was_lost(make_rig: MakeRig, tmp_path: Path) -> None:
    rig = make_rig(environ=ENVIRON | WITH_KEY, quick=True)
    with StandIn({}) as crm:
        secret = debriefed(rig, crm)
        (event,) = crm.received
    told = caught(event, rig, secret, tmp_path)
    code = in_n8n(code_of("hubspot", "js n8n back hubspot"), {}, told)
    written = json.loads(run(code, rig.clock.now(), tmp_path))
    (deal,) = rig.deals()
    assert written["url"].endswith("/objects/deals/21873460219")
    assert written["body"]["properties"] == {
        "gotano_kind": "no_budget",
        "gotano_verdict": str(deal.plan.verdict),
        "gotano_plan_on": deal.plan.due.on.isoformat() if deal.plan.due else "",
        "gotano_outcome": "open",
    }
