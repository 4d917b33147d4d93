// How much a database holds.

/** How many there are. */
export interface Counts {
  readonly organisations: number;
  readonly users: number;
  readonly groups: number;
}
