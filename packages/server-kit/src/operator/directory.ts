// What the commands about people and groups share: one by what an operator knows of it, and lists page by page.
import * as Effect from 'effect/Effect';
import type { PlatformPage, PlatformService } from '@looop-scim/provisioning/events';
import { NoSuchEntry } from '@looop-scim/provisioning/ports';
import { writeWhileRead } from '../lifecycle/broken-pipe.ts';
import { entryText, type AnswerOptions, type EntryForms } from './answer.ts';
import type { OpenInstallation, Session } from './session.ts';

/** Entries that are read at once. */
const PAGE = 1000;

/** Runs a command on the people and groups of an organisation. */
export const withDirectory = <Answer>(
  { work }: Session,
  name: string,
  run: (platform: PlatformService, installation: OpenInstallation) => Promise<Answer>,
): Promise<Answer> =>
  work(async (installation) => {
    const { administration, platformOf } = installation;
    const services = Effect.flatMap(administration.organisation(name), platformOf);
    return await run((await Effect.runPromise(services)).platform, installation);
  });

/** The user with this id or, where there is none, with this userName in any case. Rejects: `NoSuchEntry`. */
export const userNamed = (platform: PlatformService, name: string) =>
  Effect.runPromise(
    platform
      .user(name)
      .pipe(
        Effect.catchTag('ResourceNotFound', () =>
          Effect.flatMap(
            platform.users({ limit: 1, filter: `userName eq ${JSON.stringify(name)}` }),
            ({ items: [found] }) =>
              found === undefined ? new NoSuchEntry({ what: 'user', name }) : Effect.succeed(found),
          ),
        ),
      ),
  );

/** The group with this id or, where there is none, with this name. Rejects: `NoSuchEntry`. */
export const groupNamed = (platform: PlatformService, name: string) =>
  Effect.runPromise(
    platform
      .group(name)
      .pipe(
        Effect.catchTag('ResourceNotFound', () =>
          Effect.flatMap(
            platform.groups({ limit: 1, filter: `displayName eq ${JSON.stringify(name)}` }),
            ({ items: [found] }) =>
              found === undefined ? new NoSuchEntry({ what: 'group', name }) : Effect.succeed(found),
          ),
        ),
      ),
  );

/** Prints a list page by page, no faster than its reader takes it; the result is how many entries there were. */
export const printPages = async <Item>(
  page: (request: { readonly cursor?: string; readonly limit: number }) => Promise<PlatformPage<Item>>,
  options: AnswerOptions,
  forms: EntryForms<Item>,
): Promise<number> => {
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const { items, next } = await page({ limit: PAGE, ...(cursor !== undefined && { cursor }) });
    count += items.length;
    const text = items.map((item) => `${entryText(options, forms, item)}\n`).join('');
    if (!(await writeWhileRead(process.stdout, text)) || next === undefined) return count;
    cursor = next;
  }
};
