import { plainSchema } from '@looop-scim/provisioning/attributes';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { bindSchema } from '@looop-scim/provisioning/storage-support';
import type { Scalar } from '@looop-scim/scim/attribute';
import type { BoundFilter } from '@looop-scim/scim/filter';
import { standardRegistry } from '@looop-scim/scim/schema';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { collectionsOf } from '../src/collections.ts';
import { filterToMongo } from '../src/filter/filter-to-mongo.ts';
import { indexRanges } from '../src/filter/index-ranges.ts';
import { membershipSides } from '../src/membership-sides.ts';
import { sortToMongo } from '../src/sort-to-mongo.ts';
import { filterOf, nodeOf, typeNamed } from './support/bound-filter.ts';

const user = typeNamed('User');
const group = typeNamed('Group');
// Names collections; never connected.
const collections = collectionsOf(new MongoClient('mongodb://unused.example').db('unused'));

const stagesOf = (filter: BoundFilter, type = user) =>
  filterToMongo(filter, {
    collections,
    organisation: organisationId('$o'),
    sides: membershipSides(standardRegistry, type),
  });

const matchOf = (text: string) => stagesOf(filterOf(user, text)).match;

const compare = (path: string, operator: 'eq' | 'co' | 'sw' | 'ew', value: Scalar): BoundFilter => ({
  kind: 'compare',
  attribute: nodeOf(user, path),
  operator,
  value,
});

const HOSTILE = [
  ...[
    '$where',
    '{"$ne":0}',
    '$c.userName',
    '.*',
    '^a|b$',
    '(?i)x',
    '[a-z]{2,}',
    String.raw`\E\Q\z`,
    'a\nb',
    'a\0b',
    '"\'`',
  ],
  ...['#x y', '-', '_', '/', '\u0001', '\u2028', 'ß', '東京'],
];

describe('values from outside', () => {
  it('stand behind an operator as they are', () => {
    for (const value of HOSTILE) {
      expect(stagesOf(compare('userName', 'eq', value)).match).toEqual({ 'c.userName': { $eq: value } });
      const range = { $gte: value, $lt: `${value}\ue000` };
      expect(stagesOf(compare('userName', 'sw', value)).match).toEqual({ 'c.userName': range });
    }
  });

  it('are no patterns: each matches itself alone, line breaks included', () => {
    for (const value of HOSTILE) {
      const { match } = stagesOf(compare('userName', 'co', value));
      const { $regex } = match['c.userName'] as { readonly $regex: string };
      const pattern = new RegExp(`^${$regex}$`);
      expect(HOSTILE.filter((text) => pattern.test(text))).toEqual([value]);
      expect($regex).not.toContain('\0');
      expect(stagesOf(compare('userName', 'ew', value)).match).toEqual({
        'c.userName': { $regex: String.raw`${$regex}\z` },
      });
    }
  });

  it('name no field of another attribute, whatever they and the organisation are', () => {
    const { joins } = stagesOf(compare('groups.value', 'eq', '$o'));
    const [join] = joins as readonly { $lookup: { pipeline: readonly Record<string, unknown>[] } }[];
    expect(join?.$lookup.pipeline[0]).toEqual({
      $match: { o: '$o', gone: null, $expr: { $eq: ['$m', '$$owner'] }, g: { $eq: '$o' } },
    });
    expect(JSON.stringify(join)).toContain('{"$concat":[{"$literal":"$o:"},"$g"]}');
  });

  it('are any text when a part is empty', () => {
    expect(stagesOf(compare('userName', 'co', '')).match).toEqual({ 'c.userName': { $gte: '' } });
    expect(stagesOf(compare('userName', 'ew', '')).match).toEqual({ 'c.userName': { $gte: '' } });
  });
});

describe('filterToMongo', () => {
  it('looks into one element at a time', () => {
    expect(matchOf('emails[type eq "work" and not (value co "x")]')).toEqual({
      'c.emails': { $elemMatch: { $and: [{ type: { $eq: 'work' } }, { $nor: [{ value: { $regex: 'x' } }] }] } },
    });
    expect(matchOf('emails.type pr and name pr')).toEqual({
      $and: [{ 'c.emails': { $elemMatch: { type: { $exists: true } } } }, { 'c.name': { $exists: true } }],
    });
  });

  it('knows id, meta and the one spelling of a version', () => {
    expect(matchOf('id eq "x" or meta.lastModified gt "1970-01-01T00:00:01Z"')).toEqual({
      $or: [{ id: { $eq: 'x' } }, { lastModified: { $gt: 1000 } }],
    });
    expect(stagesOf(compare('meta.version', 'eq', 'W/"7"')).match).toEqual({ version: { $eq: 7 } });
    expect(stagesOf(compare('meta.version', 'eq', 'W/"07"')).match).toEqual({ $nor: [{}] });
  });

  it('joins only what speaks of memberships, after what the resource alone tells', () => {
    const stages = stagesOf(filterOf(user, 'active eq true and not (groups.display co "x" or groups pr)'));
    expect(stages.match).toEqual({ 'c.active': { $eq: true } });
    expect(stages.joins).toHaveLength(2);
    expect(stages.matchJoined).toEqual({ $nor: [{ 'x0.0': { $exists: true } }, { 'x1.0': { $exists: true } }] });
  });

  it('decides the type of a member by the types that there are', () => {
    const { joins } = stagesOf(filterOf(group, 'members[type eq "uSER" and display sw "A"]'), group);
    const display = { $gte: 'a', $lt: 'a\ue000' };
    expect(JSON.stringify(joins)).toContain(
      JSON.stringify({
        $match: {
          $and: [
            { type: { $ne: '' } },
            {
              $and: [
                { type: { $in: ['User'] } },
                { $or: [{ 'c.displayName': display }, { 'c.displayName': { $exists: false }, 'c.userName': display }] },
              ],
            },
          ],
        },
      }),
    );
  });
});

describe('indexRanges', () => {
  const schema = bindSchema(plainSchema(standardRegistry));

  const candidatesOf = (text: string, type = user) => {
    const found = indexRanges(filterOf(type, text), { type, schema });
    return found && { memberOf: found.memberOf, match: found.match(new Map([['u1', ['g1', 'g2']]])) };
  };

  it('are named by an index for whatever identity providers look up', () => {
    expect(candidatesOf('userName eq "A"')?.match).toEqual({ lookups: { $elemMatch: { $eq: 'User:userName=a' } } });
    expect(candidatesOf('emails[value eq "a@x" and type eq "work"]')?.match).toEqual({
      lookups: { $elemMatch: { $eq: 'User:emails.value=a@x' } },
    });
    expect(candidatesOf('userName sw "A"')?.match).toEqual({
      lookups: { $elemMatch: { $gte: 'User:userName=a', $lt: 'User:userName=a\ue000' } },
    });
    expect(candidatesOf('displayName gt "a"')?.match).toEqual({
      lookups: { $elemMatch: { $gt: 'User:displayName=a', $lt: 'User:displayName=\ue000' } },
    });
    expect(candidatesOf('externalId le "a"')?.match).toEqual({
      lookups: { $elemMatch: { $gte: 'User:externalId=', $lte: 'User:externalId=a' } },
    });
    expect(candidatesOf('meta.lastModified ge "1970-01-01T00:00:01Z"')?.match).toEqual({
      lastModified: { $gte: 1000 },
    });
    expect(candidatesOf('members.value eq "u1"', group)).toEqual({
      memberOf: ['u1'],
      match: { id: { $in: ['g1', 'g2'] } },
    });
  });

  it('are the fewest of a conjunction and all of a disjunction, or none', () => {
    expect(candidatesOf('userName sw "a" and title pr and id eq "x"')?.match).toEqual({ id: { $eq: 'x' } });
    expect(candidatesOf('userName eq "a" or id eq "x"')?.match).toEqual({
      $or: [{ lookups: { $elemMatch: { $eq: 'User:userName=a' } } }, { id: { $eq: 'x' } }],
    });
    expect(candidatesOf('members.value eq "u2"', group)?.match).toEqual({});
    for (const text of ['userName eq "a" or title pr', 'userName co "a"', 'not (userName eq "a")', 'title eq "a"']) {
      expect(candidatesOf(text), text).toBeUndefined();
    }
  });
});

describe('sortToMongo', () => {
  it('sorts by fields, which an index may keep in order', () => {
    expect(sortToMongo(undefined)).toEqual([{ $sort: { id: 1 } }]);
    expect(sortToMongo({ attribute: nodeOf(user, 'meta.lastModified'), descending: true })).toEqual([
      { $sort: { lastModified: -1, id: 1 } },
    ]);
  });

  it('puts unassigned values last, descending first, and evaluates no element of a list', () => {
    expect(sortToMongo({ attribute: nodeOf(user, 'emails.value'), descending: true })).toEqual([
      { $addFields: { u: { $cond: [{ $eq: [{ $ifNull: ['$c.emails%.value', null] }, null] }, 1, 0] } } },
      { $sort: { u: -1, 'c.emails%.value': -1, id: 1 } },
    ]);
  });
});
