// What each profile answers to what the profiles disagree about: one JSON file a case.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  interopPolicy,
  POLICY_RULES,
  PROFILE_NAMES,
  strictPolicy,
  zollner02Policy,
  type InteropPolicy,
  type PolicyRule,
  type ProfileName,
} from '@looop-scim/scim/interop';
import { buildInProcess } from '../support/server/in-process.ts';

interface Answer {
  readonly status: number;
  readonly scimType?: string;
  /** What the resource has afterwards; null for an attribute that it has not. */
  readonly after?: Readonly<Record<string, unknown>>;
}

interface ProfileCase {
  readonly title: string;
  /** Who sends it, and what the texts say. */
  readonly source: string;
  /** The user that there is already. */
  readonly given?: Readonly<Record<string, unknown>>;
  readonly request: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
    /** USER and GROUP stand for ids. */
    readonly path: string;
    readonly body?: unknown;
  };
  readonly answers: Readonly<Record<ProfileName, Answer>>;
}

const POLICIES = { interop: interopPolicy, strict: strictPolicy, 'zollner-02': zollner02Policy } as const;

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

const cases = readdirSync(join(import.meta.dirname, 'cases')).map((file) => {
  const text = readFileSync(join(import.meta.dirname, 'cases', file), 'utf8');
  const parsed: ProfileCase = JSON.parse(text);
  return { file, ...parsed };
});

const run = async ({ given = {}, request }: ProfileCase, policy: InteropPolicy) => {
  const { server } = await buildInProcess({ policy });
  const post = async (path: string, payload: object) =>
    (await server.inject({ method: 'POST', url: `/scim/v2${path}`, payload })).json<{ id: string }>();
  const user = await post('/Users', { schemas: [`${CORE}:User`], userName: 'ana', ...given });
  const members = [{ value: user.id }];
  const group = await post('/Groups', { schemas: [`${CORE}:Group`], displayName: 'Coaches', members });
  const filled = (text: string) => text.replaceAll('USER', user.id).replaceAll('GROUP', group.id);
  const url = `/scim/v2${filled(request.path)}`;
  const payload = request.body === undefined ? {} : { payload: filled(JSON.stringify(request.body)) };
  const headers = { 'content-type': 'application/scim+json' };
  const answer = await server.inject({ method: request.method, url, headers, ...payload });
  const place = url.includes('/Groups') ? `/Groups/${group.id}` : `/Users/${user.id}`;
  const after = await server.inject({ url: `/scim/v2${place}` });
  return { answer, after: after.json<Record<string, unknown>>() };
};

describe.each(cases)('$title [$file]', (one) => {
  it('names the answer of each profile', () => {
    expect(Object.keys(one.answers).toSorted()).toEqual([...PROFILE_NAMES].toSorted());
    expect(one.source.length).toBeGreaterThan(10);
  });

  it.each(PROFILE_NAMES)('%s', async (profile) => {
    const { status, scimType, after = {} } = one.answers[profile];
    const got = await run(one, POLICIES[profile]);
    expect(got.answer.statusCode, got.answer.body).toBe(status);
    if (scimType !== undefined) expect(got.answer.json()).toMatchObject({ scimType });
    for (const [name, value] of Object.entries(after)) {
      if (value === null) expect(got.after).not.toHaveProperty([name]);
      else expect(got.after[name]).toEqual(value);
    }
  });
});

describe('each leniency alone', () => {
  const names = Object.keys(POLICY_RULES) as PolicyRule[];
  const seen = async (one: ProfileCase, policy: InteropPolicy) => {
    const { answer, after } = await run(one, policy);
    const { scimType } = answer.statusCode < 400 ? {} : answer.json<{ scimType?: string }>();
    const { id: _id, meta: _meta, members: _members, groups: _groups, ...shown } = after;
    return JSON.stringify([answer.statusCode, scimType, shown]);
  };

  it.each(names)('%s decides its fixture', async (name) => {
    const one = cases.find(({ file }) => file === `${POLICY_RULES[name].fixture}.json`);
    if (one === undefined) throw new Error(`there is no case ${POLICY_RULES[name].fixture}`);
    // What the default skips, only a stricter policy can have an opinion on.
    const bases = [interopPolicy, strictPolicy].filter((policy) => policy[name]);
    const decided = await Promise.all(
      bases.map(async (policy) => (await seen(one, policy)) !== (await seen(one, { ...policy, [name]: false }))),
    );
    expect(decided).toContain(true);
  });
});
