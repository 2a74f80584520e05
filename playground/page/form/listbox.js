/** Renders selects whose options carry an explanation, and multi-selects, as a select-only combobox. */

import { fill, h, uniqueId } from "../lib/dom.js";
import { isMulti, optionsOf } from "./elements_of.js";
import { icon } from "../lib/icons.js";
import { listboxKeys } from "./listbox_keys.js";
import { closePopup, openPopup } from "../lib/popup.js";

export function richListbox(item, use) {
  const box = { item, use, multi: isMulti(item), options: optionsOf(item), active: -1, open: false };
  box.shown = h("span", { class: "combobox-value", id: uniqueId("chosen") });
  box.list = h("div", {
    class: "popup listbox",
    role: "listbox",
    id: uniqueId("listbox"),
    tabindex: "-1",
    popover: "manual",
    ...nameOnly(use.label),
    "aria-multiselectable": box.multi ? "true" : null,
  });
  box.button = comboboxButton(box);
  box.toggle = () => (box.open ? closeList(box) : openList(box));
  box.point = (index) => point(box, index);
  box.choose = (index) => choose(box, index);
  box.close = () => closeList(box);
  showChosen(box);
  return h("span", { class: "select" }, box.button, icon("caret", 16), box.list);
}

function comboboxButton(box) {
  const { item, use } = box;
  return h(
    "div",
    {
      ...use.label,
      role: "combobox",
      tabindex: "0",
      class: "control combobox",
      id: use.fieldId,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": box.list.id,
      "aria-required": use.required ? "true" : null,
      dataset: { actionId: item.action_id, focusKey: use.surface.focusKey(use.block, item) },
      on: { click: () => box.toggle(), keydown: (event) => listboxKeys(event, box) },
    },
    box.shown,
  );
}

function nameOnly(label) {
  return { "aria-label": label["aria-label"], "aria-labelledby": label["aria-labelledby"] };
}

function chosenValues(box) {
  const value = box.use.surface.values.get(box.use.block, box.item);
  return box.multi ? (value ?? []) : [value].filter((each) => each !== null);
}

function showChosen(box) {
  const chosen = chosenValues(box);
  const words = box.options
    .filter((option) => chosen.includes(option.value))
    .map((option) => option.text.text);
  box.button.classList.toggle("is-empty", !words.length);
  if (!words.length) fill(box.shown, box.item.placeholder?.text ?? "Choose an option");
  else fill(box.shown, box.multi ? words.map((word) => h("span", { class: "chip" }, word)) : words);
}

function openList(box) {
  drawOptions(box);
  box.open = true;
  box.button.setAttribute("aria-expanded", "true");
  openPopup(box.list, box.button, () => closeList(box));
  point(
    box,
    Math.max(
      0,
      box.options.findIndex((option) => chosenValues(box).includes(option.value)),
    ),
  );
}

function closeList(box) {
  box.open = false;
  box.button.setAttribute("aria-expanded", "false");
  box.button.removeAttribute("aria-activedescendant");
  closePopup(box.list);
}

function drawOptions(box) {
  let index = 0;
  const draw = (option) => optionNode(box, option, index++);
  if (!box.item.option_groups) return fill(box.list, box.options.map(draw));
  return fill(
    box.list,
    box.item.option_groups.map((group) => {
      const id = uniqueId("group");
      return h(
        "div",
        { role: "group", "aria-labelledby": id },
        h("div", { class: "listbox-group", id }, group.label.text),
        group.options.map(draw),
      );
    }),
  );
}

function optionNode(box, option, index) {
  const detail = option.description && h("span", { class: "option-detail" }, option.description.text);
  const chosen = chosenValues(box).includes(option.value);
  return h(
    "div",
    {
      class: "option",
      role: "option",
      id: uniqueId("option"),
      "aria-selected": String(chosen),
      dataset: { value: option.value },
      on: { click: () => choose(box, index), pointermove: () => point(box, index, false) },
    },
    h("span", { class: "option-words" }, h("span", {}, option.text.text), detail ? " " : null, detail),
    icon("check", 16),
  );
}

function point(box, index, scroll = true) {
  const nodes = box.list.querySelectorAll("[role=option]");
  box.active = index;
  nodes.forEach((node, each) => node.classList.toggle("is-active", each === index));
  if (!nodes[index]) return;
  box.button.setAttribute("aria-activedescendant", nodes[index].id);
  if (scroll) nodes[index].scrollIntoView({ block: "nearest" });
}

function choose(box, index) {
  const { value } = box.options[index];
  const chosen = chosenValues(box);
  if (!box.multi) {
    closeList(box);
    box.use.surface.change(box.use.block, box.item, value);
  } else {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    box.list
      .querySelectorAll("[role=option]")
      [index].setAttribute("aria-selected", String(next.includes(value)));
    point(box, index);
    box.use.surface.change(box.use.block, box.item, next);
  }
  showChosen(box);
  box.button.focus();
}
