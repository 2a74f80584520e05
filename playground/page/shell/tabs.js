/** The Home and Messages tabs of the app; arrow keys move between them. */

import { h } from "../lib/dom.js";

const TABS = [
  ["home", "Home"],
  ["messages", "Messages"],
];

export function tabList(store) {
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": store.state.bot.name, on: { keydown: arrows } },
    TABS.map(([name, label]) => tab(store, name, label)),
  );
}

function tab(store, name, label) {
  const chosen = store.place.tab === name;
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      class: "tab",
      "aria-selected": String(chosen),
      tabindex: chosen ? "0" : "-1",
      "aria-controls": "pane",
      "data-testid": `${name}-tab`,
      dataset: { focusKey: `tab ${name}` },
      on: { click: () => choose(store, name) },
    },
    label,
  );
}

async function choose(store, name) {
  store.go({ tab: name });
  const answer = await store.post(`/ui/${name}`, {});
  if (!answer.ok) store.note(answer.error, "error");
}

function arrows(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const tabs = [...event.currentTarget.querySelectorAll("[role=tab]")];
  const step = event.key === "ArrowRight" ? 1 : -1;
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
}
