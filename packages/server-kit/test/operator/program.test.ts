// The commands of both kinds of app are one set.
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { leavesOf, makeProgram } from '../../src/operator/program.ts';
import { makeSession } from '../../src/operator/session.ts';
import { server } from '../support/app.ts';

const programs = {
  many: makeProgram(makeSession(server)),
  one: makeProgram(makeSession({ ...server, operatorCommand: 'looop-scim', organisations: 'one' })),
};

const pathOf = (command: Command): string =>
  command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/** The arguments of each command that does something. */
const commandsOf = (program: Command): ReadonlyMap<string, readonly string[]> =>
  new Map(leavesOf(program).map((leaf) => [pathOf(leaf), leaf.registeredArguments.map((argument) => argument.name())]));

/** Commands that are about organisations among others, or about a server that is one of its commands. */
const OF_MANY = [
  'organisation add',
  'organisation list',
  'organisation delete',
  'account add',
  'account promote',
  'account demote',
];
const OF_ONE = ['serve', 'organisation show'];

describe('the commands', () => {
  it.each(Object.entries(programs))('of an app with %s can all be told where the data is', (_name, program) => {
    const lacking = leavesOf(program).filter(
      (leaf) => !['--data', '--config'].every((flag) => leaf.options.some(({ long }) => long === flag)),
    );
    expect(lacking.map(pathOf)).toEqual(['completion']);
  });

  it.each(Object.entries(programs))('of an app with %s answer programs in JSON', (_name, program) => {
    const lacking = leavesOf(program).filter((leaf) => !leaf.options.some(({ long }) => long === '--json'));
    expect(lacking.map(pathOf)).toEqual([]);
  });

  it('are the same for one organisation, without its name', () => {
    const [many, one] = [commandsOf(programs.many), commandsOf(programs.one)];
    expect([...many.keys()].filter((path) => !one.has(path))).toEqual(OF_MANY);
    expect([...one.keys()].filter((path) => !many.has(path))).toEqual(OF_ONE);
    for (const [path, names] of one) {
      expect(names).not.toContain('organisation');
      const before = many.get(path);
      if (before !== undefined) expect([path, before.filter((name) => name !== 'organisation')]).toEqual([path, names]);
    }
  });
});
