/** Draws one message: author, time, text or a place for its blocks, files, and what can be done with it. */

import { avatar } from "../lib/avatar.js";
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { fileCards } from "./files.js";
import { menuButton } from "../lib/menu.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { authorOf, namesIn } from "../lib/names.js";
import { clockTime, dateOf, fullTime } from "../lib/when.js";

/** Changes when the message has to be drawn again; its blocks are drawn separately. */
export function messageSignature(message, grouped, state) {
  const { blocks, state: values, ...rest } = message;
  return JSON.stringify([rest, Boolean(blocks?.length), grouped, state.me, state.bot, state.shortcuts]);
}

/** `blocks` is the node its blocks are drawn into, null for a message of text alone. */
export function messageNode(message, { grouped, channel, store, blocks }) {
  const { state } = store;
  const author = authorOf(message, state);
  const time = timeNode(message, state.me.tz, grouped);
  const picture = avatar(author.id, author.name, { bot: author.bot });
  const row = h(
    "div",
    { class: "message-row" },
    h("div", { class: "message-gutter" }, grouped ? time : picture),
    h(
      "div",
      { class: "message-main" },
      !grouped && head(author, time),
      body(message, state, blocks),
      fileCards(message.files),
    ),
  );
  return h(
    "div",
    frameProps(message, grouped, author, state),
    onlyYou(message),
    row,
    moreActions(message, channel, store),
  );
}

function frameProps(message, grouped, author, state) {
  return {
    class: `message ${grouped ? "is-grouped" : ""} ${message.ephemeral ? "is-ephemeral" : ""}`,
    role: "article",
    tabindex: "-1",
    "aria-label": `${author.name}, ${clockTime(dateOf(message.ts), state.me.tz)}`,
    dataset: { testid: "message", ts: message.ts, ephemeral: message.ephemeral ? "true" : null },
  };
}

function onlyYou(message) {
  return message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you");
}

function head(author, time) {
  const name = h("span", { class: "author" }, author.name);
  return h(
    "div",
    { class: "message-head" },
    name,
    author.bot && h("span", { class: "app-badge" }, "APP"),
    time,
  );
}

function body(message, state, blocks) {
  const edited = message.edited && h("span", { class: "edited" }, " (edited)");
  if (blocks) return [blocks, edited && h("div", {}, edited)];
  return h("div", { class: "message-text text" }, mrkdwn(message.text ?? "", namesIn(state)), edited);
}

function timeNode(message, zone, short) {
  const date = dateOf(message.ts);
  const words = clockTime(date, zone);
  return h(
    "time",
    { class: "time", datetime: date.toISOString(), title: fullTime(date, zone) },
    short ? words.replace(/ [AP]M$/, "") : words,
  );
}

function moreActions(message, channel, store) {
  const shortcuts = store.state.shortcuts.filter((shortcut) => shortcut.type === "message");
  if (!shortcuts.length || message.ephemeral) return null;
  const button = h(
    "button",
    {
      type: "button",
      class: "message-more",
      "aria-label": "More actions",
      "data-testid": "message-more",
      dataset: { focusKey: `more ${message.ts}` },
    },
    icon("more", 18),
  );
  const entries = () =>
    shortcuts.map((shortcut) => ({
      label: shortcut.name,
      detail: store.state.bot.name,
      value: shortcut.callback_id,
      icon: icon("bolt", 16),
      run: () => runShortcut(store, shortcut, message, channel),
    }));
  return h("div", { class: "message-tools" }, menuButton(button, entries));
}

async function runShortcut(store, shortcut, message, channel) {
  const answer = await store.post("/ui/shortcut", {
    callback_id: shortcut.callback_id,
    channel: channel.id,
    message: message.ts,
  });
  if (!answer.ok) store.note(answer.error, "error");
}
