// CSV as lines of an import. The first line has the names of the columns.
import type { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import type { ImportLine } from '@looop-scim/provisioning';

/** What a file has: the names of its columns first, then its lines. */
export type FilePart = { readonly columns: readonly string[] } | ImportLine;

/** Characters of a record; a resource has no more. */
const MAX_RECORD = 1_048_576;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** How CSV is written. */
export interface CsvOptions {
  readonly delimiter: string;
}

const lineOf = ({ record, info }: CsvRecord, columns: readonly string[]): ImportLine => {
  const line = info.lines;
  if (record.length !== columns.length) {
    return { line, fault: `has ${record.length} cells, and there are ${columns.length} columns` };
  }
  return { line, cells: new Map(columns.map((name, index) => [name, record[index] ?? ''] as const)) };
};

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed: nothing behind it can be read',
  CSV_MAX_RECORD_SIZE: `is longer than ${MAX_RECORD} characters`,
  INVALID_OPENING_QUOTE: 'has a quote within a cell; such a cell must be quoted, and the quote doubled',
  CSV_INVALID_CLOSING_QUOTE: 'has text behind a closing quote; a quote within a cell must be doubled',
};

const reasonOf = ({ code, message }: CsvError): string => REASONS[code] ?? message;

/**
 * Reads CSV. The number of a line that goes over several lines is that of its last one. A record that cannot be read is a line
 * with a fault, and the reading goes on behind it.
 */
export const readCsv = async function* (source: Readable, { delimiter }: CsvOptions): AsyncGenerator<FilePart> {
  const faults: ImportLine[] = [];
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD,
    on_skip: (error) => {
      if (error !== undefined) faults.push({ line: Number(error['lines'] ?? 0), fault: reasonOf(error) });
      return undefined;
    },
  });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: readonly string[] | undefined;
  for await (const parsed of parser as AsyncIterable<CsvRecord>) {
    yield* faults.splice(0);
    if (columns === undefined) {
      columns = parsed.record.map((name) => name.trim());
      yield { columns };
    } else {
      yield lineOf(parsed, columns);
    }
  }
  yield* faults.splice(0);
};
