/** Renders rich_text blocks: sections, nested lists, quotes, and preformatted text that can be copied. */

import { copyButton } from "./copy_button.js";
import { h } from "../lib/dom.js";
import { richInline, richWords } from "./rich_inline.js";

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

function preformatted(part, names) {
  const words = (part.elements ?? []).map((element) => richWords(element, names)).join("");
  return h(
    "div",
    { class: "preformatted" },
    h(
      "pre",
      { class: "code-block", tabindex: "0", role: "group", "aria-label": "Text to copy" },
      content(part, names),
    ),
    copyButton(words),
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
