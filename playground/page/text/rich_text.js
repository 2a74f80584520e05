/** Renders rich_text blocks: sections, nested lists, quotes, and preformatted text. */

import { h } from "../lib/dom.js";
import { richInline } from "./rich_inline.js";

const NUMBERING = ["1", "a", "i"];

export function richText(block, names) {
  return h(
    "div",
    { class: "rich-text" },
    (block.elements ?? []).map((part) => PARTS[part.type]?.(part, names)),
  );
}

const PARTS = {
  rich_text_section: (part, names) => h("div", { class: "rich-section" }, content(part, names)),
  rich_text_quote: (part, names) => h("blockquote", { class: "quote" }, content(part, names)),
  rich_text_preformatted: preformatted,
  rich_text_list: list,
};

function content(part, names) {
  return (part.elements ?? []).map((element) => richInline(element, names));
}

/** Can be reached with the keyboard, so that a long line can be scrolled to; the words are selected as any others. */
function preformatted(part, names) {
  return h(
    "pre",
    { class: "code-block", tabindex: "0", role: "group", "aria-label": "Preformatted text" },
    content(part, names),
  );
}

function list(part, names) {
  const indent = part.indent ?? 0;
  const ordered = part.style === "ordered";
  const items = (part.elements ?? []).map((item) => h("li", {}, content(item, names)));
  const start = ordered && part.offset ? String(part.offset + 1) : null;
  return h(
    ordered ? "ol" : "ul",
    {
      class: `rich-list indent-${Math.min(indent, 8)} bullet-${indent % 3}`,
      type: ordered ? NUMBERING[indent % 3] : null,
      start,
    },
    items,
  );
}
