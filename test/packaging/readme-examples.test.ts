// The examples in the READMEs of packages: type-checked as they stand, run on the built packages, and printing what is said.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

interface Example {
  /** Path of the README and the number of the example in it. */
  readonly name: string;
  readonly code: string;
  /** Undefined where the README does not say what is printed. */
  readonly prints: string | undefined;
}

/** Fenced blocks of a document: what follows the three backticks, and the lines up to the next three. */
const blocksOf = (text: string): readonly (readonly [language: string, content: string])[] =>
  text
    .split('\n```')
    .slice(1)
    .filter((_part, at) => at % 2 === 0)
    .map((part) => [part.slice(0, part.indexOf('\n')), `${part.slice(part.indexOf('\n') + 1)}\n`]);

const examplesOf = async (readme: string): Promise<readonly Example[]> => {
  const blocks = blocksOf(await readFile(join(ROOT, readme), 'utf8'));
  return blocks.flatMap(([language, code], at) => {
    const [next, output] = blocks[at + 1] ?? [];
    return language === 'ts' ? [{ name: `${readme} ${at}`, code, prints: next === 'text' ? output : undefined }] : [];
  });
};

const folders = ['packages', 'adapters'].flatMap((kind) =>
  readdirSync(join(ROOT, kind))
    .filter((entry) => existsSync(join(ROOT, kind, entry, 'package.json')))
    .map((entry) => `${kind}/${entry}`),
);

const examples = (await Promise.all(folders.map((folder) => examplesOf(`${folder}/README.md`)))).flat();

describe('examples of READMEs', () => {
  // Inside of this package, which has all the others as dependencies.
  let folder = '';
  const fileOf = (at: number): string => join(folder, `example-${at}.ts`);

  beforeAll(async () => {
    folder = await mkdtemp(join(import.meta.dirname, 'readme-'));
    await Promise.all(examples.map(({ code }, at) => writeFile(fileOf(at), code)));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(folders)('%s has one', (path) => {
    expect(examples.filter(({ name }) => name.startsWith(path))).not.toEqual([]);
  });

  it('are right for the compiler', async () => {
    const compilerOptions = {
      composite: false,
      noEmit: true,
      types: ['node'],
      typeRoots: ['../../node_modules/@types'],
    };
    const project = { extends: '../../../tsconfig.base.json', compilerOptions, include: ['*.ts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const errors = await run(tsc, ['--project', folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }: { readonly stdout: string }) => stdout,
    );
    expect(errors).toBe('');
  });

  it.each(examples.map(({ name, prints }, at) => [name, prints, at] as const))('%s', async (_name, prints, at) => {
    const { MONGODB_URL: _url, ...env } = process.env;
    const { stdout } = await run(process.execPath, [fileOf(at)], { env: { ...env, NO_COLOR: '1' } });
    expect(stdout).toBe(prints ?? '');
  });
});
