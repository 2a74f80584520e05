/** Line icons drawn for this page, hidden from screen readers: the control beside them carries the name. */

const NS = "http://www.w3.org/2000/svg";

const PATHS = {
  back: "M12 4 6 10l6 6",
  bolt: "M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z",
  caret: "M5 8l5 5 5-5",
  check: "M4 10.5l4 4 8-9",
  clock: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 6v4.2l3 1.8",
  close: "M5 5l10 10M15 5 5 15",
  eye: "M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 9.4v1.2",
  file: "M5 2.5h6.5L15.5 7v10.5H5zM11 2.5V7.5h4.5",
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  more: "M10 4.2v.1M10 10v.1M10 15.7v.1",
  picture: "M3 4h14v12H3zM3 14l4.5-4.5 3.5 3.5 2.5-2.5L17 14M13 7.5v.1",
  plus: "M10 4v12M4 10h12",
  send: "M3.5 3.5 17 10 3.5 16.5 5.5 10zM5.5 10H11",
  warning: "M10 3 18 16.5H2zM10 8v4M10 14.2v.1",
};

export function icon(name, size = 20) {
  const svg = document.createElementNS(NS, "svg");
  const attributes = {
    viewBox: "0 0 20 20",
    width: size,
    height: size,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": name === "more" ? 2.6 : 1.5,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
    focusable: "false",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  svg.classList.add("icon");
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
