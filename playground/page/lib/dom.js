/** Builds DOM nodes; text is always set as text, so data never becomes markup. */

/**
 * An element. Props: `class`, `dataset`, `on` (event name to listener), and any attribute;
 * null, undefined and false leave an attribute out, true sets it empty.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
}

/** Replaces the children only; the node itself, its listeners and its focus stay. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

let lastId = 0;

/** An id no other element of the page has, for label and description references. */
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** Only links that cannot run code: anything but http, https and mailto is refused. */
export function safeHref(url) {
  return /^(https?:\/\/|mailto:)/i.test(url ?? "") ? url : null;
}

/** Whether the address is this server's own, so that the page may load it. */
export function isOurs(url) {
  return (
    Boolean(url) && URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin
  );
}

export function externalLink(url, ...children) {
  const href = safeHref(url);
  if (!href) return h("span", {}, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "dataset") {
    for (const [key, item] of Object.entries(value)) {
      if (item !== null && item !== undefined) node.dataset[key] = item;
    }
  } else if (name === "value") {
    node.value = value;
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}
