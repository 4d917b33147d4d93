// The one module that a program may import before anything else: it says in a line that Node.js is too old, where what comes
// after it would end in a crash without a word. It imports nothing, and is written so that old versions can read it.

/** The version that programs of the kit need, as `engines` of their packages say. */
export const LEAST_NODE = '22.19.0';

const numbersOf = (version: string): readonly number[] => version.split('.').map((part) => Number.parseInt(part, 10));

/** Whether a version, numbers with dots between, is another one or comes after it. */
export const isAtLeast = (version: string, least: string): boolean => {
  const [found, wanted] = [numbersOf(version), numbersOf(least)];
  const at = wanted.findIndex((number, index) => number !== found[index]);
  return at === -1 || (found[at] || 0) > (wanted[at] || 0);
};

/** What is wrong with a version of Node.js, in one line; undefined when it will do. */
export const nodeProblem = (version: string): string | undefined => {
  if (isAtLeast(version, LEAST_NODE)) return undefined;
  return `Node.js ${LEAST_NODE} or later is needed, and this is ${version}: see https://nodejs.org/en/download`;
};

/** Ends the process, with a line and status 1, when its Node.js is too old. */
export const requireNode = (): void => {
  const problem = nodeProblem(process.versions.node);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
};
