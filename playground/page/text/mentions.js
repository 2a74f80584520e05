/** The coloured words that stand for a person, a channel, everybody, or a moment. */

import { externalLink, h, safeHref } from "../lib/dom.js";
import { dateTokens } from "../lib/when.js";

// Beyond this a Date has no calendar day.
const LATEST_SECONDS = 8.64e12;

export function personMention(id, names, label = null) {
  return h("span", { class: "mention" }, `@${label ?? names.person(id)}`);
}

export function channelMention(id, names, label = null) {
  return h("span", { class: "mention" }, `#${label || names.channel(id)}`);
}

/** @here, @channel, @everyone: shown, and without any power here. */
export function broadcast(range) {
  return h("span", { class: "mention mention-broadcast" }, range.startsWith("@") ? range : `@${range}`);
}

/** `parts` is [unix seconds, pattern, optional link]; the fallback is for a date nobody can read. */
export function dateMention([seconds, pattern, link], names, fallback) {
  const readable = Math.abs(Number(seconds)) < LATEST_SECONDS && pattern;
  const text = readable ? dateTokens(seconds, pattern, names.zone, names.now) : (fallback ?? "");
  return safeHref(link) ? externalLink(link, text) : h("span", { class: "date" }, text);
}
