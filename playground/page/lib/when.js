/** Dates and times in the person's own zone, worded as Slack words them. */

const formats = new Map();

/** A message's `ts` ("seconds.counter") as a Date. */
export function dateOf(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export function clockTime(date, zone) {
  return format(date, zone, { hour: "numeric", minute: "2-digit" });
}

export function fullTime(date, zone) {
  return `${longDay(date, zone)} at ${TOKENS.time_secs(date, zone)}`;
}

/** The same for two instants exactly when they fall on one calendar day in the zone. */
export function dayKey(date, zone) {
  return format(date, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
}

/** "Today", "Yesterday", or "Tuesday, November 3rd" (with the year when it is another one). */
export function dayLabel(date, zone, now) {
  const relative = relativeDay(date, zone, now);
  if (relative) return relative[0].toUpperCase() + relative.slice(1);
  const sameYear = format(date, zone, { year: "numeric" }) === format(now, zone, { year: "numeric" });
  return sameYear
    ? longDay(date, zone)
    : `${longDay(date, zone)}, ${format(date, zone, { year: "numeric" })}`;
}

/** Fills the tokens of a `<!date^…>` mention or a rich text date. */
export function dateTokens(seconds, pattern, zone, now) {
  const date = new Date(Number(seconds) * 1000);
  return pattern.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(date, zone, now) ?? token);
}

const TOKENS = {
  date_num: (date, zone) => {
    const [month, day, year] = dayKey(date, zone).split("/");
    return `${year}-${month}-${day}`;
  },
  date: (date, zone) => `${monthDay(date, zone)}, ${format(date, zone, { year: "numeric" })}`,
  date_slash: (date, zone) => dayKey(date, zone),
  date_short: (date, zone) => format(date, zone, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (date, zone) => `${longDay(date, zone)}, ${format(date, zone, { year: "numeric" })}`,
  date_pretty: (date, zone, now) => relativeDay(date, zone, now) ?? TOKENS.date(date, zone),
  date_short_pretty: (date, zone, now) => relativeDay(date, zone, now) ?? TOKENS.date_short(date, zone),
  date_long_pretty: (date, zone, now) => relativeDay(date, zone, now) ?? TOKENS.date_long(date, zone),
  day_divider_pretty: (date, zone, now) => dayLabel(date, zone, now),
  time: (date, zone) => clockTime(date, zone),
  time_secs: (date, zone) => format(date, zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (date, zone, now) => ago(date, now),
};

function longDay(date, zone) {
  return `${format(date, zone, { weekday: "long" })}, ${monthDay(date, zone)}`;
}

function monthDay(date, zone) {
  const day = Number(format(date, zone, { day: "numeric" }));
  return `${format(date, zone, { month: "long" })} ${day}${ordinal(day)}`;
}

function ordinal(day) {
  if (day >= 11 && day <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
}

function relativeDay(date, zone, now) {
  const key = dayKey(date, zone);
  const names = { 0: "today", [-1]: "yesterday", 1: "tomorrow" };
  for (const offset of [0, -1, 1]) {
    if (key === dayKey(new Date(now.getTime() + offset * 86_400_000), zone)) return names[offset];
  }
  return null;
}

function ago(date, now) {
  const minutes = Math.round((date - now) / 60_000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 60 * 24) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

function format(date, zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }));
  return formats.get(key).format(date);
}
