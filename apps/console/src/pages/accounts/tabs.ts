// The parts of the page about accounts.

/** By their names in the address. */
export const ACCOUNT_TABS = ['accounts', 'audit'] as const;
