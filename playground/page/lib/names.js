/** Looks up who and what an id stands for, for mentions and message authors. */

/** The reading context of one state: names of people and channels, the zone and the clock. */
export function namesIn(state) {
  const people = new Map(state.people.map((person) => [person.id, person.name]));
  people.set(state.bot.id, state.bot.name);
  const channels = new Map(state.channels.map((channel) => [channel.id, channel.name]));
  return {
    person: (id) => people.get(id) ?? id,
    channel: (id) => channels.get(id) ?? id,
    zone: state.me.tz,
    now: new Date(state.clock.now),
  };
}

/** Who wrote a message: {id, name, bot}. */
export function authorOf(message, state) {
  const known = state.people.find((person) => person.id === message.user);
  if (known && !message.bot_id) return { id: known.id, name: known.name, bot: false };
  return { id: state.bot.id, name: message.username || state.bot.name, bot: true };
}
