/** Renders date and time pickers with the browser's own controls. */

import { h } from "../lib/dom.js";

export function datePicker(item, use) {
  return picker(item, use, "date");
}

export function timePicker(item, use) {
  return picker(item, use, "time");
}

function picker(item, { block, surface, label, fieldId, required }, type) {
  return h("input", {
    ...label,
    type,
    class: "control control-short",
    id: fieldId,
    "aria-required": required ? "true" : null,
    max: type === "date" ? "9999-12-31" : null,
    dataset: { actionId: item.action_id, focusKey: surface.focusKey(block, item) },
    value: surface.values.get(block, item) ?? "",
    on: { change: (event) => surface.change(block, item, event.target.value || null) },
  });
}
