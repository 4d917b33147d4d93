// What laws are for: a patcher as it is written in an hour, and the laws that find what it forgot.
import { describe, expect, it } from 'vitest';
import { patchLaws, type Patcher } from '@looop-scim/laws';
import { userType } from '@looop-scim/scim/schema';

/** Sets, appends and deletes at the top level. It knows neither filters nor characteristics, and names in one spelling alone. */
const naivePatcher: Patcher = {
  apply: (_type, document, operations) => {
    const now: Record<string, unknown> = { ...document };
    for (const { op, path, value } of operations) {
      if (path === undefined) Object.assign(now, value);
      else if (op === 'remove') delete now[path];
      else if (op === 'add' && Array.isArray(value))
        now[path] = [...((now[path] ?? []) as readonly unknown[]), ...value];
      else now[path] = value;
    }
    return { ok: true, document: now };
  },
};

const isBroken = async ({ check }: ReturnType<typeof patchLaws>[number]): Promise<boolean> =>
  check({ seed: 7, runs: 50 }).then(
    () => false,
    () => true,
  );

describe('a naive patcher', () => {
  it('keeps few of the laws, and each that it breaks says where', async () => {
    const kept: string[] = [];
    for (const one of patchLaws(naivePatcher, { types: [userType] })) if (!(await isBroken(one))) kept.push(one.name);
    expect(kept).toEqual([
      'PATCH is sequential: patch(a then b) = patch(b) of patch(a), and is refused where one of them is',
      'replace with null, or of a list with an empty list = remove',
      // It writes a member called `emails[...]` and so touches no element at all: other laws find that.
      'a write to attr[filter] leaves the other elements as they are, but for primary',
    ]);
  });

  it('is shown the case that breaks it', async () => {
    const law = patchLaws(naivePatcher, { types: [userType] }).find(({ name }) =>
      name.startsWith('at most one element'),
    );
    await expect(law?.check({ seed: 7, runs: 50 })).rejects.toThrow(/Counterexample: .*"values":\["primary-/u);
  });

  it('is not asked what its resource types have nothing for', () => {
    const names = (types: Parameters<typeof patchLaws>[1]): readonly string[] =>
      patchLaws(naivePatcher, types).map(({ name }) => name);
    expect(names({ types: [] })).toEqual([]);
    expect(names({ types: [userType] })).toEqual(names({}));
  });
});
