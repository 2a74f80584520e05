/** Keeps Tab inside an open dialog, and finds where focus should begin. */

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex='0']";

export function keepTabInside(dialog, event) {
  if (event.key !== "Tab") return;
  const stops = focusables(dialog);
  if (!stops.length) return;
  const [first, last] = [stops[0], stops.at(-1)];
  const active = document.activeElement;
  if (event.shiftKey && (active === first || !stops.includes(active))) move(event, last);
  else if (!event.shiftKey && active === last) move(event, first);
}

export function focusables(root) {
  return [...root.querySelectorAll(FOCUSABLE)].filter((node) => node.tabIndex >= 0 && node.checkVisibility());
}

function move(event, target) {
  event.preventDefault();
  target.focus();
}
