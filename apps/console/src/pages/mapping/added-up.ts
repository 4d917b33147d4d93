// The parts of a coverage, added up.
import type { Coverage } from '@looop-scim/http-api/contract';

/** The count of one field. */
export type FieldCount = Coverage['fields'][number];

const MOST_VALUES = 20;

type Counted = readonly (readonly [string, number])[];

const sums = (left: Counted, right: Counted): Counted => {
  const counts = new Map(left);
  for (const [key, count] of right) counts.set(key, (counts.get(key) ?? 0) + count);
  return [...counts];
};

const addedField = (left: FieldCount, right: FieldCount): FieldCount => ({
  field: left.field,
  people: left.people + right.people,
  otherwise: left.otherwise + right.otherwise,
  attributes: sums(
    left.attributes.map(({ attribute, people }) => [attribute, people]),
    right.attributes.map(({ attribute, people }) => [attribute, people]),
  ).map(([attribute, people]) => ({ attribute, people })),
  unknownValues: sums(
    left.unknownValues.map(({ value, people }) => [value, people]),
    right.unknownValues.map(({ value, people }) => [value, people]),
  )
    .slice(0, MOST_VALUES)
    .map(([value, people]) => ({ value, people })),
});

/** The sum of all parts. */
export const addedUp = (parts: readonly Coverage[]): Pick<Coverage, 'people' | 'fields'> => {
  const [first, ...others] = parts;
  if (first === undefined) return { people: 0, fields: [] };
  return others.reduce<Pick<Coverage, 'people' | 'fields'>>(
    (sum, part) => ({
      people: sum.people + part.people,
      fields: sum.fields.map((field, index) => {
        const other = part.fields[index];
        return other === undefined ? field : addedField(field, other);
      }),
    }),
    first,
  );
};
