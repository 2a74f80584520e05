/** The message box: sends messages and slash commands, suggests commands, and starts global shortcuts. */

import { h, uniqueId } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { menuButton } from "../lib/menu.js";
import { Suggestions } from "./suggestions.js";

const TALLEST_PX = 240;

export class Composer {
  constructor(store, channel) {
    this.store = store;
    this.channel = channel;
    const name = channel.kind === "dm" ? store.state.bot.name : `#${channel.name}`;
    this.box = h("textarea", {
      class: "message-box",
      rows: "1",
      "data-testid": "message-box",
      id: uniqueId("message-box"),
      placeholder: `Message ${name}`,
      "aria-label": `Message ${name}`,
      autocomplete: "off",
      on: {
        input: () => this.#typed(),
        keydown: (event) => this.#key(event),
        blur: () => this.suggestions.hide(),
      },
    });
    this.suggestions = new Suggestions(
      this.box,
      () => store.state.commands,
      (text) => this.#complete(text),
    );
    this.sendButton = h(
      "button",
      {
        type: "button",
        class: "send-button",
        "aria-label": "Send",
        disabled: true,
        "data-testid": "send",
        on: { click: () => this.#send() },
      },
      icon("send", 18),
    );
    this.node = h(
      "div",
      { class: "composer" },
      this.suggestions.node,
      h(
        "div",
        { class: "composer-box" },
        this.box,
        h(
          "div",
          { class: "composer-tools" },
          this.#shortcuts(),
          h("span", { class: "composer-tip" }, "Type ", h("kbd", {}, "/"), " for commands"),
          this.sendButton,
        ),
      ),
    );
  }

  focus() {
    this.box.focus();
  }

  #shortcuts() {
    const button = h(
      "button",
      { type: "button", class: "shortcut-button", "aria-label": "Shortcuts", "data-testid": "shortcuts" },
      icon("bolt", 18),
    );
    const entries = () =>
      this.store.state.shortcuts
        .filter((each) => each.type === "global")
        .map((shortcut) => ({
          label: shortcut.name,
          detail: this.store.state.bot.name,
          value: shortcut.callback_id,
          icon: icon("bolt", 16),
          run: () => this.#run("/ui/shortcut", { callback_id: shortcut.callback_id }),
        }));
    return menuButton(button, entries, { align: "start" });
  }

  #typed() {
    this.sendButton.disabled = !this.box.value.trim();
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, TALLEST_PX)}px`;
    this.suggestions.show();
  }

  #key(event) {
    if (event.isComposing || this.suggestions.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#send();
  }

  #complete(text) {
    this.box.value = text;
    this.focus();
    this.#typed();
  }

  async #send() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.#typed();
    const path = text.startsWith("/") ? "/ui/command" : "/ui/say";
    const ok = await this.#run(path, { channel: this.channel.id, text });
    if (!ok && !this.box.value) this.#complete(text);
  }

  async #run(path, body) {
    this.node.setAttribute("aria-busy", "true");
    const answer = await this.store.post(path, body);
    this.node.removeAttribute("aria-busy");
    if (!answer.ok) this.store.note(answer.error, "error");
    return answer.ok;
  }
}
