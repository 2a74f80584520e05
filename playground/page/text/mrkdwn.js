/** Turns Slack's mrkdwn into DOM nodes; every character of the data ends up as text. */

import { externalLink, h } from "../lib/dom.js";
import { broadcast, channelMention, dateMention, personMention } from "./mentions.js";

const EMPHASIS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

/** Nodes for a whole text: code blocks, quotes, and lines with inline styles. */
export function mrkdwn(text, names) {
  const parts = text.split(/```\n?([\s\S]+?)```/g);
  return parts.flatMap((part, index) => {
    if (index % 2 === 1) return h("pre", { class: "code-block" }, decode(part.replace(/\n$/, "")));
    return part ? paragraphs(trimAround(part, index, parts.length), names) : [];
  });
}

/** The characters a person reads for escaped text. */
function decode(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

function trimAround(part, index, count) {
  let text = part;
  if (index > 0) text = text.replace(/^\n/, "");
  if (index < count - 1) text = text.replace(/\n$/, "");
  return text;
}

function paragraphs(text, names) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:>|&gt;)(?!>>) ?/.exec(line);
    const content = quoted ? line.slice(quoted[0].length) : line;
    const last = groups.at(-1);
    if (last && last.quoted === Boolean(quoted)) last.lines.push(content);
    else groups.push({ quoted: Boolean(quoted), lines: [content] });
  }
  return groups.map(({ quoted, lines }) => {
    const nodes = inline(lines.join("\n"), names);
    return quoted ? h("blockquote", { class: "quote" }, nodes) : h("span", { class: "lines" }, nodes);
  });
}

function inline(text, names) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) nodes.push(decode(plain));
    plain = "";
  };
  while (at < text.length) {
    const found =
      codeAt(text, at) ?? angleAt(text, at, names) ?? urlAt(text, at) ?? styledAt(text, at, names);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function codeAt(text, at) {
  if (text[at] !== "`") return null;
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
  return { node: h("code", { class: "code" }, decode(text.slice(at + 1, end))), end: end + 1 };
}

function angleAt(text, at, names) {
  if (text[at] !== "<") return null;
  const match = /^<([^<>\n]+)>/.exec(text.slice(at));
  const node = match && angled(match[1], names);
  return node ? { node, end: at + match[0].length } : null;
}

function angled(content, names) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? null : decode(content.slice(bar + 1));
  if (target.startsWith("@")) return personMention(target.slice(1), names, label);
  if (target.startsWith("#")) return channelMention(target.slice(1), names, label);
  if (target.startsWith("!date^")) return dateMention(target.split("^").slice(1), names, label);
  if (target.startsWith("!subteam^")) return broadcast(label ?? "group");
  if (target.startsWith("!")) return broadcast(target.slice(1));
  if (/^(https?:|mailto:)/i.test(target)) {
    return externalLink(decode(target), label ?? decode(target.replace(/^mailto:/i, "")));
  }
  return null;
}

function urlAt(text, at) {
  if (text[at] !== "h" || WORD.test(text[at - 1] ?? "")) return null;
  const match = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]*_~]/.exec(text.slice(at));
  return match && { node: externalLink(decode(match[0]), decode(match[0])), end: at + match[0].length };
}

function styledAt(text, at, names) {
  const mark = text[at];
  const tag = EMPHASIS[mark];
  if (!tag || WORD.test(text[at - 1] ?? "") || text[at - 1] === mark) return null;
  if (/[\s*_~]/.test(text[at + 1] ?? " ") && text[at + 1] === mark) return null;
  if (/\s/.test(text[at + 1] ?? " ")) return null;
  for (let end = text.indexOf(mark, at + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    const inner = text.slice(at + 1, end);
    if (inner.includes("\n")) return null;
    if (/\s/.test(text[end - 1]) || WORD.test(text[end + 1] ?? "")) continue;
    return { node: h(tag, {}, inline(inner, names)), end: end + 1 };
  }
  return null;
}
