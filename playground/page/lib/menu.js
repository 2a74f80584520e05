/** A button that opens a menu: arrow keys move, Enter runs, Esc closes and gives focus back. */

import { fill, h, uniqueId } from "./dom.js";
import { closePopup, openPopup } from "./popup.js";

/** Wraps `button`; `entries()` gives [{label, detail?, value?, icon?, run}] each time the menu opens. */
export function menuButton(button, entries, { label = null, align = "end" } = {}) {
  const menu = h("div", { class: "popup menu", role: "menu", id: uniqueId("menu"), popover: "manual" });
  menu.setAttribute("aria-label", label ?? button.getAttribute("aria-label") ?? "Options");
  const close = () => {
    button.setAttribute("aria-expanded", "false");
    closePopup(menu);
  };
  const open = () => {
    fill(
      menu,
      entries().map((entry) => entryNode(entry, button, close)),
    );
    button.setAttribute("aria-expanded", "true");
    openPopup(menu, button, close, { align });
    menu.querySelector("[role=menuitem]")?.focus();
  };
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () =>
    button.getAttribute("aria-expanded") === "true" ? close() : open(),
  );
  menu.addEventListener("keydown", (event) => menuKeys(event, menu, button, close));
  return h("span", { class: "menu-anchor" }, button, menu);
}

function entryNode(entry, button, close) {
  return h(
    "button",
    {
      type: "button",
      role: "menuitem",
      class: "menu-item",
      tabindex: "-1",
      dataset: { value: entry.value },
      on: {
        click: () => {
          close();
          button.focus();
          entry.run();
        },
      },
    },
    entry.icon,
    h(
      "span",
      { class: "menu-words" },
      h("span", {}, entry.label),
      entry.detail && h("span", { class: "option-detail" }, entry.detail),
    ),
  );
}

function menuKeys(event, menu, button, close) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const targets = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  if (event.key in targets) {
    items[targets[event.key]].focus();
  } else if (event.key === "Escape") {
    close();
    button.focus();
  } else {
    if (event.key === "Tab") close();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
