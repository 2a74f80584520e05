/** The frame of a modal: title, X, the place for blocks, and the buttons below. */

import { avatar } from "../lib/avatar.js";
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/** `use` is {bot, banner, stacked, blocks (a node), submit(), close(all)}. */
export function modalForm(view, use) {
  return h(
    "form",
    {
      class: "modal-form",
      novalidate: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          if (view.submit) use.submit();
        },
      },
    },
    header(view, use),
    body(use),
    footer(view, use),
  );
}

function header(view, use) {
  return h(
    "header",
    { class: "modal-header" },
    use.stacked
      ? iconButton("Back", "back", "modal-back", () => use.close(false))
      : avatar(use.bot.id, use.bot.name, { bot: true }),
    h("h2", { class: "modal-title", id: "modal-title", tabindex: "-1" }, view.title?.text ?? ""),
    iconButton("Close", "close", "modal-x", () => use.close(true)),
  );
}

function body(use) {
  return h(
    "div",
    { class: "modal-body" },
    h(
      "div",
      { role: "alert" },
      use.banner &&
        h("p", { class: "modal-banner", "data-testid": "modal-error" }, icon("warning", 18), use.banner),
    ),
    use.blocks,
  );
}

function footer(view, use) {
  const close = view.close?.text ?? (view.submit ? "Cancel" : "Close");
  return h(
    "footer",
    { class: "modal-footer" },
    h(
      "button",
      {
        type: "button",
        class: "button button-plain button-large",
        "data-testid": "modal-close",
        dataset: { focusKey: "modal-close" },
        on: { click: () => use.close(false) },
      },
      close,
    ),
    view.submit &&
      h(
        "button",
        {
          type: "submit",
          class: "button button-primary button-large",
          "data-testid": "modal-submit",
          dataset: { focusKey: "modal-submit" },
        },
        h("span", { class: "button-words" }, view.submit.text),
      ),
  );
}

function iconButton(label, name, hook, run) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, "data-testid": hook, on: { click: run } },
    icon(name),
  );
}
