/** One place that shows blocks (a view, a message, Home): holds its values and sends what is done there. */

import { askConfirm } from "./confirm.js";
import { h } from "../lib/dom.js";
import { FieldValues } from "./field_values.js";
import { namesIn } from "../lib/names.js";

export class Surface {
  values = new FieldValues();
  blocks = [];
  errors = {};
  names = null;

  /**
   * `where` goes out with each action; `fail` shows a refusal; `redraw` draws the surface again.
   * Blocks are drawn into `node`, which stays the same when the frame around it is built anew.
   */
  constructor(store, { where, look, fail, redraw }) {
    this.store = store;
    this.node = h("div", { class: look });
    this.where = where;
    this.fail = fail;
    this.redraw = redraw;
  }

  /** Takes a new version of what is shown; `state` is Slack's state.values as the server knows it. */
  show(blocks, state = {}) {
    this.blocks = blocks ?? [];
    this.names = namesIn(this.store.state);
    this.values.adopt(this.blocks, state ?? {});
  }

  /** A focus key that names the same control before and after it is drawn again. */
  focusKey(block, element, part = "") {
    return `${JSON.stringify(this.where)} ${block.block_id} ${element.action_id} ${part}`;
  }

  /** A value was typed or chosen; tells the app when this element reports its changes at once. */
  async change(block, element, value) {
    const before = this.values.get(block, element);
    this.values.set(block, element, value);
    if (block.type === "input" && !block.dispatch_action) return;
    if (await this.act(block, element, value)) return;
    this.values.revert(block, element, before);
    this.redraw();
  }

  /** A value that is only kept, not reported: typing in a text field. */
  keep(block, element, value) {
    this.values.set(block, element, value);
  }

  /** Sends one action, after asking when the element wants that; false when the person took it back. */
  async act(block, element, value, sending = () => {}) {
    if (element.confirm && !(await askConfirm(element.confirm, this.names))) return false;
    sending();
    const answer = await this.store.post("/ui/action", {
      where: this.where,
      block_id: block.block_id,
      action_id: element.action_id,
      value: value ?? null,
      state: this.values.ofInputs(this.blocks),
    });
    if (!answer.ok) this.fail(answer.error);
    return true;
  }
}
