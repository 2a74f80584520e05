/** What is typed and chosen on one surface: outlives re-rendering, and follows what the server changes. */

import { elementsOf, initialValue, stateValue } from "./elements_of.js";

const keyOf = (blockId, actionId) => `${blockId}\n${actionId}`;

export class FieldValues {
  #values = new Map();
  #seen = new Map();
  #sent = new Map();
  #revisions = new Map();

  /** Takes over the values the server has learnt since last time; forgets fields that left the surface. */
  adopt(blocks, state = {}) {
    const present = new Set();
    for (const [block, element] of elementsOf(blocks)) {
      const key = keyOf(block.block_id, element.action_id);
      present.add(key);
      const entry = state[block.block_id]?.[element.action_id];
      if (entry) this.#learn(key, block.block_id, stateValue(entry));
    }
    for (const key of this.#values.keys()) if (!present.has(key)) this.#forget(key);
  }

  /** The value in the form `fill()` takes: text, an option's value, a list of them, a date, a time, null. */
  get(block, element) {
    const key = keyOf(block.block_id, element.action_id);
    return this.#values.has(key) ? this.#values.get(key) : initialValue(element);
  }

  set(block, element, value) {
    this.#values.set(keyOf(block.block_id, element.action_id), value === "" ? null : value);
  }

  /** Puts a value back that the control on screen does not show, so that it is drawn again. */
  revert(block, element, value) {
    this.set(block, element, value);
    this.#bump(block.block_id);
  }

  /** Changes when a block has to be drawn again because a value changed elsewhere. */
  revision(blockId) {
    return this.#revisions.get(blockId) ?? 0;
  }

  /** All values of input blocks by block id, as sent with a submission or an action. */
  ofInputs(blocks) {
    const values = {};
    for (const [block, element] of elementsOf(blocks)) {
      const value = this.get(block, element);
      this.#send(keyOf(block.block_id, element.action_id), JSON.stringify(value));
      if (block.type === "input") values[block.block_id] = value;
    }
    return values;
  }

  /** The server will echo what was sent: that must not overwrite what is typed or chosen meanwhile. */
  #send(key, mark) {
    const waiting = this.#sent.get(key) ?? [];
    if ((waiting.at(-1) ?? this.#seen.get(key)) === mark) return;
    this.#sent.set(key, [...waiting, mark]);
  }

  /** Takes what the server itself changed, neither what it said before nor what this page has sent. */
  #learn(key, blockId, value) {
    const mark = JSON.stringify(value);
    if (this.#seen.get(key) === mark) return;
    const first = !this.#seen.has(key);
    this.#seen.set(key, mark);
    const waiting = this.#sent.get(key) ?? [];
    const echoed = waiting.indexOf(mark);
    this.#sent.set(key, waiting.slice(echoed + 1));
    if (echoed >= 0 || (first && this.#values.has(key))) return;
    if (JSON.stringify(this.#values.get(key)) === mark) return;
    this.#values.set(key, value);
    if (!first) this.#bump(blockId);
  }

  #forget(key) {
    this.#values.delete(key);
    this.#seen.delete(key);
    this.#sent.delete(key);
  }

  #bump(blockId) {
    this.#revisions.set(blockId, this.revision(blockId) + 1);
  }
}
