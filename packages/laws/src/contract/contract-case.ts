// A contract as values: each case has a name that reads as a statement and a check that throws when the adapter breaks it.
import type { Storage } from '@looop-scim/provisioning/ports';
import { openOrganisation, type TestOrganisation } from './test-organisation.ts';

/** A storage to be examined, opened with `contractRegistry`; `close` frees what opening took. */
export interface OpenedStorage {
  readonly storage: Storage;
  readonly close: () => Promise<void>;
}

/**
 * Opens a storage. The same one may be handed out again and again (with a `close` that does nothing): every case works in an
 * organisation of its own. It must hold nothing of earlier runs of the program.
 */
export type OpenStorage = () => Promise<OpenedStorage>;

/** One statement about every adapter. */
export interface ContractCase {
  readonly name: string;
  readonly check: () => Promise<void>;
}

/** A case that is not yet tied to an adapter. */
export interface CaseSource {
  readonly name: string;
  readonly body: (organisation: TestOrganisation, storage: Storage) => Promise<void>;
}

/** Names what a case examines. */
export const contractCase = (name: string, body: CaseSource['body']): CaseSource => ({ name, body });

/** Ties cases to an adapter: each gets a storage and a fresh organisation in it. */
export const casesFor = (open: OpenStorage, aspect: string, sources: readonly CaseSource[]): readonly ContractCase[] =>
  sources.map(({ name, body }) => ({
    name: `${aspect}: ${name}`,
    check: async () => {
      const { storage, close } = await open();
      try {
        await body(await openOrganisation(storage), storage);
      } finally {
        await close();
      }
    },
  }));
