/** Cards for the files that came with a message. */

import { h, isOurs } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

export function fileCards(files) {
  if (!files?.length) return null;
  return h("div", { class: "files" }, files.map(fileCard));
}

function fileCard(file) {
  const picture = file.mimetype?.startsWith("image/") && isOurs(file.url_private_download);
  if (!picture) return card(file);
  const shown = h("img", { class: "file-picture", src: file.url_private_download, alt: file.alt_txt ?? "" });
  return h("figure", { class: "file-figure" }, shown, card(file));
}

function card(file) {
  const name = file.title || file.name || "File";
  const url = file.url_private_download ?? file.url_private ?? file.permalink;
  const local = isOurs(url);
  return h(
    local ? "a" : "div",
    {
      class: "file-card",
      "data-testid": "file",
      href: local ? url : null,
      download: local ? (file.name ?? "") : null,
    },
    h("span", { class: "file-icon" }, icon("file", 22)),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, name),
      h(
        "span",
        { class: "file-kind" },
        [file.pretty_type ?? file.filetype?.toUpperCase(), sizeOf(file)].filter(Boolean).join(" · ") ||
          "File",
      ),
    ),
  );
}

function sizeOf(file) {
  if (!file.size) return null;
  return file.size < 1024 ? `${file.size} B` : `${Math.ceil(file.size / 1024)} kB`;
}
