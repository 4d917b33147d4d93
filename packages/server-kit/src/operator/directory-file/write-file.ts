// A file that is there whole or not at all, for its owner alone; or standard output.
import { once } from 'node:events';
import { createWriteStream, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { writeWhileRead } from '../../lifecycle/broken-pipe.ts';

/** A file that exists already. */
class FileExists extends Error {
  override readonly name = 'FileExists';
}

/** Takes texts in order; waits when the other side is slower. Answers whether anybody takes them: whoever reads may stop. */
export type WriteText = (text: string) => Promise<boolean>;

const writerTo =
  (stream: Writable): WriteText =>
  async (text) => {
    if (!stream.write(text)) await once(stream, 'drain');
    return true;
  };

/** Where texts go. */
export interface TextTarget {
  /** A path; `-` is standard output. */
  readonly file: string;
  /** A name beside it that nobody else uses. */
  readonly temporary: string;
  /** Whether a file that exists is replaced. */
  readonly force: boolean;
}

/** Runs what writes a file. The file gets its name when all of it is written. Rejects: `FileExists`, and what `run` rejects with. */
export const writeTextFile = async <Answer>(
  { file, temporary, force }: TextTarget,
  run: (write: WriteText) => Promise<Answer>,
): Promise<Answer> => {
  if (file === '-') return await run((text) => writeWhileRead(process.stdout, text));
  const exists = () => new FileExists(`${file} exists already: name another file, or say --force`);
  if (!force && existsSync(file)) throw exists();
  const stream = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await once(stream, 'open');
    const answer = await run(writerTo(stream));
    stream.end();
    await once(stream, 'close');
    if (force) renameSync(temporary, file);
    // Unlike a renaming, a link replaces no file that somebody else made meanwhile.
    else linkSync(temporary, file);
    return answer;
  } finally {
    stream.destroy();
    rmSync(temporary, { force: true });
  }
};
