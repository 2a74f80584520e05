/** The bar on top: the simulated clock with its buttons, and who is looking. */

import { avatar } from "../lib/avatar.js";
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { renderKeyed } from "../lib/keyed.js";
import { toggleDrawer } from "./sidebar.js";

export function renderTopbar(parent, store) {
  const { team, me, people, clock, controls } = store.state;
  const parts = [
    { key: "team", mark: team.name, render: () => teamPart(team) },
    { key: "clock", mark: JSON.stringify(clock.local + clock.zone), render: () => clockPart(clock) },
    { key: "controls", mark: JSON.stringify(controls), render: () => controlsPart(store, controls) },
    { key: "user", mark: JSON.stringify([me, people]), render: () => userPart(store, me, people) },
  ];
  renderKeyed(parent, parts, {
    key: (part) => part.key,
    signature: (part) => part.mark,
    render: (part) => part.render(),
  });
}

function teamPart(team) {
  const menu = h(
    "button",
    {
      type: "button",
      class: "topbar-button drawer-button",
      "aria-label": "Channels and apps",
      "aria-expanded": "false",
      "aria-controls": "sidebar",
      on: { click: () => toggleDrawer() },
    },
    icon("menu"),
  );
  menu.id = "drawer-button";
  return h(
    "div",
    { class: "topbar-team" },
    menu,
    h("span", { class: "team-tile", "aria-hidden": "true" }, team.name.slice(0, 1).toUpperCase()),
    h("h1", { class: "team-name" }, team.name),
  );
}

function clockPart(clock) {
  return h(
    "div",
    { class: "clock", "data-testid": "clock", title: "The time in this local Slack" },
    icon("clock", 18),
    h("span", { class: "visually-hidden" }, "Simulated time: "),
    h("time", { datetime: clock.now, class: "clock-time" }, clock.local),
    h("span", { class: "clock-zone" }, clock.zone),
  );
}

function controlsPart(store, controls) {
  return h(
    "div",
    { class: "controls", role: "group", "aria-label": "Clock and demo" },
    controls.map((control) => controlButton(store, control)),
  );
}

function controlButton(store, control) {
  const button = h(
    "button",
    {
      type: "button",
      class: "topbar-button control-button",
      "data-testid": `control-${control.name}`,
      dataset: { focusKey: `control ${control.name}` },
      on: {
        click: async () => {
          if (button.getAttribute("aria-busy") === "true") return;
          button.setAttribute("aria-busy", "true");
          const answer = await store.post("/ui/control", { name: control.name });
          button.removeAttribute("aria-busy");
          if (!answer.ok) store.note(answer.error, "error");
          else if (answer.text) store.note(answer.text);
        },
      },
    },
    h("span", { class: "button-words" }, control.label),
  );
  return button;
}

function userPart(store, me, people) {
  const select = h(
    "select",
    {
      "aria-label": "You are",
      class: "user-select",
      "data-testid": "user-switch",
      dataset: { focusKey: "user-switch" },
      on: { change: () => store.switchUser(select.value) },
    },
    people.map((person) => h("option", { value: person.id }, person.name)),
  );
  select.value = me.id;
  return h("div", { class: "user" }, avatar(me.id, me.name, { size: "small" }), select, icon("caret", 14));
}
