// What takes longer than a request, for a directory of many people: an import, another mapping set, the impact of one.
import { setTimeout as pause } from 'node:timers/promises';
import { field, insist } from '../ask.ts';
import { lookAgain, type Desk } from './desk.ts';

/** What a work is done with. */
export interface WorkPlace {
  readonly desk: Desk;
  /** People in the file, and then in the directory. */
  readonly people: number;
  /** Kills the server and starts it again. */
  readonly crash: () => Promise<void>;
}

/** One kind of work. It fails with WrongAnswer when it does not come to what it must. */
export interface Work {
  /** What --only takes. */
  readonly name: string;
  readonly title: (people: string) => string;
  /** The works before which it cannot be done. */
  readonly after?: string;
  /** Whether the server is killed on the way: nobody can be served meanwhile. */
  readonly crashes?: true;
  readonly perform: (place: WorkPlace) => Promise<void>;
}

const COLUMNS = ['username', 'givenName', 'familyName', 'email', 'title', 'department', 'employeeNumber'] as const;

/** The file of an organisation's people. */
const csvOf = (people: number, name: string): string => {
  const lines: string[] = [COLUMNS.join(',')];
  for (let number = 1; number <= people; number += 1) {
    const userName = `${name}.${String(number).padStart(7, '0')}@bench.example`;
    lines.push([userName, 'Ana', `Pop ${number}`, userName, 'Trainer', 'Coaching', `E-${number}`].join(','));
  }
  return `${lines.join('\n')}\n`;
};

const startImport = async ({ desk, people }: WorkPlace, name: string): Promise<string> => {
  const body = csvOf(people, name);
  const job = await desk.ask('POST', '/imports', { body, headers: { 'content-type': 'text/csv' } });
  return `/imports/${String(field(job, 'id'))}`;
};

const countOf = (report: unknown, name: string): number => Number(field(report, name));

const QUIET_MS = 10_000;

/** What the others are compared with. */
const nothing: Work = {
  name: 'nothing',
  title: () => 'nothing for 10 seconds',
  perform: () => pause(QUIET_MS),
};

const importLines: Work = {
  name: 'import',
  title: (people) => `import of ${people} people`,
  perform: async (place) => {
    const report = await place.desk.ended(await startImport(place, 'person'));
    insist(countOf(report, 'created') === place.people, 'an import must create everybody', report);
  },
};

const importUnchanged: Work = {
  name: 'import-again',
  title: (people) => `the same import again, which finds ${people} people as they are`,
  after: 'import',
  perform: async (place) => {
    const before = await place.desk.lastEvent();
    const report = await place.desk.ended(await startImport(place, 'person'));
    insist(countOf(report, 'unchanged') === place.people, 'an import must change nobody who is as it says', report);
    insist((await place.desk.lastEvent()) === before, 'nothing may be told of an import that changes nothing', report);
  },
};

/** The field displayName in capital letters: everybody's profile becomes another one. */
const anotherSet = async (desk: Desk): Promise<unknown> => {
  const set = field(await desk.ask('GET', '/mapping-set'), 'set');
  const mappings = field(set, 'mappings');
  insist(Array.isArray(mappings), 'a mapping set must have mappings', set);
  return {
    mappings: (mappings as readonly object[]).map((mapping) =>
      field(mapping, 'field') === 'displayName' ? { ...mapping, steps: ['upper'] } : mapping,
    ),
  };
};

const json = (value: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json', ...headers },
});

const impact: Work = {
  name: 'impact',
  title: (people) => `impact of a mapping set on ${people} people`,
  after: 'import',
  perform: async ({ desk, people }) => {
    const job = await desk.ask('POST', '/mapping-set/impacts', json(await anotherSet(desk)));
    const report = await desk.ended(`/mapping-set/impacts/${String(field(job, 'id'))}`);
    insist(countOf(report, 'changed') === people, 'a mapping set must be found to change everybody', report);
  },
};

const retell: Work = {
  name: 'retell',
  title: (people) => `another mapping set for ${people} people`,
  after: 'import',
  perform: async ({ desk, people }) => {
    const before = await desk.lastEvent();
    const saved = await desk.ask('PUT', '/mapping-set', json(await anotherSet(desk), { 'if-match': '*' }));
    insist(field(saved, 'version') === 1, 'the first set must be saved', saved);
    for (;;) {
      const told = (await desk.lastEvent()) - before;
      insist(told <= people, 'everybody must be told of once', told);
      if (told === people) return;
      await lookAgain();
    }
  },
};

const importKilled: Work = {
  name: 'import-killed',
  title: (people) => `import of ${people} further people, whose server is killed in the middle and started again`,
  crashes: true,
  perform: async (place) => {
    const { desk, people } = place;
    const before = await desk.lastEvent();
    const job = await startImport(place, 'further');
    while ((await desk.lastEvent()) - before < people / 2) {
      insist((await desk.reportOf(job)) === undefined, 'the import must not have ended', job);
      await lookAgain();
    }
    await place.crash();
    const report = await desk.ended(job);
    const [created, unchanged] = [countOf(report, 'created'), countOf(report, 'unchanged')];
    insist(created + unchanged === people && unchanged > 0, 'the import must be gone on with', report);
    insist((await desk.lastEvent()) - before === people, 'everybody must be created once', report);
  },
};

/** In the order in which they are done. */
export const WORKS: readonly Work[] = [nothing, importLines, importUnchanged, impact, retell, importKilled];
