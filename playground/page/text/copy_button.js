/** The Copy button beside preformatted text. */

import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

const SHOWN_MS = 2000;

export function copyButton(words) {
  const label = h("span", { "aria-live": "polite" }, "Copy");
  const button = h(
    "button",
    { type: "button", class: "copy-button", "data-testid": "copy", on: { click: () => copy(words, label) } },
    icon("copy", 16),
    label,
  );
  return button;
}

async function copy(words, label) {
  label.textContent = (await toClipboard(words)) ? "Copied" : "Select and copy";
  setTimeout(() => {
    label.textContent = "Copy";
  }, SHOWN_MS);
}

async function toClipboard(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}
