// What a diagnosis that is shared says: the shape of requests, and nothing of people.
import { describe, expect, it } from 'vitest';
import type { ActivityEntry, Explanation } from '@looop-scim/http-api/contract';
import { bundleOf, curlOf, periodBundleOf } from '../src/pages/explain/redacted.ts';

/** Stands wherever a value of a person may stand. */
const SECRET = 'Ana Quartermaine';
const VERSION = '1.2.3';
const QUOTED = `a"b ${SECRET} c"d`;

const entry: ActivityEntry = {
  position: '1',
  at: '2026-11-27T10:00:00.000Z',
  client: 'Okta',
  sentence: `Okta could not create ${SECRET}`,
  canExplain: true,
  record: {
    operation: 'patch',
    outcome: 'refused',
    resourceType: 'User',
    resourceId: '0198c1f2-6f0e-7c3a-9d41-52b1e0c7a9d3',
    resourceName: SECRET,
    caller: { tokenFingerprint: '0123456789abcdef', requestId: 'req-1' },
    failure: { kind: 'NoTarget', detail: `The path "emails[value eq "${SECRET}"]" has no target`, existingId: SECRET },
    changes: [{ attribute: 'title', before: SECRET, after: SECRET }],
    ignored: [{ attribute: `emails[value eq "${SECRET}"].x`, reason: 'unknown' }],
    membersUnknown: { count: 1, ids: [SECRET] },
    whateverComesLater: SECRET,
  },
};

const explanation = (given: Partial<Explanation> = {}): Explanation => ({
  request: {
    method: 'PATCH',
    path: `/Users/${SECRET}?filter=userName eq "${SECRET}"`,
    ifMatch: SECRET,
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [
        { op: 'replace', path: 'emails[type eq "work"].value', value: SECRET },
        { op: 'replace', path: `emails[value eq "${QUOTED}"].type`, value: { [`${SECRET}!`]: 7, type: SECRET } },
      ],
    },
  },
  isBodyMissing: false,
  entry,
  policy: 'interop',
  operations: [{ op: 'replace', path: `emails[value eq "${SECRET}"]`, value: SECRET, selects: `value eq "${SECRET}"` }],
  leniencies: [],
  clauses: [{ document: 'RFC 7644', section: '3.5.2', about: SECRET }],
  dryRun: {
    outcome: 'refused',
    status: 400,
    failure: {
      kind: 'NoTarget',
      scimType: 'noTarget',
      detail: `The path "emails[value eq "${QUOTED}"]" has no target`,
    },
    changes: [{ attribute: 'title', before: SECRET, after: SECRET }],
    ignored: [{ attribute: `${SECRET} "`, reason: 'unreadable' }],
    hasUntoldMembers: false,
    document: { userName: SECRET },
  },
  ...given,
});

describe('a diagnosis of one request', () => {
  it('says nothing of people, wherever they stand in it', () => {
    for (const shared of [JSON.stringify(bundleOf(explanation(), VERSION)), curlOf(explanation())]) {
      for (const word of SECRET.split(' ')) expect(shared).not.toContain(word);
    }
  });

  it('says what was asked for, what came of it, and by which version', () => {
    expect(bundleOf(explanation(), VERSION)).toMatchObject({
      product: { name: 'Looop SCIM', version: VERSION },
      request: {
        method: 'PATCH',
        path: '/Users/...?...',
        body: {
          Operations: [
            { op: 'replace', path: 'emails[type eq "work"].value', value: '[text of 16 characters]' },
            { op: 'replace', path: 'emails[...].type' },
          ],
        },
      },
      recorded: {
        at: entry.at,
        outcome: 'refused',
        failure: { kind: 'NoTarget' },
        membersUnknown: 1,
        changes: ['title'],
      },
      today: { status: 400, failure: { scimType: 'noTarget', detail: 'The path "..." has no target' } },
      policy: 'interop',
      clauses: ['RFC 7644 section 3.5.2'],
    });
    const path = '/Users/0198c1f2-6f0e-7c3a-9d41-52b1e0c7a9d3';
    expect(bundleOf(explanation({ request: { method: 'DELETE', path } }), VERSION)).toMatchObject({
      request: { path },
    });
    expect(curlOf(explanation({ request: { method: 'DELETE', path } }))).toContain(path);
  });
});

describe('a diagnosis of a time', () => {
  it('has the requests without people, and the versions', () => {
    const bundle = periodBundleOf({
      version: VERSION,
      organisation: { profile: 'interop', scimEnabled: true },
      mappingVersion: 3,
      state: 'failing',
      filters: { since: entry.at },
      entries: [entry],
      hasMore: true,
    });
    expect(bundle).toMatchObject({
      connection: { state: 'failing', policy: 'interop', mappingVersion: 3 },
      requests: [{ operation: 'patch', caller: { requestId: 'req-1' } }],
      hasMore: true,
    });
    for (const word of SECRET.split(' ')) expect(JSON.stringify(bundle)).not.toContain(word);
  });
});
