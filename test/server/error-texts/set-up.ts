import { GROUP_SCHEMA, USER_SCHEMA } from '@looop-scim/scim/schema';
import { buildMemoryServer } from '../../support/server/memory-server.ts';
import { run } from '../../support/run/run-effect.ts';

/** Two organisations, one of them strict, each with the users ana and ion (inactive) and the group Coaches. */
export const setUp = async () => {
  const { server, administration } = await buildMemoryServer();
  const tokenOf = async (name: string) => {
    await run(administration.addOrganisation(name));
    return (await run(administration.issueToken(name))).secret;
  };
  const [acme, strict] = [await tokenOf('acme'), await tokenOf('strict')];
  const make = async (token: string, url: string, payload: object): Promise<string> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await server.inject({ method: 'POST', url: `/scim/v2${url}`, headers, payload })).json<{ id: string }>().id;
  };
  const users = { schemas: [USER_SCHEMA] };
  const ana = { ...users, userName: 'ana@acme.example', emails: [{ type: 'work', value: 'ana@acme.example' }] };
  const ids = new Map<string, { readonly user: string; readonly group: string }>();
  for (const token of [acme, strict]) {
    const user = await make(token, '/Users', ana);
    await make(token, '/Users', { ...users, userName: 'ion@acme.example', active: false });
    ids.set(token, { user, group: await make(token, '/Groups', { schemas: [GROUP_SCHEMA], displayName: 'Coaches' }) });
  }
  await run(administration.changeOrganisation('strict', { profile: 'strict' }));
  return { server, administration, acme, strict, ids };
};
