/** Renders a list of blocks on a surface; what each block type looks like is one entry of the table below. */

import { h } from "../lib/dom.js";
import { element, labelFor } from "../form/elements.js";
import { imageBlock, imageElement } from "./image.js";
import { inputBlock } from "../form/input_block.js";
import { renderKeyed } from "../lib/keyed.js";
import { richText } from "../text/rich_text.js";
import { sectionBlock } from "./section_block.js";
import { textObject } from "../text/text_object.js";

/** Draws `surface.blocks` into `surface.node`, leaving untouched what did not change. */
export function renderBlocks(surface) {
  renderKeyed(surface.node, surface.blocks, {
    key: (block, index) => block.block_id ?? `#${index}`,
    signature: (block) =>
      JSON.stringify([
        block,
        surface.errors[block.block_id] ?? null,
        surface.values.revision(block.block_id),
        surface.names.zone,
      ]),
    render: (block) => renderBlock(block, surface),
  });
}

function renderBlock(block, surface) {
  const render = BLOCKS[block.type] ?? unknownBlock;
  return h(
    "div",
    {
      class: `block block-${block.type}`,
      dataset: { testid: "block", blockId: block.block_id, blockType: block.type },
    },
    render(block, surface),
  );
}

const BLOCKS = {
  section: sectionBlock,
  input: inputBlock,
  image: imageBlock,
  header: (block, surface) => h("h3", { class: "header-text" }, textObject(block.text, surface.names)),
  divider: () => h("hr", { class: "divider" }),
  context: (block, surface) => (block.elements ?? []).map((part) => contextPart(part, surface)),
  actions: (block, surface) =>
    block.elements.map((part) => element(part, { block, surface, label: { "aria-label": labelFor(part) } })),
  rich_text: (block, surface) => richText(block, surface.names),
};

function contextPart(part, surface) {
  return part.type === "image" ? imageElement(part, "context") : textObject(part, surface.names);
}

function unknownBlock(block) {
  return h("p", { class: "unknown" }, `A block of the type "${block.type}" is not shown here.`);
}
