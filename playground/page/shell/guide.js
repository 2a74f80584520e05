/** The guide under the bar: the first steps, the next one marked, until all are taken or it is put away. */

import { fill, h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

let away = false;
let drawn = "";

export function renderGuide(parent, store) {
  const steps = store.state.guide;
  const mark = JSON.stringify([steps, away]);
  if (mark === drawn) return;
  drawn = mark;
  parent.hidden = away || !steps.length;
  if (parent.hidden) fill(parent);
  else fill(parent, list(steps), closeButton(parent, store));
}

function list(steps) {
  const next = steps.findIndex((step) => !step.done);
  return h(
    "ol",
    { class: "guide-steps" },
    steps.map((step, at) =>
      h(
        "li",
        { class: step.done ? "is-done" : "", "aria-current": at === next ? "step" : null },
        h("span", { class: "guide-mark", "aria-hidden": "true" }, step.done ? icon("check", 14) : `${at + 1}`),
        h("span", {}, step.text),
        step.done ? h("span", { class: "visually-hidden" }, "(done)") : null,
      ),
    ),
  );
}

function closeButton(parent, store) {
  const close = () => {
    away = true;
    renderGuide(parent, store);
    document.getElementById("main").focus();
  };
  return h(
    "button",
    { type: "button", class: "topbar-button guide-close", "data-testid": "guide-close", on: { click: close } },
    "Hide",
  );
}
