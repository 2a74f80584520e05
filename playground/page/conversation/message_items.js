/** Lays out a conversation: where it begins, a line per day, and each message, grouped under its author. */

import { h } from "../lib/dom.js";
import { messageNode, messageSignature } from "./message.js";
import { authorOf } from "../lib/names.js";
import { dateOf, dayKey, dayLabel } from "../lib/when.js";

const GROUP_SECONDS = 300;

/** Names a message among those of its channel; an ephemeral one may share its time with another. */
export function messageKey(message) {
  return `${message.ts}${message.ephemeral ? " only you" : ""}`;
}

/** Items for `renderKeyed`: {key, signature, render()}; `blocksOf(message)` is the node for its blocks. */
export function messageItems(messages, { channel, store, blocksOf }) {
  const { me, clock, bot } = store.state;
  const items = [introItem(channel, bot)];
  let previous = null;
  for (const message of messages) {
    const date = dateOf(message.ts);
    const newDay = !previous || dayKey(dateOf(previous.ts), me.tz) !== dayKey(date, me.tz);
    if (newDay) items.push(dayItem(dayKey(date, me.tz), dayLabel(date, me.tz, new Date(clock.now))));
    const grouped = !newDay && sameBurst(previous, message, store.state);
    items.push({
      key: messageKey(message),
      signature: messageSignature(message, grouped, store.state),
      render: () => messageNode(message, { grouped, channel, store, blocks: blocksOf(message) }),
    });
    previous = message;
  }
  return items;
}

function sameBurst(previous, message, state) {
  const [before, now] = [previous, message].map((each) => authorOf(each, state));
  const soon = Number(message.ts) - Number(previous.ts) < GROUP_SECONDS;
  return (
    before.id === now.id && before.name === now.name && soon && !previous.ephemeral && !message.ephemeral
  );
}

function introItem(channel, bot) {
  const direct = channel.kind === "dm";
  const name = h("strong", {}, direct ? bot.name : `#${channel.name}`);
  const words = direct
    ? ["This is the very beginning of your direct message history with ", name, "."]
    : ["This is the very beginning of the ", name, " channel."];
  return { key: "intro", signature: name.textContent, render: () => h("p", { class: "intro" }, words) };
}

function dayItem(day, label) {
  const words = h("span", { class: "day-label" }, label);
  const render = () => h("div", { class: "day", role: "separator", "aria-label": label }, words);
  return { key: `day ${day}`, signature: label, render };
}
