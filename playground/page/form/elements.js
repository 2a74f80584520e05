/** Chooses how an interactive element is drawn; `use` is {block, surface, label, fieldId?, required?}. */

import { buttonElement } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { datePicker, timePicker } from "./date_fields.js";
import { fileInput } from "./file_field.js";
import { h } from "../lib/dom.js";
import { richListbox } from "./listbox.js";
import { nativeSelect } from "./native_select.js";
import { optionsOf } from "./elements_of.js";
import { overflowMenu } from "./overflow.js";
import { peopleAndChannels } from "./pickable.js";
import { plainWords } from "../text/text_object.js";
import { numberInput, textInput } from "./text_field.js";

export function element(item, use) {
  const draw = ELEMENTS[item.type];
  return draw
    ? draw(item, use)
    : h("p", { class: "unknown" }, `An element of the type "${item.type}" is not shown here.`);
}

/** True for elements made of several controls, which a <label> cannot point at. */
export function isGroup(item) {
  return item.type === "radio_buttons" || item.type === "checkboxes";
}

/** A name for an element that stands alone, without a label or text beside it. */
export function labelFor(item) {
  const plain = { datepicker: "Date", timepicker: "Time", overflow: "More options", radio_buttons: "Choice" };
  return plainWords(item.placeholder) || plain[item.type] || "Choose";
}

const ELEMENTS = {
  button: buttonElement,
  overflow: overflowMenu,
  radio_buttons: radioButtons,
  checkboxes,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: numberInput,
  datepicker: datePicker,
  timepicker: timePicker,
  static_select: staticSelect,
  multi_static_select: richListbox,
  file_input: fileInput,
};

for (const kind of ["channels", "conversations", "users"]) {
  ELEMENTS[`${kind}_select`] = (item, use) => nativeSelect(peopleAndChannels(item, use.surface), use);
  ELEMENTS[`multi_${kind}_select`] = (item, use) => richListbox(peopleAndChannels(item, use.surface), use);
}

function staticSelect(item, use) {
  const explained = optionsOf(item).some((option) => option.description);
  return explained ? richListbox(item, use) : nativeSelect(item, use);
}
