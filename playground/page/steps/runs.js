/** The runs of a step, the newest first: what each was about, whether it ended, and with which outputs. */

import { h } from "../lib/dom.js";

const STATES = { running: "Running", completed: "Completed", failed: "Failed" };

export function runList(runs, step) {
  const mine = runs.filter((run) => run.callback_id === step.callback_id);
  if (!mine.length) return null;
  return [
    h("h3", { class: "step-runs-heading" }, "Activity"),
    h(
      "ol",
      { class: "step-runs" },
      mine.map((run) => entry(run, step)),
    ),
  ];
}

function entry(run, step) {
  const named = step.inputs.find((input) => input.is_required && input.type === "string");
  return h(
    "li",
    { class: "step-run", "data-testid": "run", dataset: { state: run.state } },
    h(
      "p",
      {},
      h("strong", {}, STATES[run.state]),
      named && run.inputs[named.name] ? `: ${run.inputs[named.name]}` : null,
    ),
    run.error && h("p", { class: "step-run-error" }, run.error),
    Object.keys(run.outputs).length > 0 &&
      h(
        "dl",
        { class: "step-outputs" },
        Object.entries(run.outputs).map(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))]),
      ),
  );
}
