// The parts of the page about the team.

/** By their names in the address. */
export const TEAM_TABS = ['people', 'signIn', 'audit'] as const;
