/** The keyboard of a select-only combobox: arrows, Home, End, Enter, Space, Esc, Tab, and typing ahead. */

const TYPING_PAUSE_MS = 600;

let typedSoFar = "";
let lastTyped = 0;

/** `box` is {open, active, options, multi, toggle(), point(index), choose(index), close()}. */
export function listboxKeys(event, box) {
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Tab") return void (box.open && box.close());
  const act = box.open ? OPEN[event.key] : CLOSED[event.key];
  if (act) {
    event.preventDefault();
    event.stopPropagation();
    act(box);
  } else if (event.key.length === 1) {
    event.preventDefault();
    typeAhead(event.key, box);
  }
}

const CLOSED = Object.fromEntries(
  ["ArrowDown", "ArrowUp", "Enter", " "].map((key) => [key, (box) => box.toggle()]),
);

const OPEN = {
  ArrowDown: (box) => box.point(Math.min(box.active + 1, box.options.length - 1)),
  ArrowUp: (box) => box.point(Math.max(box.active - 1, 0)),
  Home: (box) => box.point(0),
  End: (box) => box.point(box.options.length - 1),
  PageDown: (box) => box.point(Math.min(box.active + 8, box.options.length - 1)),
  PageUp: (box) => box.point(Math.max(box.active - 8, 0)),
  Enter: (box) => box.choose(box.active),
  " ": (box) => box.choose(box.active),
  Escape: (box) => box.close(),
};

function typeAhead(letter, box) {
  const now = Date.now();
  typedSoFar = now - lastTyped > TYPING_PAUSE_MS ? letter : typedSoFar + letter;
  lastTyped = now;
  if (!box.open) box.toggle();
  const found = box.options.findIndex((option) =>
    option.text.text.toLowerCase().startsWith(typedSoFar.toLowerCase()),
  );
  if (found >= 0) box.point(found);
}
