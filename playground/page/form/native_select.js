/** Renders a select whose options need no explanation with the browser's own control. */

import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

export function nativeSelect(item, { block, surface, label, fieldId, required }) {
  const value = surface.values.get(block, item);
  const select = h(
    "select",
    {
      ...label,
      class: value ? "control" : "control is-empty",
      id: fieldId,
      "aria-required": required ? "true" : null,
      dataset: { actionId: item.action_id, focusKey: surface.focusKey(block, item) },
      on: {
        change: () => {
          select.classList.toggle("is-empty", !select.value);
          surface.change(block, item, select.value || null);
        },
      },
    },
    choices(item),
  );
  select.value = value ?? "";
  return h("span", { class: "select" }, select, icon("caret", 16));
}

function choices(item) {
  const blank = h("option", { value: "" }, item.placeholder?.text ?? "Choose an option");
  if (!item.option_groups) return [blank, item.options.map(choice)];
  return [
    blank,
    item.option_groups.map((group) => h("optgroup", { label: group.label.text }, group.options.map(choice))),
  ];
}

function choice(option) {
  return h("option", { value: option.value }, option.text.text);
}
