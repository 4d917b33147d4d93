// How whoever sent a request is called.
import { IMPORT_CALLER } from '@looop-scim/provisioning/directory';
import type { ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { PERSON_PREFIX } from './people-gate.ts';

/** Makes the names of callers: the label of the token, else its fingerprint. */
export const makeClientName = (
  tokens: readonly Pick<ProvisioningToken, 'fingerprint' | 'label'>[],
): ((fingerprint: string) => string) => {
  const labels = new Map(tokens.map(({ fingerprint, label }) => [fingerprint, label]));
  return (fingerprint) => {
    if (fingerprint === IMPORT_CALLER) return 'Import';
    if (fingerprint.startsWith(PERSON_PREFIX)) return 'An administrator';
    return labels.get(fingerprint) ?? `Token ${fingerprint}`;
  };
};
