// Servers that are wrong in one way each: a thin layer on a right one.
import type { SendRequest, ServerAnswer, ServerRequest } from '@looop-scim/laws';

/** A mistake, and by which law and which words it must be found. */
export interface WrongServer {
  readonly mistake: string;
  readonly law: string;
  readonly fault: string;
  readonly wrap: (send: SendRequest) => SendRequest;
}

type Json = Readonly<Record<string, unknown>>;

const isFiltered = (operation: unknown): operation is Json & { readonly path: string } =>
  typeof operation === 'object' && operation !== null && 'path' in operation && String(operation.path).includes('[');

const changed = (request: ServerRequest, change: (operation: unknown) => unknown): ServerRequest => {
  if (request.method !== 'PATCH') return request;
  const body = request.body as { readonly Operations: readonly unknown[] };
  return { ...request, body: { ...body, Operations: body.Operations.map(change) } };
};

const filterIn = (path: string): string => new URL(path, 'https://scim.example').searchParams.get('filter') ?? '';

const OPERATORS = new Set(['eq', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr', 'and', 'or', 'not']);

const hasCapitalOperator = (filter: string): boolean =>
  filter.split(' ').some((word) => OPERATORS.has(word.toLowerCase()) && !OPERATORS.has(word));

const without = (answer: ServerAnswer, name: string): ServerAnswer => {
  const { [name]: _left, ...body } = answer.body as Json;
  return { ...answer, body };
};

/** The first user with the name of a request's body. */
const namesake = async (send: SendRequest, { body }: ServerRequest): Promise<unknown> => {
  const { userName } = body as { readonly userName: string };
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  const list = await send({ method: 'GET', path: `/Users?filter=${filter}` });
  return (list.body as { readonly Resources: readonly unknown[] }).Resources[0];
};

/** One or more for each law. */
export const wrongServers: readonly WrongServer[] = [
  {
    mistake: 'a filtered replace writes the whole list',
    law: 'PATCH changes what its path and filter select',
    fault: 'after {"op":"replace","path":"emails[value eq',
    wrap: (send) => (request) =>
      send(
        changed(request, (operation) =>
          isFiltered(operation) ? { op: 'replace', path: 'emails', value: [{ value: 'x@acme.example' }] } : operation,
        ),
      ),
  },
  {
    mistake: 'the second page begins one resource too late',
    law: 'pages by index meet each resource exactly once',
    fault: 'totalResults is',
    wrap: (send) => (request) =>
      send({
        ...request,
        path: request.path.replace(/startIndex=(\d+)/u, (_all, at) => `startIndex=${Number(at) + 1}`),
      }),
  },
  {
    mistake: 'operators of filters are known in lower case alone',
    law: 'a filter lists exactly the resources for which it holds',
    fault: 'GET /Users is answered 400, not 200',
    wrap: (send) => (request) =>
      hasCapitalOperator(filterIn(request.path))
        ? Promise.resolve({ status: 400, headers: {}, body: {} })
        : send(request),
  },
  {
    mistake: 'or binds as and does',
    law: 'a filter lists exactly the resources for which it holds',
    fault: 'it holds for',
    wrap: (send) => (request) => send({ ...request, path: request.path.replace(/%20or%20/giu, '%20and%20') }),
  },
  {
    mistake: 'a user that is there already is answered as created',
    law: 'a user name that another user has is refused with 409',
    fault: 'POST /Users is answered 201, not 409',
    wrap: (send) => async (request) => {
      const answer = await send(request);
      if (request.method !== 'POST' || answer.status !== 409) return answer;
      return { status: 201, headers: { location: 'x' }, body: await namesake(send, request) };
    },
  },
  {
    mistake: 'If-Match is not looked at',
    law: 'an entity tag stands for one state',
    fault: 'not 412',
    wrap:
      (send) =>
      ({ headers, ...request }) => {
        const { 'if-match': _left, ...others } = headers ?? {};
        return send({ ...request, headers: others });
      },
  },
  {
    mistake: 'users do not show their groups',
    law: 'the members of a group are those that were added and not removed',
    fault: 'the groups of a user are [], expected [$2]',
    wrap: (send) => async (request) => {
      const answer = await send(request);
      return request.path.startsWith('/Users/') && answer.status === 200 ? without(answer, 'groups') : answer;
    },
  },
  {
    mistake: 'a replaced user loses its title',
    law: 'what was written last is read and listed',
    fault: 'title was written as',
    wrap: (send) => async (request) => {
      const answer = await send(request);
      return request.method === 'PUT' && answer.status === 200 ? without(answer, 'title') : answer;
    },
  },
  {
    mistake: 'a deleted user is deactivated',
    law: 'what was written last is read and listed',
    fault: 'a deleted user is listed',
    wrap: (send) => (request) => {
      if (request.method !== 'DELETE' || !request.path.startsWith('/Users')) return send(request);
      const operations = [{ op: 'replace', path: 'active', value: false }];
      return send({ ...request, method: 'PATCH', body: { Operations: operations } }).then((answer) =>
        answer.status === 200 ? { ...answer, status: 204, body: undefined } : answer,
      );
    },
  },
];
