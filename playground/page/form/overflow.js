/** Renders an overflow element: a "more" button that opens a menu of its options. */

import { h, safeHref } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { menuButton } from "../lib/menu.js";

export function overflowMenu(item, { block, surface }) {
  const button = h(
    "button",
    {
      type: "button",
      class: "button button-plain button-icon",
      "aria-label": "More options",
      dataset: { actionId: item.action_id, focusKey: surface.focusKey(block, item) },
    },
    icon("more", 18),
  );
  return menuButton(button, () =>
    item.options.map((option) => ({
      label: option.text.text,
      detail: option.description?.text,
      value: option.value,
      run: () => choose(item, option, block, surface),
    })),
  );
}

function choose(item, option, block, surface) {
  if (safeHref(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
  return surface.act(block, item, option.value);
}
