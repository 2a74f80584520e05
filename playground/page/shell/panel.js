/** The main panel: the header of the place looked at, its tabs, and below them the conversation or Home. */

import { avatar } from "../lib/avatar.js";
import { Conversation } from "../conversation/conversation.js";
import { h } from "../lib/dom.js";
import { HomePane } from "./home.js";
import { icon } from "../lib/icons.js";
import { renderKeyed } from "../lib/keyed.js";
import { tabList } from "./tabs.js";

export class Panel {
  #panes = new Map();
  #shown = null;

  constructor(node, store) {
    this.node = node;
    this.store = store;
  }

  render() {
    const channel = this.#channel();
    if (!channel) return;
    const pane = this.#pane(channel);
    renderKeyed(this.node, ["header", "body"], {
      key: (part) => part,
      signature: (part) =>
        part === "header"
          ? JSON.stringify([channel.id, channel.name, this.store.place.tab, this.store.user])
          : pane.key,
      render: (part) => (part === "header" ? this.#header(channel) : pane.node),
    });
    pane.render(channel);
    const moved = this.#shown && this.#shown !== pane.key && !document.activeElement?.closest("[role=tab]");
    this.#shown = pane.key;
    if (moved) pane.focus();
  }

  /** Puts focus where the person would go on: the message box, or the first thing on Home. */
  focusHere() {
    const channel = this.#channel();
    if (channel) this.#pane(channel).focus();
  }

  #channel() {
    return this.store.state?.channels.find((channel) => channel.id === this.store.place.channel);
  }

  #pane(channel) {
    const home = this.store.place.tab === "home" && channel.kind === "dm";
    const key = `${this.store.user} ${home ? "home" : channel.id}`;
    if (!this.#panes.has(key)) {
      this.#panes.set(key, home ? new HomePane(this.store, key) : new Conversation(this.store, channel, key));
    }
    return this.#panes.get(key);
  }

  #header(channel) {
    const { bot } = this.store.state;
    if (channel.kind !== "dm") {
      return h(
        "header",
        { class: "panel-header" },
        h("div", { class: "panel-title" }, icon("hash", 20), h("h2", {}, channel.name)),
      );
    }
    return h(
      "header",
      { class: "panel-header" },
      h(
        "div",
        { class: "panel-title" },
        avatar(bot.id, bot.name, { bot: true, size: "small" }),
        h("h2", {}, bot.name),
        h("span", { class: "app-badge" }, "APP"),
      ),
      tabList(this.store),
    );
  }
}
