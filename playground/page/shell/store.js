/** The page's one copy of the workspace's state: fetches it, follows it, sends what the person does. */

const TROUBLE = "We had some trouble connecting. Try again?";
const CLOCK_REFRESH_MS = 30_000;

/** Fires "change" whenever `state`, the place looked at, or the notices are different. */
export class Store extends EventTarget {
  state = null;
  place = { channel: null, tab: "messages" };
  notes = [];
  #user = new URLSearchParams(location.search).get("user");
  #team = new URLSearchParams(location.search).get("team");
  #events = null;
  #running = null;
  #next = null;

  get user() {
    return this.state?.me?.id ?? this.#user;
  }

  async start() {
    await this.refresh();
    this.#listen();
    setInterval(() => this.refresh(), CLOCK_REFRESH_MS);
  }

  /** Resolves once a state fetched after this call is in place; calls made meanwhile share one fetch. */
  refresh() {
    if (!this.#running) return this.#run();
    this.#next ??= this.#running.then(() => {
      this.#next = null;
      return this.#run();
    });
    return this.#next;
  }

  /** Sends a gesture; always answers {ok, error?}, and the state is fresh when it returns. */
  async post(path, body) {
    let answer;
    try {
      const response = await fetch(`${path}${this.#query()}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user: this.user, ...body }),
      });
      answer = await response.json();
    } catch {
      answer = { ok: false, error: TROUBLE };
    }
    await this.refresh();
    return answer.ok ? answer : { ...answer, error: answer.error || TROUBLE };
  }

  async switchUser(id) {
    this.#user = id;
    this.state = null;
    this.place = { channel: null, tab: "messages" };
    history.replaceState(null, "", this.#query(id));
    this.#events?.close();
    await this.refresh();
    this.#listen();
  }

  go(place) {
    this.place = { ...this.place, ...place };
    this.#changed();
  }

  note(text, kind = "info") {
    this.notes = [...this.notes.filter((note) => note.text !== text), { id: `n${Date.now()}`, text, kind }];
    this.#changed();
  }

  forget(id) {
    this.notes = this.notes.filter((note) => note.id !== id);
    this.#changed();
  }

  #run() {
    this.#running = this.#fetch().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #fetch() {
    const asked = this.#user;
    try {
      const response = await fetch(`/ui/state${this.#query(asked)}`, { cache: "no-store" });
      if (asked !== this.#user) return;
      if (!response.ok) {
        // Somebody this workspace does not know (an old address): look as its first person instead.
        this.#user = null;
        if (asked) await this.#fetch();
        return;
      }
      this.state = await response.json();
      this.#user = this.state.me.id;
      this.#changed();
    } catch {
      // The server is away: what is on screen stays, and the event stream brings the next state.
    }
  }

  #listen() {
    if (!this.user) return;
    this.#events = new EventSource(`/ui/events${this.#query(this.user)}`);
    this.#events.addEventListener("changed", () => this.refresh());
    this.#events.addEventListener("open", () => this.refresh());
  }

  /** Which workspace, where the address names one, and which person. */
  #query(user = null) {
    const asked = new URLSearchParams();
    if (user) asked.set("user", user);
    if (this.#team) asked.set("team", this.#team);
    return asked.size ? `?${asked}` : "";
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
