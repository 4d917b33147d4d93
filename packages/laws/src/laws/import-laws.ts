// Laws of files of people: what a line makes of a resource, and what an export makes of it.
import fc from 'fast-check';
import {
  applyLine,
  bindColumns,
  unfulfilled,
  writableColumns,
  type Cell,
  type Cells,
  type Column,
} from '@looop-scim/provisioning/directory';
import { sameValue, type Complex } from '@looop-scim/scim/attribute';
import * as Result from 'effect/Result';
import { documentOf } from '../arbitraries/resource.ts';
import { writableAttributes } from '../arbitraries/write-back.ts';
import { law, saysNothing, type Law } from '../law.ts';
import { same, typeNamed } from './filter-case.ts';
import { boundOn, mappingCases, type MappingCase } from './mapping-case.ts';

/** A document, and another one that lines are made of. */
interface ImportCase extends MappingCase {
  readonly other: Complex;
}

const importCases: fc.Arbitrary<ImportCase> = mappingCases.chain((one) =>
  documentOf(typeNamed(one.typeName)).map((other) => ({ ...one, other })),
);

/** Columns that a case has at most. */
const MOST_COLUMNS = 12;

/** Columns that can be written together: fields first, then paths. */
const columnsOf = ({ typeName, set }: MappingCase): readonly Column[] => {
  const type = typeNamed(typeName);
  const names = [...set.mappings.map(({ field }) => field), ...writableAttributes(type).map(({ path }) => path)];
  const columns = writableColumns(type, boundOn(type, set), [...new Set(names)].slice(0, MOST_COLUMNS));
  return columns.length === 0 ? saysNothing() : columns;
};

/** What an export says of a document. */
const exported = (columns: readonly Column[], document: Complex): Cells =>
  new Map(
    columns.flatMap(({ name, read }): readonly (readonly [string, Cell])[] => {
      const value = read(document);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The same as a file of texts has it. */
const asTexts = (cells: Cells): Cells =>
  new Map([...cells].map(([name, cell]) => [name, typeof cell === 'boolean' ? String(cell) : cell] as const));

const OPTIONS = { clearBlank: false };

const sameDocument = (actual: Complex, expected: Complex): void => {
  if (!sameValue(actual, expected)) same(actual, expected);
};

const applied = (columns: readonly Column[], cells: Cells, document: Complex): Complex => {
  const result = applyLine(columns, cells, document, OPTIONS);
  if (Result.isFailure(result)) return saysNothing();
  return unfulfilled(columns, cells, result.success, OPTIONS) === undefined ? result.success : saysNothing();
};

/** Laws of imports and exports. */
export const importLaws: readonly Law[] = [
  law(
    'import: a line made of a resource changes nothing in it',
    fc.property(mappingCases, fc.boolean(), (one, isCsv) => {
      const columns = columnsOf(one);
      const cells = exported(columns, one.document);
      const line = applyLine(columns, isCsv ? asTexts(cells) : cells, one.document, OPTIONS);
      sameDocument(Result.getOrThrow(line), one.document);
    }),
  ),
  law(
    'import: a line twice is a line once',
    fc.property(importCases, (one) => {
      const columns = columnsOf(one);
      const cells = exported(columns, one.other);
      const once = applied(columns, cells, one.document);
      sameDocument(applied(columns, cells, once), once);
    }),
    { floor: 0.2 },
  ),
  law(
    'import: afterwards the profile has what the line says, and null takes the value away that a lens reads',
    fc.property(importCases, (one) => {
      const columns = columnsOf(one);
      const cells = exported(columns, one.other);
      const document = applied(columns, cells, one.document);
      for (const { name, read, lens } of columns) {
        if (cells.has(name)) same(read(document), cells.get(name));
        const cleared = applyLine(columns, new Map([[name, null]]), document, OPTIONS);
        same(lens.get(Result.getOrThrow(cleared)), read(document) === undefined ? lens.get(document) : undefined);
      }
    }),
    { floor: 0.2 },
  ),
  law(
    'import: columns that can be written together are accepted together',
    fc.property(mappingCases, (one) => {
      const type = typeNamed(one.typeName);
      const names = columnsOf(one).map(({ name }) => name);
      const bound = Result.getOrThrow(bindColumns(type, boundOn(type, one.set), names));
      same(
        bound.map(({ name }) => name),
        names,
      );
    }),
  ),
];
