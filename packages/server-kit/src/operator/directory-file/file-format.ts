// Which format a file of people or groups has, and where it is.
import { InvalidArgumentError, Option } from 'commander';

/** Formats of files. */
const FILE_FORMATS = ['csv', 'jsonl'] as const;

/** Format of a file. */
export type FileFormat = (typeof FILE_FORMATS)[number];

/** A file whose format nobody can tell. */
class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

const ENDINGS: Readonly<Record<string, FileFormat>> = { '.csv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl' };

/** The format of a file: as it is said, else by the end of its name. Fails: `UnknownFormat`. */
export const formatOf = (file: string, said: FileFormat | undefined): FileFormat => {
  if (said !== undefined) return said;
  const ending = Object.keys(ENDINGS).find((end) => file.toLowerCase().endsWith(end));
  const format = ending === undefined ? undefined : ENDINGS[ending];
  if (format !== undefined) return format;
  const name = file === '-' ? 'A stream' : file;
  throw new UnknownFormat(`${name} has no name that ends in .csv or .jsonl: say --format csv or --format jsonl`);
};

/** The option that says a format. */
export const formatOption = (): Option =>
  new Option('--format <format>', 'CSV, or a JSON object a line (default: by the end of the name)').choices(
    FILE_FORMATS,
  );

const delimiterOf = (text: string): string => {
  const delimiter = text === 'tab' ? '\t' : text;
  if (delimiter.length === 1 && !['"', '\n', '\r'].includes(delimiter)) return delimiter;
  throw new InvalidArgumentError('must be one character, or the word tab.');
};

/** The option that says what is between the cells of CSV. */
export const delimiterOption = (): Option =>
  new Option('--delimiter <character>', 'what is between the cells of CSV: one character, or the word tab')
    .argParser(delimiterOf)
    .default(',');
