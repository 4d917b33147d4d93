// CSV as lines of an import. The first line has the names of the columns.
import type { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import type { ImportLine } from '@looop-scim/provisioning/directory';

/** What a file has: the names of its columns first, then its lines. */
export type FilePart = { readonly columns: readonly string[] } | ImportLine;

/** Characters of a record; a resource has no more. */
const MAX_RECORD = 1_048_576;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly records: number };
}

/** How CSV is written. */
export interface CsvOptions {
  readonly delimiter: string;
}

const lineOf = (record: readonly string[], line: number, columns: readonly string[]): ImportLine => {
  if (record.length !== columns.length) {
    return { line, fault: `has ${record.length} cells, and there are ${columns.length} columns` };
  }
  return { line, cells: new Map(columns.map((name, index) => [name, record[index] ?? ''] as const)) };
};

/** Line ends of Windows within the cells of a record. */
const lineEndsIn = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + cell.split('\r\n').length - 1, 0);

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
  CSV_MAX_RECORD_SIZE: `is longer than ${MAX_RECORD} characters`,
  INVALID_OPENING_QUOTE: 'has a quote within a cell; such a cell must be quoted, and the quote doubled',
  CSV_INVALID_CLOSING_QUOTE: 'has text behind a closing quote; a quote within a cell must be doubled',
};

const BEHIND = 'nothing behind this line was read';

const faultOf = ({ code, message, ...details }: CsvError): ImportLine => ({
  line: Number(details['lines'] ?? 0),
  fault: `${REASONS[code] ?? message}; ${BEHIND}`,
});

/**
 * Reads CSV. The number of a line that goes over several lines is that of its last one. A wrong quote is a line with a fault, and
 * the end.
 */
export const readCsv = async function* (source: Readable, { delimiter }: CsvOptions): AsyncGenerator<FilePart> {
  let broken: { readonly fault: ImportLine; readonly after: number } | undefined;
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
    // Instead of an error of the stream, which would take the records with it that wait to be read.
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error !== undefined) broken ??= { fault: faultOf(error), after: parser.info.records };
      return undefined;
    },
  });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: readonly string[] | undefined;
  let countedTwice = 0;
  for await (const parsed of parser as AsyncIterable<CsvRecord>) {
    // Nobody can tell which lines the next quote has taken in.
    if (broken !== undefined && parsed.info.records > broken.after) break;
    // The parser takes such an end for two lines.
    countedTwice += lineEndsIn(parsed.record);
    if (columns === undefined) {
      columns = parsed.record.map((name) => name.trim());
      yield { columns };
    } else {
      yield lineOf(parsed.record, parsed.info.lines - countedTwice, columns);
    }
  }
  if (broken !== undefined) yield broken.fault;
};
