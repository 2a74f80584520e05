/** The sidebar: channels, the app's direct messages, and the workflow steps that it offers. */

import { isCrmOpen, toggleCrm } from "../crm/panel.js";
import { avatar } from "../lib/avatar.js";
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { renderKeyed } from "../lib/keyed.js";
import { openStep } from "../steps/dialog.js";

export function renderSidebar(parent, store, unread) {
  const { channels, bot, steps, crm } = store.state;
  const rows = [
    { heading: "Channels" },
    ...channels.filter((channel) => channel.kind === "channel"),
    { heading: "Apps" },
    ...channels.filter((channel) => channel.kind === "dm"),
    ...(steps.length ? [{ heading: "Workflows" }, ...steps.map((step) => ({ id: step.callback_id, step }))] : []),
    ...(crm ? [{ heading: "Beside Slack" }, { crm: true, id: "crm", open: isCrmOpen() }] : []),
    { note: "A local stand-in for Slack, on this computer only." },
  ];
  renderKeyed(parent, rows, {
    key: (row) => row.heading ?? row.note ?? row.id,
    signature: (row) => JSON.stringify([row.name, row.open, bot, row.id === store.place.channel, unread.count(row.id)]),
    render: (row) => {
      if (row.heading) return heading(row.heading);
      if (row.note) return h("p", { class: "sidebar-note" }, row.note);
      if (row.step) return stepRow(row.step, store);
      if (row.crm) return crmRow(row, store);
      return channelRow(row, store, unread.count(row.id));
    },
  });
}

/** On a narrow screen the sidebar is a drawer; Esc or a choice closes it. */
export function toggleDrawer(open = !document.body.classList.contains("drawer-open")) {
  document.body.classList.toggle("drawer-open", open);
  document.getElementById("drawer-button")?.setAttribute("aria-expanded", String(open));
  const first =
    document.querySelector("#sidebar [aria-current]") ?? document.querySelector("#sidebar button");
  if (open) first?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("drawer-open")) return;
  toggleDrawer(false);
  document.getElementById("drawer-button")?.focus();
});

document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#sidebar, #drawer-button")) toggleDrawer(false);
});

function heading(words) {
  return h("h2", { class: "sidebar-heading" }, icon("caret", 12), words);
}

function stepRow(step, store) {
  return h(
    "button",
    {
      type: "button",
      class: "channel-row",
      "data-testid": `step-${step.callback_id}`,
      dataset: { focusKey: `step ${step.callback_id}` },
      on: {
        click: () => {
          toggleDrawer(false);
          openStep(store, step);
        },
      },
    },
    icon("bolt", 18),
    h("span", { class: "channel-name" }, step.title),
  );
}

function crmRow(row, store) {
  const toggle = () => {
    toggleDrawer(false);
    toggleCrm(store);
  };
  return h(
    "button",
    {
      type: "button",
      class: "channel-row",
      "aria-expanded": String(row.open),
      "aria-controls": "crm",
      "data-testid": "crm-toggle",
      dataset: { focusKey: "crm" },
      on: { click: toggle },
    },
    icon("file", 18),
    h("span", { class: "channel-name" }, "CRM"),
  );
}

function channelRow(channel, store, count) {
  const { bot } = store.state;
  const app = channel.kind === "dm";
  const here = channel.id === store.place.channel;
  return h(
    "button",
    {
      type: "button",
      class: `channel-row ${count ? "is-unread" : ""}`,
      "aria-current": here ? "page" : null,
      "data-testid": `channel-${channel.id}`,
      dataset: { focusKey: `channel ${channel.id}` },
      on: {
        click: () => {
          toggleDrawer(false);
          store.go({ channel: channel.id, tab: "messages" });
        },
      },
    },
    app ? avatar(bot.id, bot.name, { bot: true, size: "tiny" }) : icon("hash", 18),
    h("span", { class: "channel-name" }, app ? bot.name : channel.name),
    count > 0 && h("span", { class: "badge", "aria-label": `${count} new` }, String(count)),
  );
}
