/** A step of the app as a workflow runs it: its inputs to fill in, and below what became of each run. */

import { fill, h, uniqueId } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { keepTabInside } from "../lib/tab_trap.js";
import { runList } from "./runs.js";

let open = null;

/** Shows the dialog of one step; `store` tells of changes while it is open. */
export function openStep(store, step) {
  const opener = document.activeElement?.dataset?.focusKey;
  const runs = h("div", { "aria-live": "polite", "data-testid": "step-runs" });
  const banner = h("div", { role: "alert" });
  const close = () => {
    open?.dialog.close();
    open?.dialog.remove();
    open = null;
    document.querySelector(`[data-focus-key="${CSS.escape(opener ?? "")}"]`)?.focus();
  };
  const dialog = h(
    "dialog",
    {
      class: "modal",
      "aria-labelledby": "step-title",
      "aria-modal": "true",
      "data-testid": "step",
      on: { cancel: close, keydown: (event) => keepTabInside(dialog, event) },
    },
    form(store, step, { close, banner, runs }),
  );
  open = { dialog, runs, step };
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".control")?.focus();
  renderStep(store);
}

/** Brings the runs up to date, where the dialog is open. */
export function renderStep(store) {
  if (open) fill(open.runs, runList(store.state.runs, open.step));
}

function form(store, step, { close, banner, runs }) {
  const fields = new Map(step.inputs.map((input) => [input.name, control(input, store.state.people)]));
  const node = h(
    "form",
    {
      class: "modal-form",
      on: {
        submit: async (event) => {
          event.preventDefault();
          const inputs = Object.fromEntries([...fields].map(([name, field]) => [name, field.value.trim()]));
          const answer = await store.post("/ui/step", { callback_id: step.callback_id, inputs });
          if (answer.ok) runs.scrollIntoView({ block: "nearest" });
          fill(banner, answer.ok ? null : h("p", { class: "modal-banner" }, icon("warning", 18), answer.error));
        },
      },
    },
    h(
      "header",
      { class: "modal-header" },
      h("h2", { class: "modal-title", id: "step-title" }, step.title),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close", "data-testid": "step-x", on: { click: close } },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "modal-body" },
      banner,
      h("p", { class: "step-about" }, step.description),
      step.inputs.map((input) => labelled(input, fields.get(input.name))),
      runs,
    ),
    h(
      "footer",
      { class: "modal-footer" },
      h(
        "button",
        { type: "submit", class: "button button-primary button-large", "data-testid": "step-run" },
        "Run the workflow",
      ),
    ),
  );
  return node;
}

function control(input, people) {
  const common = {
    class: "control",
    id: uniqueId("step-input"),
    required: input.is_required,
    "data-testid": `step-${input.name}`,
  };
  if (input.type !== "slack#/types/user_id") {
    return h("input", { ...common, type: input.type === "slack#/types/date" ? "date" : "text", autocomplete: "off" });
  }
  return h(
    "select",
    common,
    people.map((person) => h("option", { value: person.id }, person.name)),
  );
}

function labelled(input, field) {
  const hint = h("p", { class: "input-hint", id: uniqueId("step-hint") }, input.description);
  if (input.description) field.setAttribute("aria-describedby", hint.id);
  return h(
    "div",
    { class: "block-input" },
    h(
      "label",
      { class: "input-label", for: field.id },
      input.title,
      !input.is_required && h("span", { class: "optional" }, " (optional)"),
    ),
    field,
    input.description && hint,
  );
}
