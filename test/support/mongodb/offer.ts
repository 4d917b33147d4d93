// What the machine has for suites on MongoDB, in the order of preference.
import { hasMongod } from './mongod.ts';
import { hasStandIn } from './stand-in.ts';

/** Where suites find a MongoDB. */
export type MongoOffer =
  /** Who runs the tests named one in LOOOP_SCIM_TEST_MONGODB; `local`: one of the others could be started beside it. */
  | { readonly kind: 'given'; readonly local: boolean }
  /** Asking `launcher` starts it for the whole run, the first time. */
  | { readonly kind: 'mongod' | 'stand-in'; readonly launcher: string }
  | { readonly kind: 'none' };

declare module 'vitest' {
  interface ProvidedContext {
    readonly mongodb: MongoOffer;
  }
}

/** Names a deployment of one's own for the suites. */
const TEST_URL = 'LOOOP_SCIM_TEST_MONGODB';

/** The URL of the deployment that was named, if any. */
export const givenUrl = (): string | undefined => {
  const url = process.env[TEST_URL]?.trim();
  return url === '' ? undefined : url;
};

/** What can be started on this machine. */
export const localKind = async (): Promise<'mongod' | 'stand-in' | 'none'> => {
  if (await hasMongod()) return 'mongod';
  return (await hasStandIn()) ? 'stand-in' : 'none';
};

const LOCAL = 'a mongod on the PATH, or a JDK 17 or later with Maven';

/** What a machine needs for suites that start and stop a MongoDB of their own. */
export const NEEDED_LOCALLY = `It needs ${LOCAL}.`;

/** What a machine needs for any other suite. */
export const NEEDED = `It needs a URL in ${TEST_URL}, ${LOCAL}.`;
