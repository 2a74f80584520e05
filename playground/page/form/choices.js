/** Renders radio buttons and checkboxes, each option with the line that explains it. */

import { h, uniqueId } from "../lib/dom.js";
import { textObject } from "../text/text_object.js";

export function radioButtons(item, use) {
  const name = uniqueId("radio");
  return group(item, use, "radiogroup", (option) =>
    h("input", {
      type: "radio",
      name,
      checked: use.surface.values.get(use.block, item) === option.value,
      on: { change: () => use.surface.change(use.block, item, option.value) },
    }),
  );
}

export function checkboxes(item, use) {
  const chosen = () => use.surface.values.get(use.block, item) ?? [];
  return group(item, use, "group", (option) =>
    h("input", {
      type: "checkbox",
      checked: chosen().includes(option.value),
      on: {
        change: (event) =>
          use.surface.change(use.block, item, toggled(item, chosen(), option, event.target.checked)),
      },
    }),
  );
}

/** The chosen values in the order of the options, as Slack sends them. */
function toggled(item, chosen, option, on) {
  return item.options
    .map((each) => each.value)
    .filter((value) => (value === option.value ? on : chosen.includes(value)));
}

function group(item, use, role, control) {
  return h(
    "div",
    {
      ...use.label,
      role,
      class: "choices",
      id: use.fieldId,
      "aria-required": use.required && role === "radiogroup" ? "true" : null,
      dataset: { actionId: item.action_id },
    },
    item.options.map((option) => choice(item, option, use, control(option))),
  );
}

function choice(item, option, use, input) {
  const ids = { text: uniqueId("option"), detail: uniqueId("detail") };
  input.setAttribute("aria-labelledby", ids.text);
  if (option.description) input.setAttribute("aria-describedby", ids.detail);
  input.value = option.value;
  input.dataset.focusKey = use.surface.focusKey(use.block, item, option.value);
  return h(
    "label",
    { class: "choice" },
    input,
    h(
      "span",
      { class: "choice-words" },
      textObject(option.text, use.surface.names, { id: ids.text }),
      textObject(option.description, use.surface.names, { id: ids.detail, class: "choice-detail" }),
    ),
  );
}
