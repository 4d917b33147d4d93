// JSON lines as lines of an import: an object a line, whose members are its columns.
import type { Readable } from 'node:stream';
import type { Cell, ImportLine } from '@looop-scim/provisioning/directory';
import type { FilePart } from './read-csv.ts';

/** Characters of a line: a group of 100,000 members has 4 million. */
const MAX_LINE = 16_777_216;

/** A line of text, or undefined for one that is too long. */
const textLines = async function* (source: Readable): AsyncGenerator<string | undefined> {
  source.setEncoding('utf8');
  let open: string | undefined = '';
  for await (const chunk of source as AsyncIterable<string>) {
    const [first = '', ...others] = chunk.split('\n');
    open = open === undefined || open.length + first.length > MAX_LINE ? undefined : open + first;
    for (const next of others) {
      yield open;
      open = next;
    }
  }
  if (open !== '') yield open;
};

const isCell = (value: unknown): value is Cell =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((element) => typeof element === 'string'));

const parsed = (text: string): { readonly json: unknown } | { readonly fault: string } => {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: `is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
};

const lineOf = (line: number, text: string): ImportLine => {
  const made = parsed(text);
  if ('fault' in made) return { line, fault: made.fault };
  const { json } = made;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { line, fault: 'is no JSON object' };
  const cells = new Map<string, Cell>();
  for (const [name, value] of Object.entries(json as Readonly<Record<string, unknown>>)) {
    if (!isCell(value)) return { line, fault: `${name} must be a text, true, false, null or a list of texts` };
    cells.set(name, value);
  }
  return { line, cells };
};

/** Reads JSON lines; blank lines are passed over. The columns are those of the first line that can be read. */
export const readJsonLines = async function* (source: Readable): AsyncGenerator<FilePart> {
  let line = 0;
  let isFirst = true;
  for await (const text of textLines(source)) {
    line += 1;
    const bare = line === 1 && text?.startsWith('\uFEFF') === true ? text.slice(1) : text;
    if (bare?.trim() === '') continue;
    const made: ImportLine =
      bare === undefined ? { line, fault: `is longer than ${MAX_LINE} characters` } : lineOf(line, bare);
    if (isFirst && 'cells' in made) {
      isFirst = false;
      yield { columns: [...made.cells.keys()] };
    }
    yield made;
  }
};
