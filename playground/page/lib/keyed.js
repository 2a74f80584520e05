/** Re-renders a list in place: what did not change keeps its node, and so its focus, text and scroll. */

const rendered = new WeakMap();

/**
 * Makes `parent` show `items`. `key` names an item, `signature` tells whether its node is out of date,
 * `render` builds it. A field that had focus in a rebuilt node gets it back, cursor included.
 */
export function renderKeyed(parent, items, { key, signature, render }) {
  const focus = rememberFocus(parent);
  const before = rendered.get(parent) ?? new Map();
  const after = new Map();
  items.forEach((item, index) => {
    const name = freeName(after, String(key(item, index)));
    const mark = signature(item, index);
    const old = before.get(name);
    after.set(name, old?.mark === mark ? old : { mark, node: render(item, index) });
  });
  place(
    parent,
    [...after.values()].map((entry) => entry.node),
  );
  rendered.set(parent, after);
  restoreFocus(parent, focus);
}

function freeName(taken, name) {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}#${count}`;
  return free;
}

function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

function rememberFocus(parent) {
  const active = document.activeElement;
  if (!active || !parent.contains(active)) return null;
  const focus = { node: active, key: active.dataset.focusKey };
  if (typeof active.selectionStart === "number") {
    focus.range = [active.selectionStart, active.selectionEnd];
  }
  return focus;
}

function restoreFocus(parent, focus) {
  if (!focus || document.activeElement === focus.node) return;
  const again = focus.node.isConnected
    ? focus.node
    : focus.key && parent.querySelector(`[data-focus-key="${CSS.escape(focus.key)}"]`);
  // A control that is gone leaves focus with what it stood in, so that the keyboard goes on from there.
  if (!again) return void parent.closest("[tabindex]")?.focus({ preventScroll: true });
  again.focus();
  if (focus.range && typeof again.selectionStart === "number") again.setSelectionRange(...focus.range);
}
