"""The requests and the code that the recipes show, made ready to be sent to a bot and to be run."""

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from pathlib import Path
from typing import Any

import playwright
from standardwebhooks import Webhook

from tests.docs.pages import ROOT, blocks

FOLDER = ROOT / "docs" / "recipes"
HOST, PATH = "https://gotano.example.com", "/hooks/lost-deals/1"
"""Where the pages say that the bot listens, and which hook is whose."""
SECRET = "whsec_…"
"""How the pages spell a secret."""
BACK = "back"
"""The mark of a request to a CRM; the others are to gotano."""
_NODE = Path(playwright.__file__).parent / "driver" / "node"
"""Node.js, as it comes with what drives the browser."""


@dataclass(frozen=True)
class Shown:
    """A request as a page shows it. `way` is how it says who sends it: signed, token or basic; or `BACK`."""

    page: str
    way: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    def headers_now(self, secret: str, now: datetime) -> dict[str, str]:
        """Its headers, with what is of one hook and of one moment in the place of what the page shows."""
        told = {name: value for name, value in self.headers.items() if name != "Host"}
        match self.way:
            case "token":
                return told | {"Authorization": f"Bearer {secret}"}
            case "basic":
                pair = base64.b64encode(f"gotano:{secret}".encode()).decode()
                return told | {"Authorization": f"Basic {pair}"}
        signature = Webhook(secret).sign(self.headers["webhook-id"], now, self.body)
        return told | {"webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}

    @property
    def told(self) -> Any:
        return json.loads(self.body)


def requests() -> Iterator[Shown]:
    """The requests of all pages, in their order."""
    for page in sorted(FOLDER.glob("*.md")):
        for block in blocks(page):
            if block.kind.startswith("http "):
                line, _, rest = block.text.partition("\n")
                head, _, body = rest.partition("\n\n")
                method, path, _ = line.split(" ")
                headers = dict(message_from_string(head).items())
                yield Shown(page.stem, block.kind.split()[1], method, path, headers, body.rstrip("\n"))


def first_of(page: str, way: str) -> Shown:
    return next(request for request in requests() if (request.page, request.way) == (page, way))


def code_of(page: str, kind: str) -> str:
    """The one block of a recipe that is of this kind."""
    (found,) = [block.text for block in blocks(FOLDER / f"{page}.md") if block.kind == kind]
    return found


def run(code: str, now: datetime, folder: Path, environ: Mapping[str, str] | None = None) -> str:
    """What JavaScript prints at a given moment; AssertionError with what it said when it throws."""
    at = f"Date.now = () => {int(now.timestamp() * 1000)};\n"
    done = subprocess.run(
        [_NODE, "-"],
        input=at + code,
        cwd=folder,
        env=dict(environ or {}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_n8n(code: str, at_nodes: Mapping[str, Any], item: Any = None, raw: str = "") -> str:
    """A Code node's lines with what n8n gives them: the items of other nodes, its own, and its raw body."""
    return f"""
const nodes = {json.dumps(at_nodes)};
const $ = (name) => ({{ first: () => ({{ json: nodes[name] }}) }});
const $input = {{ first: () => ({{ json: {json.dumps(item)} }}) }};
const helpers = {{ getBinaryDataBuffer: async () => Buffer.from({json.dumps(raw)}) }};
const print = (items) => console.log(JSON.stringify(items[0]?.json ?? null));
(async function () {{ {code} }}).call({{ helpers }}).then(print);
"""


def in_zapier(code: str, given: Mapping[str, Any]) -> str:
    """A code step's lines with the input data that its form names."""
    return f"""
const inputData = {json.dumps(given)};
(async () => {{ {code} }})().then((output) => console.log(JSON.stringify(output)));
"""


AXIOS = """
exports.get = async (url, { headers }) => {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${url} ${answer.status}`);
  return { data: await answer.json() };
};
exports.post = async (url, body, { headers }) => {
  const answer = await fetch(url, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`${url} ${answer.status} ${await answer.text()}`);
};
"""
"""The two functions of HubSpot's HTTP library that its recipe calls, over Node's own."""


def in_hubspot(folder: Path, api: str, door: str, deal: Mapping[str, Any], number: int) -> str:
    """HubSpot's custom code action for a deal, whose properties it hands over as text."""
    library = folder / "node_modules" / "axios"
    library.mkdir(parents=True, exist_ok=True)
    (library / "index.js").write_text(AXIOS)
    code = code_of("hubspot", "js hubspot").replace(HOST + PATH, door).replace("https://api.hubapi.com", api)
    event = {"origin": {"portalId": 8123456}, "object": {"objectId": number}, "inputFields": deal}
    return code + f"exports.main({json.dumps(event)}, (told) => console.log(JSON.stringify(told)));"
