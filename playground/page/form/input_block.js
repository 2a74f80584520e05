/** Renders an input block: label, element, hint, and the error beside the field. */

import { h, uniqueId } from "../lib/dom.js";
import { element, isGroup } from "./elements.js";
import { icon } from "../lib/icons.js";
import { textObject } from "../text/text_object.js";

export function inputBlock(block, surface) {
  const ids = {
    label: uniqueId("label"),
    field: uniqueId("field"),
    hint: uniqueId("hint"),
    error: uniqueId("error"),
  };
  const error = surface.errors[block.block_id];
  const described = [error && ids.error, block.hint && ids.hint].filter(Boolean).join(" ");
  const field = element(block.element, {
    block,
    surface,
    fieldId: ids.field,
    required: !block.optional,
    label: {
      "aria-labelledby": ids.label,
      "aria-describedby": described || null,
      "aria-invalid": error ? "true" : null,
    },
  });
  return h(
    "div",
    { class: error ? "input-block has-error" : "input-block" },
    labelNode(block, surface, ids),
    field,
    hintNode(block, surface, ids),
    error && errorNode(error, ids),
  );
}

function labelNode(block, surface, ids) {
  const words = [
    h("span", { id: ids.label }, textObject(block.label, surface.names)),
    block.optional && h("span", { class: "optional" }, " (optional)"),
  ];
  if (isGroup(block.element)) return h("div", { class: "input-label" }, words);
  return h("label", { class: "input-label", for: ids.field }, words);
}

function hintNode(block, surface, ids) {
  return block.hint && h("p", { class: "input-hint", id: ids.hint }, textObject(block.hint, surface.names));
}

function errorNode(error, ids) {
  return h(
    "p",
    { class: "input-error", id: ids.error, "data-testid": "field-error" },
    icon("warning", 16),
    error,
  );
}
