/** The "are you sure?" dialog that an element's confirm object asks for. */

import { uniqueId, h } from "../lib/dom.js";
import { keepTabInside } from "../lib/tab_trap.js";
import { textObject } from "../text/text_object.js";

/** Resolves to true when the person confirms; Esc and the other button are a no. */
export function askConfirm(confirm, names) {
  return new Promise((resolve) => {
    const dialog = buildDialog(confirm, names);
    const opener = document.activeElement;
    dialog.addEventListener("keydown", (event) => keepTabInside(dialog, event));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (opener?.isConnected) opener.focus();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function buildDialog(confirm, names) {
  const title = uniqueId("confirm");
  const text = uniqueId("confirm-text");
  const dialog = h("dialog", {
    class: "modal modal-small",
    role: "alertdialog",
    "data-testid": "confirm",
    "aria-labelledby": title,
    "aria-describedby": text,
  });
  const look = confirm.style === "danger" ? "button-danger" : "button-primary";
  dialog.append(
    h("header", { class: "modal-header" }, h("h2", { id: title, class: "modal-title" }, confirm.title.text)),
    h("div", { class: "modal-body", id: text }, textObject(confirm.text, names)),
    h(
      "footer",
      { class: "modal-footer" },
      choice(dialog, "no", confirm.deny.text, "button-plain", "confirm-no"),
      choice(dialog, "yes", confirm.confirm.text, look, "confirm-yes"),
    ),
  );
  return dialog;
}

function choice(dialog, answer, label, look, hook) {
  return h(
    "button",
    {
      type: "button",
      class: `button ${look}`,
      "data-testid": hook,
      on: { click: () => dialog.close(answer) },
    },
    label,
  );
}
