// The skeleton of a storage adapter keeps the contract of storages, as far as it goes.
import { afterAll, describe, it } from 'vitest';
import { closingContract, contractRegistry, storageContract, type OpenStorage } from '@looop-scim/laws';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage } from '@looop-scim/provisioning/ports';
import { makeOrganisationStorage, makeTransactions } from '../../examples/storage-skeleton.ts';
import { openMemory, shared } from '../support/storage/open-stores.ts';

/** Resources of the skeleton; organisations and tokens, which it leaves out, of the storage in memory. */
const open: OpenStorage = async () => {
  const { storage, close } = await openMemory();
  let isOpen = true;
  const transaction = makeTransactions(() => isOpen);
  const organisations = new Map<OrganisationId, OrganisationStorage>();
  return {
    storage: {
      ...storage,
      forOrganisation: (id) => {
        const ports = organisations.get(id) ?? makeOrganisationStorage(contractRegistry, transaction);
        organisations.set(id, ports);
        return ports;
      },
      close: () => {
        isOpen = false;
        return storage.close();
      },
    },
    close,
  };
};

/** What its comments leave to whoever goes on: removal of organisations, counting, retention and erasure of the activity. */
const NOT_ITS_PART = [
  'deletion of an organisation:',
  'counting what repeats:',
  'retention:',
  'counting by the hour: what retention removes',
  'erasure:',
  'own attributes:',
  'erasure of events: events of a person',
  'event log: what goes with time',
  'event log: thousands of events',
  // Counts what repeats.
  'reading the activity: every filter selects',
];

const SLOWEST_CASE_MS = 60_000;

describe('examples/storage-skeleton.ts', () => {
  const storage = shared(open);
  afterAll(storage.close);
  const cases = [...storageContract(storage.open), ...closingContract(open)];
  for (const { name, check } of cases.filter((one) => !NOT_ITS_PART.some((aspect) => one.name.startsWith(aspect)))) {
    it(name, { timeout: SLOWEST_CASE_MS }, check);
  }
});
