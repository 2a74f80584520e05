/** One conversation: its messages, and the message box below them. */

import { renderBlocks } from "../blocks/blocks.js";
import { Composer } from "./composer.js";
import { h } from "../lib/dom.js";
import { renderKeyed } from "../lib/keyed.js";
import { messageItems, messageKey } from "./message_items.js";
import { StickyScroll } from "./sticky_scroll.js";
import { Surface } from "../form/surface.js";

export class Conversation {
  #surfaces = new Map();
  #newest = null;

  constructor(store, channel, key) {
    this.store = store;
    this.key = key;
    this.list = h("div", {
      class: "message-list",
      role: "log",
      "aria-live": "polite",
      "aria-label": "Messages",
    });
    const scroller = h(
      "div",
      { class: "scroller", tabindex: "0", "aria-label": "Messages", role: "region" },
      h("div", { class: "spacer" }),
      this.list,
    );
    this.scroll = new StickyScroll(scroller, this.list);
    this.composer = new Composer(store, channel);
    const tab = channel.kind === "dm" ? { role: "tabpanel", "aria-label": "Messages" } : {};
    this.node = h("div", { class: "conversation", id: "pane", ...tab }, scroller, this.composer.node);
  }

  render(channel) {
    const messages = channel.messages.filter((message) => !message.deleted);
    const blocksOf = (message) => (hasBlocks(message) ? this.#surface(message, channel).node : null);
    renderKeyed(this.list, messageItems(messages, { channel, store: this.store, blocksOf }), {
      key: (item) => item.key,
      signature: (item) => item.signature,
      render: (item) => item.render(),
    });
    for (const message of messages.filter(hasBlocks))
      this.#drawBlocks(this.#surface(message, channel), message);
    this.#prune(messages);
    this.#follow(messages.at(-1));
  }

  focus() {
    this.composer.focus();
  }

  #drawBlocks(surface, message) {
    surface.show(message.blocks, message.state?.values);
    renderBlocks(surface);
  }

  #surface(message, channel) {
    const key = messageKey(message);
    if (!this.#surfaces.has(key)) {
      const surface = new Surface(this.store, {
        where: { message: message.ts, channel: channel.id },
        look: "message-blocks",
        fail: (error) => this.store.note(error, "error"),
        redraw: () => renderBlocks(surface),
      });
      this.#surfaces.set(key, surface);
    }
    return this.#surfaces.get(key);
  }

  #prune(messages) {
    const kept = new Set(messages.map(messageKey));
    for (const key of this.#surfaces.keys()) if (!kept.has(key)) this.#surfaces.delete(key);
  }

  /** The person's own new message always comes into sight. */
  #follow(last) {
    const isNew = last && last.ts !== this.#newest;
    this.#newest = last?.ts ?? null;
    if (isNew && last.user === this.store.user) this.scroll.toEnd();
    else this.scroll.settle();
  }
}

function hasBlocks(message) {
  return Boolean(message.blocks?.length);
}
