/** Gives selects of people, channels and conversations the options this workspace has. */

/** The same element with `options`, so that it can be drawn as any select. */
export function peopleAndChannels(item, surface) {
  const { people, channels, bot } = surface.store.state;
  const options = [];
  if (!item.type.includes("users")) {
    const wanted = item.type.includes("channels") ? ["channel"] : ["channel", "dm"];
    for (const channel of channels) {
      if (wanted.includes(channel.kind)) options.push(option(channel.id, channelName(channel, bot)));
    }
  } else {
    for (const person of people) options.push(option(person.id, person.name));
  }
  return { ...item, options };
}

function channelName(channel, bot) {
  return channel.kind === "dm" ? bot.name : `# ${channel.name}`;
}

function option(value, text) {
  return { value, text: { type: "plain_text", text } };
}
