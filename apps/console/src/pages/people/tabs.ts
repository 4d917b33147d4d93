// The parts of the page about a person.

/** By their names in the address. */
export const PERSON_TABS = ['sideBySide', 'trace', 'groups', 'timeline', 'json'] as const;
