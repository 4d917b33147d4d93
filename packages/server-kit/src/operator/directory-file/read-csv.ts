// CSV as lines of an import. The first line has the names of the columns.
import type { Readable } from 'node:stream';
import { parse, type CsvError, type Parser } from 'csv-parse';
import type { ImportLine } from '@looop-scim/provisioning/directory';

/** What a file has: the names of its columns first, then its lines. */
export type FilePart = { readonly columns: readonly string[] } | ImportLine;

/** Characters of the cells of a record; a resource has no more. */
const MAX_RECORD = 1_048_576;
/** Characters of a record as it is written: each one of a cell may be a quote, which is doubled. */
const MAX_WRITTEN = 2 * MAX_RECORD + 65_536;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly records: number };
}

/** How CSV is written. */
export interface CsvOptions {
  readonly delimiter: string;
}

/** What becomes of a text that cannot be read to its end. */
interface Feeding {
  /** Whether nothing behind is read. */
  readonly isBroken: () => boolean;
  readonly onTooLong: () => void;
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

const TOO_LONG = `is longer than ${MAX_RECORD} characters`;

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
  CSV_MAX_RECORD_SIZE: TOO_LONG,
  INVALID_OPENING_QUOTE: 'has a quote within a cell; such a cell must be quoted, and the quote doubled',
  CSV_INVALID_CLOSING_QUOTE: 'has text behind a closing quote; a quote within a cell must be doubled',
};

/** Writes a chunk; resolves when it was looked at, and when nothing more can be written. */
const write = (parser: Parser, chunk: string): Promise<boolean> =>
  new Promise((resolve) => parser.write(chunk, (error) => resolve(error === undefined || error === null)));

/**
 * Writes the text until `isBroken`, or until a record is too long: the parser does not count what is between the cells, so that a
 * record of empty cells would have no end. Its failures are those of the parser.
 */
const feed = async (source: Readable, parser: Parser, { isBroken, onTooLong }: Feeding): Promise<void> => {
  source.setEncoding('utf8');
  let ended = 0;
  let open = 0;
  try {
    for await (const chunk of source as AsyncIterable<string>) {
      if (!(await write(parser, chunk)) || isBroken()) break;
      const { records, empty_lines: blank } = parser.info;
      // At least so much belongs to the record that has not ended.
      open = records + blank === ended ? open + chunk.length : 0;
      ended = records + blank;
      if (open <= MAX_WRITTEN) continue;
      onTooLong();
      break;
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
};

const BEHIND = 'nothing behind this line was read';

const faultOf = ({ code, message, ...details }: CsvError): ImportLine => ({
  line: Number(details['lines'] ?? 0),
  fault: `${REASONS[code] ?? message}; ${BEHIND}`,
});

const tooLong = (line: number): ImportLine => ({ line, fault: `${TOO_LONG}; ${BEHIND}` });

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
  void feed(source, parser, {
    isBroken: () => broken !== undefined,
    onTooLong: () => {
      const { lines, records } = parser.info;
      broken ??= { fault: tooLong(lines), after: records };
    },
  });
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
