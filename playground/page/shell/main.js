/** Starts the page: one store, and the parts of the window that draw themselves at each change. */

import { afterPress } from "../lib/press.js";
import { renderCrm } from "../crm/panel.js";
import { renderGuide } from "./guide.js";
import { ModalHost } from "./modal.js";
import { renderNotices } from "./notices.js";
import { Panel } from "./panel.js";
import { renderSidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { renderTopbar } from "./topbar.js";
import { Unread } from "./unread.js";
import { renderStep } from "../steps/dialog.js";

const byId = (id) => document.getElementById(id);

const store = new Store();
const unread = new Unread();
const panel = new Panel(byId("main"), store);
const modals = new ModalHost(store, () => panel.focusHere());

store.addEventListener("change", afterPress(draw));

function draw() {
  if (!store.state) return;
  choosePlace();
  unread.follow(store.state, store.place);
  renderTopbar(byId("topbar"), store);
  renderGuide(byId("guide"), store);
  renderSidebar(byId("sidebar"), store, unread);
  panel.render();
  renderCrm(byId("crm"), store);
  renderNotices(byId("notices"), store);
  modals.render();
  renderStep(store);
  const count = unread.total() ? `(${unread.total()}) ` : "";
  document.title = `${count}${store.state.team.name} – Local Slack`;
}

await store.start();
if (!store.state) byId("main").textContent = "The local Slack does not answer. Is it still running?";
else if (!store.state.views.length) panel.focusHere();

/** Opens at the app's messages, and falls back to them when the channel looked at is gone. */
function choosePlace() {
  const { channels } = store.state;
  if (channels.some((channel) => channel.id === store.place.channel)) return;
  const start = channels.find((channel) => channel.kind === "dm") ?? channels[0];
  store.place = { channel: start?.id ?? null, tab: "messages" };
}
