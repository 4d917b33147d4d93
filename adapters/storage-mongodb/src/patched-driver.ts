// The driver hangs for ever on a connection that a server closes in order; only the patch of this repository ends that. Without it a
// process would look well and never find MongoDB again after a restart, so the adapter says so before it connects.
import * as driver from 'mongodb';
import { UnpatchedDriver } from './open-failure.ts';

/** What the patched driver exports beside its own names. */
const MARK = 'looopScimEndsWaitForDrain';

/** The failure to open anything with a driver that is not patched; undefined when it is. */
export const driverProblem = (exported: object = driver): UnpatchedDriver | undefined =>
  MARK in exported ? undefined : new UnpatchedDriver();
