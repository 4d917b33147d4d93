// MongoDB refuses what is nested too deeply: 200 levels of objects and arrays in a command, 100 of conditions within conditions. The
// deepest filter that is parsed stays well below, since whatever is refused there would be no answer to the client at all.
import { organisationId } from '@looop-scim/provisioning/organisation';
import { FILTER_LIMITS } from '@looop-scim/scim/filter';
import { standardRegistry } from '@looop-scim/scim/schema';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { collectionsOf } from '../src/collections.ts';
import { filterToMongo } from '../src/filter/filter-to-mongo.ts';
import { membershipSides } from '../src/membership-sides.ts';
import { filterOf, typeNamed } from './support/bound-filter.ts';

const MOST_LEVELS = 180;
const MOST_CONDITIONS = 90;

// Names collections; never connected.
const collections = collectionsOf(new MongoClient('mongodb://unused.example').db('unused'));

const stagesOf = (text: string, name: 'User' | 'Group'): readonly unknown[] => {
  const type = typeNamed(name);
  const scope = { collections, organisation: organisationId('o'), sides: membershipSides(standardRegistry, type) };
  const { match, joins, matchJoined } = filterToMongo(filterOf(type, text), scope);
  return [{ $match: { o: 'o', $and: [match] } }, ...joins, { $match: matchJoined }];
};

const depthOf = (value: unknown, counts: (key: string) => boolean): number =>
  typeof value === 'object' && value !== null
    ? Math.max(0, ...Object.entries(value).map(([key, below]) => Number(counts(key)) + depthOf(below, counts)))
    : 0;

const CONDITIONS = new Set(['$and', '$or', '$nor', '$elemMatch']);

const nested = (levels: number, around: (inner: string) => string, innermost: string): string =>
  levels === 0 ? innermost : around(nested(levels - 1, around, innermost));

const checkDepth = (stages: unknown): void => {
  expect(depthOf({ pipeline: stages }, () => true)).toBeLessThan(MOST_LEVELS);
  expect(depthOf(stages, (key) => CONDITIONS.has(key))).toBeLessThan(MOST_CONDITIONS);
};

const LEVELS = FILTER_LIMITS.maxDepth - 1;

describe.each([
  ['not', (inner: string) => `not (${inner})`],
  ['not and', (inner: string, a: string) => `not (${a} pr and ${inner})`],
  ['not or', (inner: string, a: string) => `not (${a} pr or ${inner})`],
  ['or and', (inner: string, a: string, b: string) => `${a} pr or ${b} pr and (${inner})`],
  ['or and not', (inner: string, a: string, b: string) => `${a} pr or ${b} pr and not (${inner})`],
])('the deepest filter of %s is nested less deeply than the database allows', (_shape, around) => {
  it('around an element', () => {
    const shape = (inner: string) => around(inner, 'title', 'nickName');
    checkDepth(stagesOf(nested(LEVELS, shape, 'emails[type pr or value pr and display pr]'), 'User'));
  });

  it('within an element', () => {
    const within = nested(LEVELS, (inner) => around(inner, 'display', 'value'), 'type pr');
    checkDepth(stagesOf(`emails[${within}]`, 'User'));
  });

  it('within a membership', () => {
    const shape = (inner: string) => around(inner, 'display', 'type').replaceAll('type pr', 'display co "x"');
    checkDepth(stagesOf(`members[${nested(LEVELS, shape, 'display sw "a"')}]`, 'Group'));
  });
});
