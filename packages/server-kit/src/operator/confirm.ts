// What cannot be undone has to be confirmed: on a terminal by an answer, elsewhere by an option given beforehand.
import { createInterface } from 'node:readline/promises';

/** A command that its operator did not confirm. */
class NotConfirmed extends Error {
  override readonly name = 'NotConfirmed';
}

/** How a confirmation is asked for. */
export interface Confirmation {
  /** What the operator has to type. */
  readonly word: string;
  /** What will happen. */
  readonly question: string;
  /** What `--yes` would have said. */
  readonly isConfirmed: boolean;
}

/** Succeeds when the operator has confirmed. Fails: `NotConfirmed`. */
export const confirm = async ({ word, question, isConfirmed }: Confirmation): Promise<void> => {
  if (isConfirmed) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new NotConfirmed(`${question} There is no terminal to confirm it on: repeat the command with --yes`);
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${question} Type ${word} to confirm: `);
    if (answer.trim() !== word) throw new NotConfirmed('Nothing was changed');
  } finally {
    asking.close();
  }
};
