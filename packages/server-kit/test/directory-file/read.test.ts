// Files of people as lines: CSV and JSON lines, with what is wrong in them.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readCsv, type FilePart } from '../../src/operator/directory-file/read-csv.ts';
import { readJsonLines } from '../../src/operator/directory-file/read-json-lines.ts';

const collect = async (parts: AsyncIterable<FilePart>): Promise<readonly unknown[]> => {
  const found: unknown[] = [];
  for await (const part of parts) {
    if ('columns' in part) found.push(part.columns);
    else if ('fault' in part) found.push([part.line, part.fault]);
    else found.push([part.line, Object.fromEntries(part.cells)]);
  }
  return found;
};

/** The bytes in pieces, as a slow source gives them. */
const source = (text: string, size = 7): Readable => {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.subarray(start, start + size));
  return Readable.from(pieces);
};

describe('readCsv', () => {
  const csv = (text: string, delimiter = ',') => collect(readCsv(source(text), { delimiter }));

  it('has the columns, then the cells of each line by its number', async () => {
    const text = '\uFEFFusername, title \r\nana,"Coach, ""head"""\r\n\r\nzoë,"two\r\nlines"\r\n';
    expect(await csv(text)).toEqual([
      ['username', 'title'],
      [2, { username: 'ana', title: 'Coach, "head"' }],
      [5, { username: 'zoë', title: 'two\r\nlines' }],
    ]);
  });

  it('takes other delimiters', async () => {
    expect(await csv('a;b\n1;2\n', ';')).toEqual([
      ['a', 'b'],
      [2, { a: '1', b: '2' }],
    ]);
  });

  it('goes on behind a line with too few or too many cells', async () => {
    expect(await csv('a,b\n1\n1,2,3\n1,2\n')).toEqual([
      ['a', 'b'],
      [2, 'has 1 cells, and there are 2 columns'],
      [3, 'has 3 cells, and there are 2 columns'],
      [4, { a: '1', b: '2' }],
    ]);
  });

  it.each([
    ['a,b\n1,2\nx,"y"z\n3,4\n"5",6\n', 'text behind a closing quote'],
    ['a,b\n1,2\nx,"y\n3,4\n5,6\n', 'opened and not closed'],
    ['a,b\n1,2\nx,y"z\n3,4\n', 'a quote within a cell'],
  ])('ends at a wrong quote, and says so: %j', async (text, reason) => {
    const parts = await csv(text);
    expect(parts.slice(0, 2)).toEqual([
      ['a', 'b'],
      [2, { a: '1', b: '2' }],
    ]);
    expect(parts.slice(2)).toEqual([[expect.any(Number), expect.stringContaining(reason)]]);
    expect(JSON.stringify(parts)).toContain('nothing behind this line was read');
  });

  it('has nothing of an empty file', async () => {
    expect(await csv('')).toEqual([]);
  });

  it.each([
    ['cells in the first line', '', ','],
    ['cells in a line', 'a,b\n1,2\n', ','],
    ['a cell', 'a,b\n1,2\n', 'x'],
    ['a quoted cell', 'a,b\n1,2\n"', '\n'],
  ])('reads no line without an end to its end: %s', async (_name, begin, endless) => {
    let read = 0;
    const pieces = Readable.from(
      (function* () {
        yield Buffer.from(begin);
        for (; read < 40; read += 1) yield Buffer.alloc(1_048_576, endless);
        yield Buffer.from('\n3,4\n');
      })(),
    );
    const parts = await collect(readCsv(pieces, { delimiter: ',' }));
    expect(parts).toEqual([
      ...(begin === ''
        ? []
        : [
            ['a', 'b'],
            [2, { a: '1', b: '2' }],
          ]),
      [expect.any(Number), expect.stringContaining('is longer than 1048576 characters; nothing behind')],
    ]);
    expect(read).toBeLessThan(10);
  });

  it('takes a cell of quotes alone, each of which is doubled', async () => {
    const quotes = '"'.repeat(1_000_000);
    const text = `a,b\n1,"${quotes.replaceAll('"', '""')}"\n3,4\n`;
    expect(await collect(readCsv(source(text, 65_536), { delimiter: ',' }))).toEqual([
      ['a', 'b'],
      [2, { a: '1', b: quotes }],
      [3, { a: '3', b: '4' }],
    ]);
  });

  it('fails as its source does', async () => {
    const broken = new Readable({ read: () => undefined });
    const reading = collect(readCsv(broken, { delimiter: ',' }));
    broken.destroy(new Error('the disk is gone'));
    await expect(reading).rejects.toThrow('the disk is gone');
  });
});

describe('readJsonLines', () => {
  const json = (text: string) => collect(readJsonLines(source(text)));

  it('has the members of the first object as columns, then each object', async () => {
    expect(await json('\uFEFF{"a":"ü","b":true}\r\n\n{"a":null,"c":["x"]}')).toEqual([
      ['a', 'b'],
      [1, { a: 'ü', b: true }],
      [3, { a: null, c: ['x'] }],
    ]);
  });

  it.each([
    ['nope', 'is no JSON'],
    ['[1]', 'is no JSON object'],
    ['{"a":1}', 'a must be a text'],
    ['{"a":{"b":"c"}}', 'a must be a text'],
  ])('says what is wrong with %j, and goes on', async (text, reason) => {
    expect(await json(`${text}\n{"a":"b"}\n`)).toEqual([[1, expect.stringContaining(reason)], ['a'], [2, { a: 'b' }]]);
  });

  it('does not hold a line without an end', async () => {
    const endless = Readable.from(
      (function* () {
        for (let count = 0; count < 40; count += 1) yield Buffer.alloc(1_048_576, 'x');
        yield Buffer.from('\n{"a":"b"}\n');
      })(),
    );
    expect(await collect(readJsonLines(endless))).toEqual([
      [1, expect.stringContaining('is longer than')],
      ['a'],
      [2, { a: 'b' }],
    ]);
  });
});
