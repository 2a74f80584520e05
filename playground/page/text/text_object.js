/** Renders Slack's text objects: plain_text as it stands, mrkdwn with its styles. */

import { h } from "../lib/dom.js";
import { mrkdwn } from "./mrkdwn.js";

/** A span for a text object; nothing when there is none. */
export function textObject(text, names, props = {}) {
  if (!text) return null;
  const content = text.type === "mrkdwn" ? mrkdwn(text.text, names) : text.text;
  return h("span", { ...props, class: `text ${props.class ?? ""}`.trim() }, content);
}

/** The words alone, for labels that only assistive technology reads. */
export function plainWords(text) {
  return (text?.text ?? "").replace(/[*_~`]/g, "");
}
