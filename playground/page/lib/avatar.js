/** A person's or the app's picture: initials on a colour that stays with the id. */

import { h } from "./dom.js";

const COLOURS = 6;

export function avatar(id, name, { bot = false, size = "medium" } = {}) {
  const tone = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLOURS;
  const look = bot ? "avatar-app" : `avatar-${tone}`;
  return h("span", { class: `avatar avatar-${size} ${look}`, "aria-hidden": "true" }, initials(name, bot));
}

function initials(name, bot) {
  const words = name.trim().split(/\s+/);
  if (bot || words.length === 1) return words[0].slice(0, 1);
  return (words[0][0] + words.at(-1)[0]).toUpperCase();
}
