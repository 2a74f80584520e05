/** Renders a file input: files go up when they are chosen, and their names stand below. */

import { fill, h } from "../lib/dom.js";

const FILE_MOST = 10 * 1024 * 1024;
const names = new Map();

export function fileInput(item, use) {
  const { block, surface } = use;
  const chosen = h("ul", { class: "chosen-files", "data-testid": "chosen-files", "aria-live": "polite" });
  const input = h("input", {
    ...use.label,
    type: "file",
    class: "control",
    id: use.fieldId,
    multiple: (item.max_files ?? 10) > 1,
    accept: item.filetypes?.map((ending) => `.${ending}`).join(",") ?? null,
    "aria-required": use.required ? "true" : null,
    dataset: { actionId: item.action_id, focusKey: surface.focusKey(block, item) },
    on: {
      change: async () => {
        // Until all are up nothing is chosen: what is sent meanwhile must not be the file of before.
        keep([]);
        keep((await uploaded([...input.files], surface)) ?? []);
      },
    },
  });
  const keep = (ids) => {
    surface.keep(block, item, ids);
    showNames(chosen, ids);
  };
  showNames(chosen, surface.values.get(block, item));
  return h("div", { class: "file-field" }, input, chosen);
}

function showNames(list, ids) {
  fill(
    list,
    (ids ?? []).map((id) => h("li", {}, names.get(id) ?? id)),
  );
}

/** The ids of the files, or null when one was not taken. */
async function uploaded(files, surface) {
  const ids = [];
  for (const file of files) {
    if (file.size > FILE_MOST) return refused(surface, `${file.name} is larger than 10 MB.`);
    const answer = await surface.store.post("/ui/upload", { name: file.name, content: await base64(file) });
    if (!answer.ok) return refused(surface, answer.error);
    names.set(answer.id, file.name);
    ids.push(answer.id);
  }
  return ids;
}

function refused(surface, error) {
  surface.fail(error);
  return null;
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
