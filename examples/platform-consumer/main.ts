// Follows the feed of an organisation into a SQLite file, which in the end has what `GET /users` and `GET /groups` have, whatever is
// killed and however often. Settings: LOOOP_API (such as http://127.0.0.1:8080/api/v1), LOOOP_KEY (a platform key with the scope
// read), CONSUMER_FILE. After each transaction it prints a line with its position.
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Member, type PlatformEvent, type Subject } from './store.ts';

const { LOOOP_API: api = '', LOOOP_KEY: key = '', CONSUMER_FILE: file = 'consumer.sqlite' } = process.env;
const WAIT_SECONDS = 30;
const RETRY_MS = 500;

/** The position is not kept any more, or the log was restored: the lists have to be loaded again. */
class StartOver extends Error {}

/** There is no such thing, or no longer. */
class NotThere extends Error {}

interface Page {
  readonly [list: string]: unknown;
  readonly next?: string;
  readonly feedPosition?: number;
}

interface EventPage {
  readonly events: readonly PlatformEvent[];
  readonly next: number;
}

const get = async (path: string): Promise<unknown> => {
  const answer = await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${key}` } });
  const body: unknown = await answer.json();
  if (answer.status === 410) throw new StartOver();
  if (answer.status === 404) throw new NotThere(path);
  if (!answer.ok) throw new Error(`GET ${path} was answered ${answer.status}: ${JSON.stringify(body)}`);
  return body;
};

/** All pages of a list. */
const pages = async function* (path: string): AsyncGenerator<Page, void> {
  let cursor = '';
  do {
    const page = (await get(`${path}?limit=1000${cursor}`)) as Page;
    yield page;
    cursor = page.next === undefined ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
};

const store = openStore(file);
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

/** Loads a group with its members. One that is gone meanwhile is deleted by an event. */
const loadGroup = async (group: Subject): Promise<void> => {
  store.takeList('group', [group]);
  try {
    for await (const { members } of pages(`/groups/${group.id}/members`)) {
      store.takeMembers(group.id, members as readonly Member[]);
    }
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
  }
};

/** Loads the lists. What happens meanwhile is in the feed after the position that the first page names. */
const load = async (): Promise<void> => {
  store.beginLoad();
  let position: number | undefined;
  for await (const page of pages('/users')) {
    position ??= page.feedPosition;
    store.takeList('user', page['users'] as readonly Subject[]);
  }
  for await (const { groups } of pages('/groups')) {
    for (const group of groups as readonly Subject[]) await loadGroup(group);
  }
  store.endLoad(position ?? 0);
  say({ loaded: position });
};

const follow = async (): Promise<void> => {
  const position = store.position();
  if (position === null) return await load();
  const { events, next } = (await get(`/events?after=${position}&limit=1000&wait=${WAIT_SECONDS}`)) as EventPage;
  store.takeEvents(events, next);
  say({ position: next });
};

const begun = store.position();
if (begun !== null) say({ position: begun });

for (;;) {
  try {
    await follow();
  } catch (error) {
    if (error instanceof StartOver) await load().catch(() => undefined);
    else {
      process.stderr.write(`${String(error)}; it is tried again\n`);
      await sleep(RETRY_MS);
    }
  }
}
