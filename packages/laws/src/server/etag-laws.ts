// Laws of entity tags on a server (RFC 7644 section 3.14).
import fc from 'fast-check';
import type { Law } from '../law.ts';
import { memberOf, textOf } from './json.ts';
import { bodyOf, plainText, userPlan } from './resource-plan.ts';
import { serverLaw, type ServerContext } from './server-law.ts';
import { documentIn, expectSame } from './shown.ts';
import { expectThat, idOf, objectOf, type Trial } from './trial.ts';

/** The entity tag of a resource, in whichever place the server says it. */
const tagOf = async (trial: Trial, path: string): Promise<string> => {
  const answer = await trial.ask({ method: 'GET', path }, 200);
  const header = textOf(answer.headers['etag']);
  const version = textOf(memberOf(objectOf(answer)['meta'], 'version'));
  expectThat(header !== '' || version !== '', 'a resource has no entity tag, though the server says it supports them');
  expectThat(header === '' || version === '' || header === version, `ETag ${header} beside meta.version ${version}`);
  return header === '' ? version : header;
};

/** Laws of entity tags of users. */
export const etagLawsOf = (context: ServerContext): readonly Law[] => {
  const { endpoint, type } = context.users;
  const changing = ['displayName', 'title', 'nickName'].find((name) => type.attributes.has(name.toLowerCase()));
  if (changing === undefined) return [];
  return [
    serverLaw(
      'an entity tag stands for one state: with the current one If-None-Match is 304 and If-Match writes, with an older one it is 412 and nothing changes',
      context,
      fc.record({
        attributes: userPlan(type),
        changed: plainText,
        way: fc.constantFrom<'PUT' | 'DELETE'>('PUT', 'DELETE'),
      }),
      async (trial, { attributes, changed, way }) => {
        const before = bodyOf(type, { userName: trial.newUserName(), ...attributes, [changing]: `${changed} before` });
        const after = { ...before, [changing]: `${changed} after` };
        const path = `${endpoint}/${encodeURIComponent(idOf(await trial.ask({ method: 'POST', path: endpoint, body: before }, 201)))}`;
        const first = await tagOf(trial, path);
        await trial.ask({ method: 'GET', path, headers: { 'if-none-match': first } }, 304);
        await trial.ask({ method: 'PUT', path, headers: { 'if-match': first }, body: after }, 200);
        const second = await tagOf(trial, path);
        expectThat(second !== first, 'the entity tag stays when the resource changes');
        await trial.ask({ method: 'GET', path, headers: { 'if-none-match': first } }, 200);
        const written = objectOf(await trial.ask({ method: 'GET', path }, 200));
        const stale = { path, headers: { 'if-match': first } };
        await trial.ask(way === 'PUT' ? { ...stale, method: way, body: before } : { ...stale, method: way }, 412);
        const read = objectOf(await trial.ask({ method: 'GET', path }, 200));
        expectSame(documentIn(type, read), documentIn(type, written), 'after a refused write');
      },
    ),
  ];
};
