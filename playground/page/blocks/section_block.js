/** Renders a section: its text, its fields in two columns, and the accessory beside them. */

import { h, uniqueId } from "../lib/dom.js";
import { element } from "../form/elements.js";
import { imageElement } from "./image.js";
import { textObject } from "../text/text_object.js";

export function sectionBlock(block, surface) {
  const id = uniqueId("section");
  return [
    h(
      "div",
      { class: "section-words" },
      textObject(block.text, surface.names, { id }),
      block.fields &&
        h(
          "div",
          { class: "section-fields" },
          block.fields.map((field, index) =>
            textObject(field, surface.names, { class: "section-field", id: block.text || index ? null : id }),
          ),
        ),
    ),
    block.accessory && h("div", { class: "section-accessory" }, accessory(block, surface, id)),
  ];
}

function accessory(block, surface, textId) {
  if (block.accessory.type === "image") return imageElement(block.accessory, "accessory");
  return element(block.accessory, { block, surface, label: { "aria-labelledby": textId } });
}
