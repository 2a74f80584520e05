/** Renders images of this server; one from elsewhere is named, not fetched, for the page asks nobody else. */

import { externalLink, h, isOurs } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { textObject } from "../text/text_object.js";

export function imageBlock(block, surface) {
  return h(
    "figure",
    { class: "image-block" },
    block.title && h("figcaption", { class: "image-title" }, textObject(block.title, surface.names)),
    picture(block.image_url ?? block.slack_file?.url, block.alt_text, "block"),
  );
}

/** An image inside a section ("accessory") or a context block ("context"). */
export function imageElement(item, size) {
  return picture(item.image_url ?? item.slack_file?.url, item.alt_text, size);
}

function picture(url, alt, size) {
  if (isLocal(url)) return h("img", { class: `image image-${size}`, src: url, alt });
  return h(
    "span",
    { class: `image image-${size} image-away`, role: "img", "aria-label": alt },
    icon("picture", size === "context" ? 16 : 24),
    size === "block" && h("span", { "aria-hidden": "true" }, alt),
    size === "block" && url && externalLink(url, "Open the image"),
  );
}

function isLocal(url) {
  return isOurs(url) || Boolean(url?.startsWith("data:image/"));
}
