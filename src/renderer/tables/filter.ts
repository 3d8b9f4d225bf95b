/** Which rows a search text and a set of chips let through. */

export interface FilterState {
  readonly text: string;
  /** Chosen values by filter; a filter without any lets everything through. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
}

export const noFilter: FilterState = { text: '', chosen: {} };

export function isFiltering(state: FilterState): boolean {
  return state.text.trim() !== '' || Object.values(state.chosen).some((values) => values.length > 0);
}

/** Every word of the text must occur; every filter with choices must have the row's value among them. */
export function matches(
  state: FilterState,
  searchable: () => string,
  choiceOf: (filter: string) => string | null,
): boolean {
  for (const [filter, values] of Object.entries(state.chosen)) {
    if (values.length > 0 && !values.includes(choiceOf(filter) ?? '')) return false;
  }
  const words = state.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return true;
  const haystack = searchable().toLowerCase();
  return words.every((word) => haystack.includes(word));
}

export function toggleChoice(state: FilterState, filter: string, value: string): FilterState {
  const before = state.chosen[filter] ?? [];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { ...state, chosen: { ...state.chosen, [filter]: after } };
}
