// A mapping set in a file, or on standard input.
import { readFile } from 'node:fs/promises';

/** A file that does not hold JSON. */
class NotReadable extends Error {
  override readonly name = 'NotReadable';
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const contentOf = async (path: string): Promise<string> => {
  if (path !== '-') return await readFile(path, 'utf8');
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString('utf8');
};

/** The JSON of a file; `-` is standard input. Rejects: `NotReadable`, and what the file system says. */
export const readJsonFile = async (path: string): Promise<unknown> => {
  const content = await contentOf(path);
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new NotReadable(`${path === '-' ? 'Standard input' : path} is no JSON: ${reasonOf(error)}`);
  }
};
