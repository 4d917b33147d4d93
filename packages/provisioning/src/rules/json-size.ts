// How much a JSON value has, whoever sent it: counted without recursion, so that no nesting is too deep to be refused.

/** What a value has. */
export interface JsonSize {
  /** Of texts, names and numbers. */
  readonly characters: number;
  /** Objects and lists within each other. */
  readonly depth: number;
}

/** The size of a JSON value; beyond a bound it is counted no further. */
export const jsonSize = (value: unknown, most: JsonSize): JsonSize => {
  const open: (readonly [value: unknown, depth: number])[] = [[value, 0]];
  let [characters, depth] = [0, 0];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [one, at] = next;
    depth = Math.max(depth, at);
    if (characters > most.characters || depth > most.depth) break;
    if (typeof one !== 'object' || one === null) {
      characters += String(one).length;
      continue;
    }
    for (const [key, inner] of Object.entries(one)) {
      characters += Array.isArray(one) ? 1 : key.length;
      open.push([inner, at + 1]);
    }
  }
  return { characters, depth };
};
