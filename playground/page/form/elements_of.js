/** Finds the elements with a value in blocks, and reads their initial and known values. */

/** Pairs [block, element] for every element that has an action_id. */
export function elementsOf(blocks) {
  const pairs = [];
  for (const block of blocks) {
    const elements = [block.accessory, block.element, ...(block.type === "actions" ? block.elements : [])];
    for (const element of elements) if (element?.action_id) pairs.push([block, element]);
  }
  return pairs;
}

/** Options of a select, radio or checkbox element, groups flattened. */
export function optionsOf(element) {
  if (element.option_groups) return element.option_groups.flatMap((group) => group.options);
  return element.options ?? [];
}

export function isMulti(element) {
  return element.type === "checkboxes" || element.type === "file_input" || element.type.startsWith("multi_");
}

/** The value an element starts with, in the form `fill()` takes. */
export function initialValue(element) {
  if (isMulti(element)) {
    return (
      element.initial_options?.map((option) => option.value) ??
      element.initial_users ??
      element.initial_channels ??
      element.initial_conversations ??
      []
    );
  }
  return (
    element.initial_value ??
    element.initial_option?.value ??
    element.initial_date ??
    element.initial_time ??
    element.initial_channel ??
    element.initial_conversation ??
    element.initial_user ??
    null
  );
}

/** The same form, read from an entry of Slack's `state.values`. */
export function stateValue(entry) {
  if (entry.files) return entry.files.map((file) => file.id);
  if (entry.selected_options) return entry.selected_options.map((option) => option.value);
  return (
    entry.selected_users ??
    entry.selected_channels ??
    entry.selected_conversations ??
    entry.value ??
    entry.selected_option?.value ??
    entry.selected_date ??
    entry.selected_time ??
    entry.selected_channel ??
    entry.selected_conversation ??
    entry.selected_user ??
    null
  );
}
