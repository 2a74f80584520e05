/** Gives selects of people, channels and conversations the options this workspace has. */

const KINDS = { dm: "im", group: "private", channel: "public" };

/** The same element with `options`, so that it can be drawn as any select. */
export function peopleAndChannels(item, surface) {
  const { people, channels, bot } = surface.store.state;
  const options = [];
  if (!item.type.includes("users")) {
    for (const channel of channels) {
      if (isOffered(item, channel)) options.push(option(channel.id, channelName(channel, bot)));
    }
  } else {
    for (const person of people) options.push(option(person.id, person.name));
  }
  return { ...item, options };
}

/** Selects of channels show public ones; those of conversations what their `filter` leaves. */
function isOffered(item, channel) {
  if (item.type.includes("channels")) return channel.kind === "channel";
  const { include, exclude_external_shared_channels: noneOutside } = item.filter ?? {};
  return (!include || include.includes(KINDS[channel.kind])) && !(noneOutside && channel.external);
}

function channelName(channel, bot) {
  return channel.kind === "dm" ? bot.name : `# ${channel.name}`;
}

function option(value, text) {
  return { value, text: { type: "plain_text", text } };
}
