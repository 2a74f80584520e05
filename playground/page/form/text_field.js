/** Renders text and number inputs, with the count of characters left. */

import { append, h, uniqueId } from "../lib/dom.js";

const COUNT_FROM = 0.7;
const KEYBOARDS = { email_text_input: "email", url_text_input: "url" };

export function textInput(item, use) {
  const counter = h("span", { class: "counter", id: uniqueId("counter") });
  const input = field(item, use, item.multiline ? "textarea" : "input", counter);
  if (!item.multiline) {
    input.type = "text";
    input.inputMode = KEYBOARDS[item.type] ?? "text";
  }
  showCount(item, input, counter);
  return h("div", { class: "text-field" }, input, counter);
}

export function numberInput(item, use) {
  const input = field(item, use, "input", null);
  input.type = "text";
  input.inputMode = item.is_decimal_allowed ? "decimal" : "numeric";
  input.classList.add("control-short");
  return input;
}

function field(item, use, tag, counter) {
  const { block, surface, label } = use;
  const describedBy = [label["aria-describedby"], counter?.id].filter(Boolean).join(" ");
  const input = h(tag, {
    ...label,
    "aria-describedby": describedBy || null,
    class: "control",
    id: use.fieldId,
    autocomplete: "off",
    placeholder: item.placeholder?.text,
    "aria-required": use.required ? "true" : null,
    dataset: { actionId: item.action_id, focusKey: surface.focusKey(block, item) },
    value: surface.values.get(block, item) ?? "",
    on: {
      input: () => typed(item, input, use, counter),
      keydown: (event) => entered(event, item, input, use),
    },
  });
  return input;
}

function typed(item, input, { block, surface }, counter) {
  surface.keep(block, item, input.value);
  if (counter) showCount(item, input, counter);
  if (dispatches(item, block, "on_character_entered")) surface.act(block, item, input.value);
}

function entered(event, item, input, { block, surface }) {
  if (event.key !== "Enter") return;
  if (item.multiline) {
    if (event.metaKey || event.ctrlKey) input.form?.requestSubmit();
  } else if (dispatches(item, block, "on_enter_pressed")) {
    event.preventDefault();
    surface.act(block, item, input.value);
  }
}

function dispatches(item, block, trigger) {
  const triggers = item.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return Boolean(block.dispatch_action) && triggers.includes(trigger);
}

function showCount(item, input, counter) {
  const length = [...input.value].length;
  const left = item.max_length ? item.max_length - length : null;
  const missing = length && item.min_length ? item.min_length - length : 0;
  counter.replaceChildren();
  counter.classList.toggle("counter-over", left !== null && left < 0);
  if (left !== null && left < 0) append(counter, [`${-left} too many`]);
  else if (missing > 0) append(counter, [`${missing} more to go`]);
  else if (left !== null && length > item.max_length * COUNT_FROM) append(counter, [`${left} left`]);
}
