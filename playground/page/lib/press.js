/** Drawing that waits for a press to end: what is drawn anew between press and release would get no click. */

const AT_MOST_MS = 1000;

/** `draw`, put off while a pointer is down, but for no longer than a second: a list that opens tells no release. */
export function afterPress(draw) {
  let held = null;
  let wanted = false;
  const free = () => {
    clearTimeout(held);
    held = null;
  };
  const end = () => {
    free();
    if (wanted) drawn();
  };
  const begin = () => {
    clearTimeout(held);
    held = setTimeout(end, AT_MOST_MS);
  };
  function drawn() {
    wanted = false;
    draw();
  }
  addEventListener("pointerdown", begin, true);
  // What a click does is drawn at once; what waited, after the click, which comes right after the release.
  addEventListener("click", free, true);
  for (const ended of ["pointerup", "pointercancel"]) addEventListener(ended, () => setTimeout(end), true);
  return () => {
    if (held === null) drawn();
    else wanted = true;
  };
}
