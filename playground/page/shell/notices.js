/** Short notes at the edge of the window: what a demo button did, and what went wrong. */

import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { renderKeyed } from "../lib/keyed.js";

const AT_MOST = 3;
const INFO_MS = 12_000;

const dismissed = new Set();

export function renderNotices(parent, store) {
  const fromServer = store.state.notices.map((notice) => ({ ...notice, kind: "error", server: true }));
  const texts = new Set();
  const notes = [...fromServer, ...store.notes].filter((note) => {
    if (dismissed.has(note.id) || texts.has(note.text)) return false;
    return texts.add(note.text);
  });
  renderKeyed(parent, notes.slice(-AT_MOST), {
    key: (note) => note.id,
    signature: (note) => note.text,
    render: (note) => noteNode(note, store),
  });
}

function noteNode(note, store) {
  const dismiss = () => {
    dismissed.add(note.id);
    store.forget(note.id);
  };
  if (note.kind === "info") setTimeout(dismiss, INFO_MS);
  return h(
    "div",
    { class: `notice notice-${note.kind}`, "data-testid": "notice" },
    icon(note.kind === "info" ? "check" : "warning", 18),
    h("p", { class: "notice-text" }, note.text),
    h(
      "button",
      { type: "button", class: "notice-close", "aria-label": "Dismiss", on: { click: dismiss } },
      icon("close", 14),
    ),
  );
}
