/** Renders the inline elements of rich text. */

import { externalLink, h } from "../lib/dom.js";
import { broadcast, channelMention, dateMention, personMention } from "./mentions.js";

const STYLE_TAGS = [
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

export function richInline(element, names) {
  const node = NODES[element.type]?.(element, names) ?? element.text ?? "";
  return styled(node, element.style ?? {});
}

const NODES = {
  text: (element) => element.text,
  link: (element) => externalLink(element.url, element.text || element.url),
  user: (element, names) => personMention(element.user_id, names),
  usergroup: (element) => broadcast(element.usergroup_id),
  channel: (element, names) => channelMention(element.channel_id, names),
  emoji: (element) => `:${element.name}:`,
  date: (element, names) =>
    dateMention([element.timestamp, element.format, element.url], names, element.fallback),
  broadcast: (element) => `@${element.range}`,
  color: (element) => element.value,
};

function styled(node, style) {
  let inner = style.code ? h("code", { class: "code" }, node) : node;
  for (const [name, tag] of STYLE_TAGS) if (style[name]) inner = h(tag, {}, inner);
  return inner;
}
