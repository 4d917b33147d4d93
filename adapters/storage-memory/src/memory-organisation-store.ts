// Organisations and tokens in memory.
import type { Organisation, OrganisationId, ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { AlreadyExists, NoSuchEntry, type OrganisationStore, type TokenStore } from '@looop-scim/provisioning/ports';
import * as Result from 'effect/Result';
import { frozenCopy } from './frozen-copy.ts';
import type { WhileOpen } from './while-open.ts';

/** Organisations by name. */
export type Organisations = Map<string, Organisation>;

const byName = (left: Organisation, right: Organisation): number => (left.name < right.name ? -1 : 1);

/** Makes the directory of organisations over a map; `removed` is told of each that is deleted. */
export const makeMemoryOrganisationStore = (
  organisations: Organisations,
  whileOpen: WhileOpen,
  removed: (id: OrganisationId) => void,
): OrganisationStore => {
  const find = (name: string): Result.Result<Organisation, NoSuchEntry> => {
    const found = organisations.get(name);
    return found === undefined ? Result.fail(new NoSuchEntry({ what: 'organisation', name })) : Result.succeed(found);
  };
  return {
    add: (organisation) =>
      whileOpen(() => {
        const taken = [...organisations.values()].some(
          ({ id, name }) => id === organisation.id || name === organisation.name,
        );
        if (taken) return Result.fail(new AlreadyExists({ what: 'organisation' }));
        organisations.set(organisation.name, frozenCopy(organisation));
        return Result.void;
      }),
    byName: (name) => whileOpen(() => find(name)),
    byId: (id) => whileOpen(() => Result.succeed([...organisations.values()].find((one) => one.id === id))),
    list: () => whileOpen(() => Result.succeed([...organisations.values()].toSorted(byName))),
    update: ({ id, name, scimEnabled, profile, leniencies }) =>
      whileOpen((): Result.Result<void, AlreadyExists | NoSuchEntry> => {
        const stored = [...organisations.values()].find((organisation) => organisation.id === id);
        if (stored === undefined) return Result.fail(new NoSuchEntry({ what: 'organisation', name }));
        if (name !== stored.name && organisations.has(name)) {
          return Result.fail(new AlreadyExists({ what: 'organisation' }));
        }
        organisations.delete(stored.name);
        organisations.set(name, frozenCopy({ ...stored, name, scimEnabled, profile, leniencies }));
        return Result.void;
      }),
    remove: ({ id, name }) =>
      whileOpen(() => {
        const stored = [...organisations.values()].find((organisation) => organisation.id === id);
        if (stored === undefined) return Result.fail(new NoSuchEntry({ what: 'organisation', name }));
        organisations.delete(stored.name);
        removed(id);
        return Result.void;
      }),
  };
};

const newestFirst = (left: ProvisioningToken, right: ProvisioningToken): number => right.created - left.created;

/** Tokens by hash. */
export type Tokens = Map<string, ProvisioningToken>;

/** Makes the store of tokens over a map. */
export const makeMemoryTokenStore = (
  organisations: Organisations,
  tokens: Tokens,
  whileOpen: WhileOpen,
): TokenStore => {
  const withFingerprint = (fingerprint: string) =>
    [...tokens.values()].filter((token) => token.fingerprint === fingerprint);
  const set = (token: ProvisioningToken, noted: Partial<ProvisioningToken>): void => {
    tokens.set(token.hash, Object.freeze({ ...token, ...noted }));
  };
  const organisationOf = ({ organisationId }: ProvisioningToken) =>
    [...organisations.values()].find(({ id }) => id === organisationId);

  const change = (fingerprint: string, noted: (token: ProvisioningToken) => Partial<ProvisioningToken>) =>
    whileOpen(() => {
      const found = withFingerprint(fingerprint);
      if (found.length === 0) return Result.fail(new NoSuchEntry({ what: 'token', name: fingerprint }));
      for (const token of found) set(token, noted(token));
      return Result.void;
    });

  return {
    add: (token) =>
      whileOpen(() => {
        if (tokens.has(token.hash)) return Result.fail(new AlreadyExists({ what: 'token' }));
        set(token, {});
        return Result.void;
      }),
    byFingerprint: (fingerprint) =>
      whileOpen(() =>
        Result.succeed(
          withFingerprint(fingerprint).flatMap((token) => {
            const organisation = organisationOf(token);
            return organisation === undefined ? [] : [{ token, organisation }];
          }),
        ),
      ),
    ofOrganisation: (organisationId) =>
      whileOpen(() =>
        Result.succeed(
          [...tokens.values()].filter((token) => token.organisationId === organisationId).toSorted(newestFirst),
        ),
      ),
    revoke: (fingerprint, at) => change(fingerprint, ({ revoked = at }) => ({ revoked })),
    expire: (fingerprint, at) => change(fingerprint, ({ expires = at }) => ({ expires: Math.min(expires, at) })),
    touch: (fingerprint, at, client) =>
      whileOpen(() => {
        for (const { lastClient: _before, ...token } of withFingerprint(fingerprint)) {
          if ((token.lastUsed ?? at) > at) continue;
          set(token, { lastUsed: at, ...(client !== undefined && { lastClient: client }) });
        }
        return Result.void;
      }),
  };
};
