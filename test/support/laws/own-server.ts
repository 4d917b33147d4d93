// Our server as laws ask it: in process, without a socket.
import type { SendRequest } from '@looop-scim/laws';
import { buildInProcess } from '../server/in-process.ts';

/** Makes a sender to a new server that holds nothing. */
export const ownServer = async (): Promise<SendRequest> => {
  const { server } = await buildInProcess({ maxBodyBytes: 100_000 });
  return async ({ method, path, headers, body }) => {
    const answer = await server.inject({
      method,
      url: `/scim/v2${path}`,
      headers: { authorization: 'Bearer any', 'content-type': 'application/scim+json', ...headers },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: answer.payload === '' ? undefined : answer.json<unknown>(),
    };
  };
};
