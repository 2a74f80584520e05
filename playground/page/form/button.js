/** Renders a button element; while the app answers it shows a spinner and takes no second press. */

import { h, safeHref } from "../lib/dom.js";
import { textObject } from "../text/text_object.js";

const LOOKS = { primary: "button-primary", danger: "button-danger" };

export function buttonElement(item, { block, surface }) {
  const button = h(
    "button",
    {
      type: "button",
      class: `button ${LOOKS[item.style] ?? "button-plain"}`,
      "aria-label": item.accessibility_label,
      dataset: {
        actionId: item.action_id,
        value: item.value,
        focusKey: surface.focusKey(block, item, item.value),
      },
      on: { click: () => press(button, item, block, surface) },
    },
    textObject(item.text, surface.names, { class: "button-words" }),
  );
  return button;
}

async function press(button, item, block, surface) {
  if (button.getAttribute("aria-busy") === "true") return;
  if (safeHref(item.url)) window.open(item.url, "_blank", "noopener,noreferrer");
  await surface.act(block, item, item.value, () => button.setAttribute("aria-busy", "true"));
  button.removeAttribute("aria-busy");
}
