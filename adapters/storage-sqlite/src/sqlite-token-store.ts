// Tokens by fingerprint. Only hashes are stored; comparing them is the caller's business.
import * as Result from 'effect/Result';
import type { KeyScope, ProvisioningToken, TokenHolder } from '@looop-scim/provisioning/organisation';
import { AlreadyExists, NoSuchEntry, type TokenStore } from '@looop-scim/provisioning/ports';
import { tokenFrom } from '@looop-scim/provisioning/storage-support';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { ORGANISATION_COLUMNS, organisationOf, type OrganisationRow } from './sqlite-organisation-store.ts';
import type { Tenant, Tenants } from './tenants.ts';
import type { WriteQueue } from './write-queue.ts';

interface TokenRow {
  readonly organisation_id: string;
  readonly handle: string;
  readonly hash: string;
  readonly created: number;
  readonly expires: number | null;
  readonly revoked: number | null;
  readonly last_used: number | null;
  readonly last_client: string | null;
  readonly subject: string | null;
  readonly label: string | null;
  /** JSON. */
  readonly scopes: string | null;
}

const TOKEN_COLUMNS =
  't.id AS organisation_id, k.handle, k.hash, k.created, k.expires, k.revoked, k.last_used, k.last_client, k.subject, k.label, k.scopes';

const tokenOf = ({
  organisation_id,
  handle,
  last_used: lastUsed,
  last_client: lastClient,
  scopes,
  ...row
}: TokenRow): ProvisioningToken =>
  tokenFrom({
    organisationId: organisation_id,
    fingerprint: handle,
    lastUsed,
    lastClient,
    ...row,
    // Written by `add`, never by anybody else.
    scopes: scopes === null ? null : (JSON.parse(scopes) as readonly KeyScope[]),
  });

const rowOf = (token: ProvisioningToken, tenant: Tenant): readonly unknown[] => [
  ...[token.hash, token.fingerprint, tenant],
  ...[token.created, token.expires ?? null, token.revoked ?? null, token.lastUsed ?? null],
  ...[token.lastClient ?? null, token.subject ?? null, token.label ?? null],
  token.scopes === undefined ? null : JSON.stringify(token.scopes),
];

/** Tokens that share a fingerprint at most: two of them are already next to impossible. */
const MAX_SAME_FINGERPRINT = 100;

/** Makes the store of tokens on SQLite. */
export const makeSqliteTokenStore = (
  connection: Connection,
  { reader, writes, tenants }: { readonly reader: Reader; readonly writes: WriteQueue; readonly tenants: Tenants },
): TokenStore => {
  // The bound value stands in a sub-select with a limit: where it could have a say in the order of the joins, SQLite would compile
  // the statement anew at each execution.
  const byFingerprint = connection.prepare<[string], TokenRow & OrganisationRow & { readonly tenant: Tenant }>(
    `SELECT k.tenant, ${TOKEN_COLUMNS}, ${ORGANISATION_COLUMNS}
     FROM (SELECT * FROM tokens WHERE handle = ? LIMIT ${MAX_SAME_FINGERPRINT}) k
       JOIN tenants t USING (tenant) JOIN organisations o USING (tenant)`,
  );
  const ofOrganisation = connection.prepare<[string], TokenRow>(
    `SELECT ${TOKEN_COLUMNS} FROM tokens k JOIN tenants t USING (tenant)
     WHERE t.id = ? ORDER BY k.created DESC, k.rowid DESC`,
  );
  const insert = connection.prepare(
    `INSERT INTO tokens (hash, handle, tenant, created, expires, revoked, last_used, last_client, subject, label, scopes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const revoke = connection.prepare<[number, string]>(
    'UPDATE tokens SET revoked = ifnull(revoked, ?) WHERE handle = ?',
  );
  const expire = connection.prepare<[number, number, string]>(
    'UPDATE tokens SET expires = min(ifnull(expires, ?), ?) WHERE handle = ?',
  );
  const touch = connection.prepare<[number, string | null, string, number]>(
    'UPDATE tokens SET last_used = ?, last_client = ? WHERE handle = ? AND ifnull(last_used, 0) <= ?',
  );
  const holderOf = (tenant: Tenant, row: TokenRow & OrganisationRow): TokenHolder => {
    const organisation = organisationOf(row);
    tenants.remember(organisation.id, tenant);
    return { token: tokenOf(row), organisation };
  };
  const changed = (fingerprint: string, change: () => number) =>
    writes.submit(() =>
      change() > 0 ? Result.void : Result.fail(new NoSuchEntry({ what: 'token', name: fingerprint })),
    );
  return {
    add: (token) =>
      writes.submit(() => {
        const row = rowOf(token, tenants.findOrAdd(token.organisationId));
        return insert.run(...row).changes === 1 ? Result.void : Result.fail(new AlreadyExists({ what: 'token' }));
      }),
    byFingerprint: (fingerprint) =>
      reader.readOnce(() =>
        Result.succeed(byFingerprint.all(fingerprint).map(({ tenant, ...row }) => holderOf(tenant, row))),
      ),
    ofOrganisation: (id) => reader.readOnce(() => Result.succeed(ofOrganisation.all(id).map(tokenOf))),
    revoke: (fingerprint, at) => changed(fingerprint, () => revoke.run(at, fingerprint).changes),
    expire: (fingerprint, at) => changed(fingerprint, () => expire.run(at, at, fingerprint).changes),
    touch: (fingerprint, at, client) =>
      writes.submit(() => {
        touch.run(at, client ?? null, fingerprint, at);
        return Result.void;
      }),
  };
};
