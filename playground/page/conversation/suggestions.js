/** The list of slash commands above the message box, and the hint of the command being typed. */

import { fill, h, uniqueId } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

export class Suggestions {
  #active = 0;
  #found = [];

  /** `commands()` gives what the app offers; `complete(text)` puts a chosen command into `box`. */
  constructor(box, commands, complete) {
    this.box = box;
    this.commands = commands;
    this.complete = complete;
    this.list = h("div", { role: "listbox", id: uniqueId("commands"), "aria-label": "Commands" });
    this.hint = h("p", { class: "command-hint", id: uniqueId("hint") });
    this.node = h(
      "div",
      { class: "suggestions", hidden: true, "data-testid": "suggestions" },
      this.list,
      this.hint,
    );
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.setAttribute("aria-describedby", this.hint.id);
  }

  show() {
    const text = this.box.value;
    const offered = this.commands().map((command) => ({
      ...command,
      name: `/${command.name.replace(/^\//, "")}`,
    }));
    const choosing = /^\/\S*$/.test(text);
    const current = offered.find((command) => text.startsWith(`${command.name} `));
    this.#found = choosing ? offered.filter((command) => command.name.startsWith(text)) : [];
    this.#active = 0;
    fill(
      this.list,
      this.#found.map((command, index) => this.#option(command, index)),
    );
    fill(this.hint, current && [h("strong", {}, current.name), ` ${current.usage_hint ?? ""}`]);
    this.hint.hidden = !current;
    this.node.hidden = !this.#found.length && !current;
    this.#mark();
  }

  hide() {
    this.#found = [];
    this.node.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  /** Handles a key while the list is open; true when the message box has nothing left to do. */
  key(event) {
    if (this.node.hidden) return false;
    if (event.key === "Escape") this.hide();
    else if (!this.#found.length) return false;
    else if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Tab" || (event.key === "Enter" && !this.#isWhole())) this.#choose(this.#active);
    else return false;
    event.preventDefault();
    return true;
  }

  #isWhole() {
    return this.#found.some((command) => command.name === this.box.value);
  }

  #move(step) {
    this.#active = (this.#active + step + this.#found.length) % this.#found.length;
    this.#mark();
  }

  #mark() {
    [...this.list.children].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === this.#active));
      if (index === this.#active) this.box.setAttribute("aria-activedescendant", node.id);
    });
    if (!this.#found.length) this.box.removeAttribute("aria-activedescendant");
  }

  #choose(index) {
    this.complete(`${this.#found[index].name} `);
  }

  #option(command, index) {
    return h(
      "div",
      {
        class: "suggestion",
        role: "option",
        id: uniqueId("command"),
        on: { pointerdown: (event) => event.preventDefault(), click: () => this.#choose(index) },
      },
      icon("bolt", 18),
      h(
        "span",
        { class: "suggestion-words" },
        h("span", {}, h("strong", {}, command.name), ` ${command.usage_hint ?? ""}`),
        h("span", { class: "option-detail" }, command.description ?? ""),
      ),
    );
  }
}
