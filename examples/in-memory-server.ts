// A SCIM server for users on the core alone: node examples/in-memory-server.ts (it checks no token: yours has to)
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as Result from 'effect/Result';
import { represent } from '@looop-scim/scim/answer';
import { foldCase, sameValue, type Complex, type Resource } from '@looop-scim/scim/attribute';
import * as errors from '@looop-scim/scim/errors';
import { bindFilter, evaluateFilter, parseFilter } from '@looop-scim/scim/filter';
import { interopPolicy as policy } from '@looop-scim/scim/interop';
import { parseListQuery } from '@looop-scim/scim/list';
import { defectMessage, errorMessage, isScimFailure, listResponse } from '@looop-scim/scim/message';
import { applyPatch, parsePatch } from '@looop-scim/scim/patch';
import { readDocument } from '@looop-scim/scim/read';
import { userType as type } from '@looop-scim/scim/schema';
import { checkRequired } from '@looop-scim/scim/write';

type Answer = { readonly status: number; readonly body?: object };
const users = new Map<string, Resource>();
const take = <A>(result: Result.Result<A, errors.ScimFailure>): A => Result.getOrThrowWith(result, (thrown) => thrown);
const nameOf = ({ userName }: Complex): string => foldCase(String(userName));
/** Keeps a user. A password is accepted: set it elsewhere, hashed. It is neither kept nor shown. */
const store = (before: Resource | undefined, { password: _password, ...document }: Complex): Resource => {
  take(checkRequired(type, document));
  if (before !== undefined && sameValue(before.document, document)) return before; // nothing changed: no new version
  const others = [...users.values()].filter(({ id }) => id !== before?.id);
  if (others.some((other) => nameOf(other.document) === nameOf(document)))
    throw new errors.Uniqueness({ resourceType: 'User', attribute: 'userName' });
  const lastModified = Date.now();
  const { version, ...kept } = before ?? { resourceType: 'User', id: randomUUID(), created: lastModified, version: 0 };
  const user = { ...kept, version: version + 1, lastModified, document };
  users.set(user.id, user);
  return user;
};

const list = (parameters: URLSearchParams, show: (user: Resource) => Complex): object => {
  const lowerCase = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]));
  const { startIndex, count, ...query } = take(parseListQuery(lowerCase));
  const filter = query.filter === undefined ? undefined : take(bindFilter(type, take(parseFilter(query.filter))));
  const found = [...users.values()].map(show).filter((user) => filter === undefined || evaluateFilter(filter, user));
  const representations = found.slice(startIndex - 1, startIndex - 1 + count);
  return listResponse({ totalResults: found.length, startIndex, representations });
};

const answer = async (request: IncomingMessage): Promise<Answer> => {
  const base = `http://${request.headers.host}/scim/v2`;
  const show = (user: Resource): Complex => represent(type, user, (kind, id) => `${base}/${kind}s/${id}`);
  const { pathname, searchParams } = new URL(String(request.url), base);
  const [endpoint, id, ...rest] = pathname.replace('/scim/v2/', '').split('/');
  if (endpoint !== 'Users' || rest.length > 0) throw new errors.EndpointNotFound({ path: pathname });
  const body = await json(request).catch(() => undefined);
  const user = users.get(id ?? '');
  if (user === undefined) {
    if (id !== undefined) throw new errors.ResourceNotFound({ resourceType: 'User', id });
    if (request.method === 'GET') return { status: 200, body: list(searchParams, show) };
    if (request.method !== 'POST') throw new errors.NotImplemented({ feature: pathname });
    const { document } = take(readDocument(type, body, policy));
    return { status: 201, body: show(store(undefined, { active: true, ...document })) };
  }
  if (request.method === 'GET') return { status: 200, body: show(user) };
  if (request.method === 'PATCH') {
    const patched = take(applyPatch(type, user.document, take(parsePatch(body, policy)), policy));
    return { status: 200, body: show(store(user, patched.document)) };
  }
  if (request.method !== 'DELETE') throw new errors.NotImplemented({ feature: pathname });
  users.delete(user.id);
  return { status: 204 };
};
const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { status, body } = await answer(request).catch((error: unknown): Answer =>
    isScimFailure(error) ? errorMessage(error) : defectMessage(randomUUID()),
  );
  const { location, version: etag } = body !== undefined && 'meta' in body ? (body.meta as Complex) : {};
  const shown = location === undefined ? {} : { location: String(location), etag: String(etag) };
  response.writeHead(status, { 'content-type': 'application/scim+json; charset=utf-8', ...shown });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
const server = createServer((request, response) => void handle(request, response));
server.listen(Number(process.env['PORT'] ?? 8081), '127.0.0.1', () => console.log(JSON.stringify(server.address())));
