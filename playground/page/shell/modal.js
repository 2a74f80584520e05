/** Shows the topmost open view as a dialog, submits and closes it, and gives focus back at the end. */

import { renderBlocks } from "../blocks/blocks.js";
import { h } from "../lib/dom.js";
import { renderKeyed } from "../lib/keyed.js";
import { modalForm } from "./modal_form.js";
import { Surface } from "../form/surface.js";
import { focusables, keepTabInside } from "../lib/tab_trap.js";

const TROUBLE = "We had some trouble connecting. Try again?";

export class ModalHost {
  #dialog = null;
  #opener = null;
  #surfaces = new Map();

  /** `focusElsewhere` is called when what opened the modal is gone by the time it closes. */
  constructor(store, focusElsewhere) {
    this.store = store;
    this.focusElsewhere = focusElsewhere;
  }

  render() {
    const { views } = this.store.state;
    const top = views.at(-1);
    this.#prune(views);
    if (!top) return this.#hide();
    this.#open();
    const surface = this.#surface(top);
    surface.show(top.blocks, top.state?.values ?? top.state ?? {});
    this.#dialog.dataset.viewId = top.id;
    this.#dialog.dataset.depth = views.length;
    renderKeyed(this.#dialog, [top], {
      key: (view) => view.id,
      signature: (view) =>
        JSON.stringify([view.title, view.submit, view.close, views.length, surface.banner]),
      render: (view) =>
        modalForm(view, {
          bot: this.store.state.bot,
          banner: surface.banner,
          stacked: views.length > 1,
          blocks: surface.node,
          submit: () => this.#submit(view.id),
          close: (all) => this.#close(view.id, all),
        }),
    });
    renderBlocks(surface);
    const active = document.activeElement;
    if (active === this.#dialog || !this.#dialog.contains(active)) this.#focusFirst();
  }

  #open() {
    if (this.#dialog) return;
    this.#opener = document.activeElement;
    this.#dialog = h("dialog", {
      class: "modal",
      "aria-labelledby": "modal-title",
      "aria-modal": "true",
      "data-testid": "modal",
      on: { keydown: (event) => this.#key(event), cancel: (event) => event.preventDefault() },
    });
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }

  #hide() {
    if (!this.#dialog) return;
    this.#dialog.close();
    this.#dialog.remove();
    this.#dialog = null;
    const key = this.#opener?.dataset?.focusKey;
    const again = key && document.querySelector(`[data-focus-key="${CSS.escape(key)}"]`);
    const target = this.#opener?.isConnected && this.#opener !== document.body ? this.#opener : again;
    if (target) target.focus();
    else this.focusElsewhere();
  }

  #key(event) {
    keepTabInside(this.#dialog, event);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    this.#close(this.store.state.views.at(-1)?.id, false);
  }

  #surface(view) {
    if (!this.#surfaces.has(view.id)) {
      const surface = new Surface(this.store, {
        where: { view: view.id },
        look: "modal-blocks",
        fail: (error) => this.#complain(surface, error),
        redraw: () => this.render(),
      });
      this.#surfaces.set(view.id, surface);
    }
    return this.#surfaces.get(view.id);
  }

  #prune(views) {
    const open = new Set(views.map((view) => view.id));
    for (const id of this.#surfaces.keys()) if (!open.has(id)) this.#surfaces.delete(id);
  }

  #complain(surface, error) {
    surface.banner = error || TROUBLE;
    this.render();
  }

  async #close(view, all) {
    const answer = await this.store.post("/ui/close", { view, all });
    if (!answer.ok) this.#complain(this.#surfaces.get(view) ?? {}, answer.error);
  }

  async #submit(id) {
    const surface = this.#surfaces.get(id);
    const button = this.#dialog.querySelector("[data-testid=modal-submit]");
    if (!surface || !button || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const values = surface.values.ofInputs(surface.blocks);
    const answer = await this.store.post("/ui/submit", { view: id, values });
    button.removeAttribute("aria-busy");
    this.#settle(surface, answer);
  }

  #settle(surface, answer) {
    surface.errors = answer.errors ?? {};
    const shown = surface.blocks.some((block) => block.block_id in surface.errors);
    const failed = !answer.ok || answer.action === "failed";
    surface.banner = failed && !shown ? answer.error || TROUBLE : null;
    if (!this.#dialog) return;
    this.render();
    if (shown) this.#focusError();
    else if (!failed) this.#focusFirst();
  }

  #focusError() {
    const field = this.#dialog.querySelector("[aria-invalid=true]");
    (field?.matches("[role=radiogroup], [role=group]") ? field.querySelector("input") : field)?.focus();
  }

  /** The field that asks for focus, else the first field, else the title, so that reading starts there. */
  #focusFirst() {
    const body = this.#dialog.querySelector(".modal-body");
    body.scrollTop = 0;
    const blocks = this.store.state.views.at(-1).blocks;
    const asked = blocks.find((block) => (block.element ?? block.accessory)?.focus_on_load);
    const { action_id: id } = asked?.element ?? asked?.accessory ?? {};
    const place = asked && body.querySelector(`[data-block-id="${CSS.escape(asked.block_id)}"]`);
    const field = place?.querySelector(`[data-action-id="${CSS.escape(id)}"]`) ?? (place && focusables(place)[0]);
    const first = focusables(body).find((node) => node.closest(".block-input"));
    (field ?? first ?? this.#dialog.querySelector("#modal-title")).focus({ preventScroll: !field });
  }
}
