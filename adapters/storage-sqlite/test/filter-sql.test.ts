// Pieces of SQL that filters are made of: what an index helps, how much SQLite takes, and mistakes of whoever defines schemas.
import type { BoundOperator } from '@looop-scim/scim/filter';
import { attribute, makeSchemaRegistry, type ResourceType } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { rangeOf } from '../src/filter/comparison.ts';
import { pathFrom } from '../src/filter/json-source.ts';
import { membershipScope } from '../src/filter/membership-to-sql.ts';
import { SQL_LOGIC } from '../src/filter/sql-logic.ts';
import { sortToSql } from '../src/sort-to-sql.ts';
import { sql, type Sql } from '../src/sql.ts';
import { typeNamed } from './support/bound-filter.ts';

const URN = 'urn:example:params:scim:schemas:core:2.0:Thing';

/** A type with one attribute. */
const typeWith = (name: string): ResourceType => {
  const schema = { id: URN, name: 'Thing', description: 'A thing.', attributes: [attribute({ name, type: 'string' })] };
  const place = { name: 'Thing', description: 'A thing.', endpoint: '/Things', schema: URN, schemaExtensions: [] };
  const type = makeSchemaRegistry([schema], [place]).resourceType('Thing');
  if (type === undefined) throw new Error('It was defined');
  return type;
};

const answerTo = ({ text, values }: Sql): unknown => {
  const database = new Database(':memory:');
  const answer = database
    .prepare(`SELECT ${text}`)
    .pluck()
    .get(...values);
  database.close();
  return answer;
};

describe('an index', () => {
  const texts = ['', 'a', 'ab', 'abc', 'ac', 'b'];
  const database = new Database(':memory:');
  database.exec('CREATE TABLE texts (value TEXT NOT NULL)');
  for (const text of texts) database.prepare('INSERT INTO texts VALUES (?)').run(text);

  it.each([
    ['eq', 'ab', ['ab']],
    ['gt', 'ab', ['abc', 'ac', 'b']],
    ['ge', 'ab', ['ab', 'abc', 'ac', 'b']],
    ['lt', 'ab', ['', 'a']],
    ['le', 'ab', ['', 'a', 'ab']],
    ['sw', 'ab', ['ab', 'abc']],
    ['sw', '', texts],
    ['co', 'b', undefined],
    ['ew', 'b', undefined],
  ] as const)('has the texts that are %s "%s" in one range, or none', (operator: BoundOperator, value, found) => {
    const range = rangeOf(sql`value`, { operator, value });
    const selected =
      range &&
      database
        .prepare(`SELECT value FROM texts WHERE ${range.text} ORDER BY value`)
        .pluck()
        .all(...range.values);
    expect(selected).toEqual(found);
  });
});

describe('a combination of conditions', () => {
  const one = sql`1`;
  const none = sql`0`;

  it.each([0, 1, 2, 15, 16, 17, 33, 5000])('may have %i of them', (count) => {
    const [all, nothing] = [one, none].map((piece) => Array.from({ length: count }, () => piece));
    if (all === undefined || nothing === undefined) throw new Error('There are two');
    expect(answerTo(SQL_LOGIC.and(all))).toBe(1);
    expect(answerTo(SQL_LOGIC.or(nothing))).toBe(0);
    for (const place of [0, Math.floor(count / 2), count - 1].filter((index) => index in all)) {
      expect(answerTo(SQL_LOGIC.and(all.with(place, none)))).toBe(0);
      expect(answerTo(SQL_LOGIC.or(nothing.with(place, one)))).toBe(1);
    }
  });
});

describe('a mistake in a schema', () => {
  it.each(['wi"th', 'wi\\th', '"\\'])('such as an attribute named %s is told and never part of a path', (name) => {
    const node = typeWith(name).attributes.get(name);
    if (node === undefined) throw new Error('It was defined');
    expect(() => pathFrom({ node: undefined }, node)).toThrow(`Attribute key ${name} cannot stand in a JSON path`);
  });

  it('such as an order by members is told', () => {
    const { membership } = typeNamed('Group');
    if (membership === undefined) throw new Error('Groups have members');
    expect(() => sortToSql({ attribute: membership, descending: false })).toThrow('No list is sorted by members');
  });

  it('such as a filter on members of what has none is told', () => {
    expect(() => membershipScope(typeWith('size'), 1)).toThrow('Thing has no memberships');
  });
});
