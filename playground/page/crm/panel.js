/** The CRM beside Slack: its deals by stage, *Mark as lost*, and what the bot told of each. */

import { h, uniqueId } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { renderKeyed } from "../lib/keyed.js";

const REASON_LIMIT = 300;
/** A deal's own address names it: the page that is opened there shows it. */
let wanted = new URLSearchParams(location.search).get("crm");
let open = Boolean(wanted);
let asking = null;

export function isCrmOpen() {
  return open;
}

/** Opens or closes it, and moves the focus along. */
export function toggleCrm(store, next = !open) {
  open = next;
  asking = null;
  store.go({});
  const target = open ? document.querySelector("#crm .crm-title") : document.getElementById("main");
  target?.focus();
}

export function renderCrm(parent, store) {
  const deals = store.state.crm;
  parent.hidden = !open || !deals;
  const rows = parent.hidden ? [] : [{ head: true }, ...deals];
  renderKeyed(parent, rows, {
    key: (row) => (row.head ? "head" : row.id),
    signature: (row) => JSON.stringify([row, row.id === asking, store.state.me.id]),
    render: (row) => (row.head ? head(store) : card(row, store)),
  });
  if (!wanted || parent.hidden) return;
  parent.querySelector(`[data-testid="crm-${CSS.escape(wanted)}"]`)?.scrollIntoView({ block: "nearest" });
  wanted = null;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !open || !event.target.closest?.("#crm")) return;
  document.querySelector("#crm .crm-close")?.click();
});

function head(store) {
  return h(
    "header",
    { class: "crm-head" },
    h("h2", { class: "crm-title", tabindex: "-1" }, "CRM"),
    h(
      "button",
      {
        type: "button",
        class: "button button-icon crm-close",
        "aria-label": "Close the CRM",
        on: { click: () => toggleCrm(store, false) },
      },
      icon("close", 16),
    ),
    h("p", { class: "crm-note" }, "A stand-in. A deal lost here is told to the bot by a signed web request."),
  );
}

function card(deal, store) {
  const name = uniqueId("crm-deal");
  const owner = store.state.people.find((person) => person.id === deal.owner)?.name ?? deal.owner;
  return h(
    "article",
    { class: "crm-deal", "aria-labelledby": name, "data-testid": `crm-${deal.id}` },
    h("h3", { id: name }, deal.company),
    h("p", { class: "crm-who" }, `${deal.prospect} · ${deal.amount} · ${owner}`),
    h("p", { class: `crm-stage ${deal.lost ? "is-lost" : ""}` }, deal.stage),
    deal.lost && told(deal),
    !deal.lost && (deal.id === asking ? form(deal, store) : loseButton(deal, store)),
  );
}

function told(deal) {
  if (!deal.kind) return h("p", { class: "crm-waits" }, "The bot asks about it in Slack.");
  const facts = [
    ["Kind of no", words(deal.kind)],
    ["Verdict", words(deal.verdict)],
    ["Comes back", deal.plan_date ?? "not planned"],
    ["Outcome", words(deal.outcome)],
  ];
  return h(
    "dl",
    { class: "crm-told", "data-testid": "crm-told" },
    facts.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))),
  );
}

function loseButton(deal, store) {
  const ask = () => {
    asking = deal.id;
    store.go({});
    document.querySelector("#crm textarea")?.focus();
  };
  return h(
    "button",
    {
      type: "button",
      class: "button",
      dataset: { focusKey: `lose ${deal.id}` },
      on: { click: ask },
    },
    "Mark as lost",
    h("span", { class: "visually-hidden" }, `: ${deal.company}`),
  );
}

function form(deal, store) {
  const field = uniqueId("crm-reason");
  const reason = h("textarea", {
    id: field,
    class: "control",
    rows: "2",
    maxlength: String(REASON_LIMIT),
    dataset: { focusKey: `reason ${deal.id}` },
  });
  const done = () => {
    asking = null;
    store.go({});
  };
  const send = async (event) => {
    event.preventDefault();
    const answer = await store.post("/ui/crm_lose", { deal: deal.id, reason: reason.value });
    if (!answer.ok) {
      store.note(answer.error, "error");
      return;
    }
    done();
    document.querySelector("#crm .crm-title")?.focus();
  };
  return h(
    "form",
    { class: "crm-form", on: { submit: send } },
    h("label", { for: field }, "Why was it lost? (optional)"),
    reason,
    h(
      "div",
      { class: "crm-buttons" },
      h("button", { type: "submit", class: "button button-primary" }, "Lost"),
      h("button", { type: "button", class: "button", on: { click: done } }, "Cancel"),
    ),
  );
}

function words(name) {
  return name ? name.replaceAll("_", " ") : "none";
}
