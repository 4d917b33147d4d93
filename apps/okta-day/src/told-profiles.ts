// What the learning platform is told of each step, when the day has a platform key: profiles and members, from the feed of events.
import type { ScimClient } from './client.ts';
import { at, elements, showValue } from './json.ts';
import type { Json } from './json.ts';
import type { Report } from './report.ts';

/** The API of the platform, beside SCIM on the same server. */
export interface PlatformAccess {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly key: string;
}

/** Where the API is: servers have it beside `/scim/v2`. */
export const platformUrlOf = (scimUrl: string): string =>
  `${scimUrl.endsWith('/scim/v2') ? scimUrl.slice(0, -'/scim/v2'.length) : scimUrl}/api/v1`;

const WAIT_SECONDS = 2;

/** Characters of a profile that are shown. */
const LONGEST_PROFILE = 600;

const changeText = (change: Json): string =>
  `${String(at(change, 'field'))}: ${showValue(at(change, 'before'))} → ${showValue(at(change, 'after'))}`;

/** An event in one line. */
export const eventLine = (event: Json): string => {
  const type = String(at(event, 'type'));
  const data = at(event, 'data');
  const name = at(data, 'user', 'userName') ?? at(data, 'group', 'displayName') ?? '';
  const members = elements(at(data, 'members')).length;
  if (members > 0) return `${type} ${String(name)}: ${members}`;
  if (type === 'user.created')
    return `${type} ${String(name)}  ${showValue(at(data, 'user', 'profile'), LONGEST_PROFILE)}`;
  const changes = elements(at(data, 'changes')).map(changeText);
  return `${type} ${String(name)}${changes.length === 0 ? '' : `  ${changes.join(', ')}`}`;
};

/** The day's client and report, which show below each step what the platform was told. */
export const showTold = (
  { baseUrl, key }: PlatformAccess,
  { client, report }: { readonly client: ScimClient; readonly report: Report },
): { readonly client: ScimClient; readonly report: Report } => {
  let position: number | undefined;
  let told: readonly string[] = [];
  let isLost = false;

  const get = async (path: string, signal: AbortSignal | undefined): Promise<Json> => {
    const answer = await fetch(baseUrl + path, {
      headers: { Authorization: `Bearer ${key}` },
      ...(signal !== undefined && { signal }),
    });
    if (!answer.ok) throw new Error(`GET ${path} was answered ${answer.status}`);
    return (await answer.json()) as Json;
  };

  /** The day goes on without: what it judges is SCIM. */
  const attempt = async (work: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> => {
    if (isLost) return;
    try {
      await work();
    } catch (error) {
      signal?.throwIfAborted();
      isLost = true;
      const reason = error instanceof Error ? error.message : String(error);
      report.remark(`What the platform is told cannot be shown: ${reason}`);
    }
  };

  return {
    client: {
      send: async (request, signal) => {
        const isWrite = request.method !== 'GET';
        if (isWrite && position === undefined) {
          await attempt(async () => {
            position = Number(at(await get('/users?limit=1', signal), 'feedPosition'));
          }, signal);
        }
        const exchange = await client.send(request, signal);
        if (isWrite && exchange.status < 300) {
          await attempt(async () => {
            const page = await get(`/events?after=${position}&limit=100&wait=${WAIT_SECONDS}`, signal);
            position = Number(at(page, 'next'));
            told = elements(at(page, 'events')).map(eventLine);
          }, signal);
        }
        return exchange;
      },
    },
    report: {
      ...report,
      step: (result) => {
        report.step(result);
        report.lines(told.map((line) => `platform: ${line}`));
        told = [];
      },
    },
  };
};
