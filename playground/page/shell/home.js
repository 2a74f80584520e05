/** The app's Home tab. */

import { renderBlocks } from "../blocks/blocks.js";
import { fill, h } from "../lib/dom.js";
import { Surface } from "../form/surface.js";

export class HomePane {
  #surface;

  constructor(store, key) {
    this.store = store;
    this.key = key;
    this.#surface = new Surface(store, {
      where: { home: true },
      look: "home-blocks",
      fail: (error) => store.note(error, "error"),
      redraw: () => this.render(),
    });
    this.empty = h("p", { class: "home-empty" });
    this.node = h(
      "div",
      {
        class: "home",
        id: "pane",
        role: "tabpanel",
        "aria-label": "Home",
        tabindex: "0",
        "data-testid": "home",
      },
      this.empty,
      this.#surface.node,
    );
  }

  render() {
    const { home, bot } = this.store.state;
    fill(this.empty, home ? null : `${bot.name} has not put anything here yet.`);
    this.empty.hidden = Boolean(home);
    this.#surface.show(home?.blocks ?? [], home?.state?.values ?? home?.state ?? {});
    renderBlocks(this.#surface);
  }

  focus() {
    this.node.focus({ preventScroll: true });
  }
}
