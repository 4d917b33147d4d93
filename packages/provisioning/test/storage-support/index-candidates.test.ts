// Which range of an index a storage looks at for a filter.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { indexCandidates } from '@looop-scim/provisioning/storage-support';
import { bindFilter, parseFilter, type BoundFilter } from '@looop-scim/scim/filter';
import { interopPolicy } from '@looop-scim/scim/interop';
import { groupType, userType, type ResourceType } from '@looop-scim/scim/schema';

const INDEXED = new Set(['id', 'userName', 'externalId', 'emails.value', 'displayName', 'members.value']);

const bound = (type: ResourceType, text: string): BoundFilter =>
  Result.getOrThrow(
    bindFilter(type, Result.getOrThrow(parseFilter(text)), {
      unknownAttributes: 'refuse',
      literals: interopPolicy,
      bareExtensionNames: false,
    }),
  );

/** The comparisons whose ranges are looked at. */
const lookedAt = (filter: BoundFilter): string | undefined =>
  indexCandidates<string>(filter, {
    indexRange: ({ attribute: { path }, operator }) => (INDEXED.has(path) ? `${path} ${operator}` : undefined),
    union: (ranges) => `(${ranges.join(' | ')})`,
  });

const EQ = 'userName eq "ana"';
const SW = 'externalId sw "00u"';
const RANGE = 'displayName gt "a"';
const NO_INDEX = 'title eq "Coach"';

describe('a storage looks', () => {
  it.each([
    [EQ, 'userName eq'],
    [SW, 'externalId sw'],
    [`emails[type eq "work" and value eq "ana@acme.example"]`, 'emails.value eq'],
    [`${NO_INDEX} and ${EQ}`, 'userName eq'],
    [`${EQ} or ${SW}`, '(userName eq | externalId sw)'],
  ])('for %s at %s', (text, ranges) => {
    expect(lookedAt(bound(userType, text))).toBe(ranges);
  });

  it.each([NO_INDEX, 'userName pr', `not (${EQ})`, `${EQ} or ${NO_INDEX}`, `${NO_INDEX} and userType eq "x"`])(
    'for %s at all resources: no index holds every match',
    (text) => {
      expect(lookedAt(bound(userType, text))).toBe(undefined);
    },
  );

  it('at all resources when there is nothing to choose from', () => {
    expect(lookedAt({ kind: 'or', operands: [] })).toBe(undefined);
    expect(lookedAt({ kind: 'and', operands: [] })).toBe(undefined);
  });
});

describe('of several ranges, a storage looks at the one that is likely to hold the fewest resources', () => {
  it.each([
    [EQ, SW, 'userName eq'],
    [EQ, RANGE, 'userName eq'],
    [SW, RANGE, 'externalId sw'],
    [SW, 'displayName co "a"', 'externalId sw'],
    // Of two that are as good, the first one.
    [EQ, 'emails.value eq "x"', 'userName eq'],
    // A union holds as many as its largest part.
    [`(${EQ} or ${RANGE})`, SW, 'externalId sw'],
    [`(${EQ} or emails.value eq "x")`, SW, '(userName eq | emails.value eq)'],
  ])('%s and %s: %s', (better, worse, chosen) => {
    expect(lookedAt(bound(userType, `${better} and ${worse}`))).toBe(chosen);
    if (!chosen.startsWith('userName')) expect(lookedAt(bound(userType, `${worse} and ${better}`))).toBe(chosen);
  });

  it('a member is in few groups, and a name is of one', () => {
    const member = 'members.value eq "x"';
    for (const [other, chosen] of [
      ['displayName eq "Sales"', 'displayName eq'],
      ['displayName sw "Sa"', 'members.value eq'],
      [RANGE, 'members.value eq'],
    ]) {
      expect(lookedAt(bound(groupType, `${member} and ${other}`))).toBe(chosen);
      expect(lookedAt(bound(groupType, `${other} and ${member}`))).toBe(chosen);
    }
  });
});
