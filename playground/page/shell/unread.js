/** Counts the messages that came while the person was looking elsewhere. */

export class Unread {
  #seen = new Map();
  #counts = new Map();

  /** Brings the counts up to date; whatever was there at the first look counts as read. */
  follow(state, place) {
    const shown = [];
    for (const channel of state.channels) {
      const key = `${state.me.id}/${channel.id}`;
      const newest = Math.max(0, ...channel.messages.map((message) => Number(message.ts)));
      const looking = channel.id === place.channel && place.tab === "messages";
      if (looking || !this.#seen.has(key)) this.#seen.set(key, newest);
      const since = this.#seen.get(key);
      shown.push([
        channel.id,
        channel.messages.filter(
          (message) => Number(message.ts) > since && message.user !== state.me.id && !message.deleted,
        ).length,
      ]);
    }
    this.#counts = new Map(shown);
  }

  count(channelId) {
    return this.#counts.get(channelId) ?? 0;
  }

  total() {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }
}
