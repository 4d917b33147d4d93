// Laws of single resources on a server: what was written is read, until it is deleted (RFC 7644 sections 3.3 to 3.6).
import fc from 'fast-check';
import type { Complex } from '@looop-scim/scim/attribute';
import type { Law } from '../law.ts';
import type { JsonObject } from '../subjects/subject.ts';
import { memberOf, textOf } from './json.ts';
import { walk } from './list-resources.ts';
import { bodyOf, patchBody, userPlan } from './resource-plan.ts';
import { serverLaw, type ServerContext } from './server-law.ts';
import { documentIn, expectSame, expectWritten } from './shown.ts';
import { expectThat, idOf, objectOf, type Trial } from './trial.ts';

/** A command; `at` counts the users that the case has made, deleted ones too. */
type Step =
  | { readonly kind: 'create'; readonly attributes: Complex }
  | { readonly kind: 'read' | 'delete'; readonly at: number }
  | { readonly kind: 'replace'; readonly at: number; readonly attributes: Complex };

/** A user as the last answer showed it; `shown` is undefined once it is deleted. */
interface KnownUser {
  readonly id: string;
  readonly userName: string;
  shown: JsonObject | undefined;
}

const stepsOf = ({ users: { type } }: ServerContext): fc.Arbitrary<readonly Step[]> => {
  const at = fc.nat({ max: 5 });
  const attributes = userPlan(type);
  const step: fc.Arbitrary<Step> = fc.oneof(
    { arbitrary: attributes.map((drawn) => ({ kind: 'create', attributes: drawn }) as const), weight: 2 },
    { arbitrary: at.map((drawn) => ({ kind: 'read', at: drawn }) as const), weight: 2 },
    { arbitrary: fc.record({ kind: fc.constant('replace' as const), at, attributes }), weight: 2 },
    { arbitrary: at.map((drawn) => ({ kind: 'delete', at: drawn }) as const), weight: 1 },
  );
  return fc.array(step, { minLength: 1, maxLength: 10 });
};

const pathOf = ({ users }: ServerContext, { id }: KnownUser): string => `${users.endpoint}/${encodeURIComponent(id)}`;

const create = async (context: ServerContext, trial: Trial, attributes: Complex): Promise<KnownUser> => {
  const { endpoint, type } = context.users;
  const userName = trial.newUserName();
  const body = bodyOf(type, { userName, ...attributes });
  const answer = await trial.ask({ method: 'POST', path: endpoint, body }, 201);
  expectThat(textOf(answer.headers['location']) !== '', 'a created resource is answered without Location');
  const shown = objectOf(answer);
  expectWritten(type, shown, body);
  return { id: idOf(answer), userName, shown };
};

/** The members of `meta` that stay as long as nothing is written. */
const STAMPS = ['created', 'lastModified', 'version'];

const expectUnchanged = (context: ServerContext, read: JsonObject, known: JsonObject): void => {
  const { type } = context.users;
  expectSame(documentIn(type, read), documentIn(type, known), 'read after the last write');
  for (const name of STAMPS) {
    const [now, before] = [memberOf(read['meta'], name), memberOf(known['meta'], name)];
    if (now === undefined || before === undefined) continue;
    expectThat(now === before, `meta.${name} was ${textOf(before)} and is ${textOf(now)}, though nothing was written`);
  }
};

const replace = async (context: ServerContext, trial: Trial, user: KnownUser, attributes: Complex): Promise<void> => {
  const { type } = context.users;
  const body = { ...bodyOf(type, { userName: user.userName, ...attributes }), id: user.id };
  const request = { method: 'PUT', path: pathOf(context, user), body } as const;
  const shown = objectOf(await trial.ask(request, 200));
  expectWritten(type, shown, body);
  user.shown = shown;
};

const carryOut = async (context: ServerContext, trial: Trial, user: KnownUser, step: Step): Promise<void> => {
  const path = pathOf(context, user);
  if (user.shown === undefined) {
    const method = step.kind === 'delete' ? 'DELETE' : 'GET';
    await trial.ask({ method, path }, 404);
    return;
  }
  if (step.kind === 'replace') return replace(context, trial, user, step.attributes);
  if (step.kind === 'delete') {
    await trial.ask({ method: 'DELETE', path }, 204);
    user.shown = undefined;
    return;
  }
  expectUnchanged(context, objectOf(await trial.ask({ method: 'GET', path }, 200)), user.shown);
};

const sequences = (context: ServerContext): Law =>
  serverLaw(
    'what was written last is read and listed, until it is deleted: then it is 404 and listed no more',
    context,
    stepsOf(context),
    async (trial, steps) => {
      const known: KnownUser[] = [];
      for (const step of steps) {
        const user = step.kind === 'create' ? undefined : known[step.at % Math.max(1, known.length)];
        if (step.kind === 'create') known.push(await create(context, trial, step.attributes));
        else if (user !== undefined) await carryOut(context, trial, user, step);
      }
      if (known.length === 0) return;
      const listed = new Map((await walk(trial, context.users.endpoint)).map((one) => [textOf(one['id']), one]));
      for (const user of known) {
        const found = listed.get(user.id);
        if (user.shown === undefined) expectThat(found === undefined, 'a deleted user is listed');
        else if (found === undefined) expectThat(false, 'a user is not listed');
        else expectUnchanged(context, found, user.shown);
      }
    },
  );

const otherCase = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());

const uniqueness = (context: ServerContext): Law => {
  const { endpoint, type } = context.users;
  const isCaseExact = type.attributes.get('username')?.definition.caseExact ?? false;
  const ways = fc.constantFrom('POST', 'PUT', ...(context.server.features.has('patch') ? ['PATCH'] : []));
  return serverLaw(
    'a user name that another user has is refused with 409, in any case unless it is case-exact, and changes nothing',
    context,
    fc.record({ attributes: userPlan(type), way: ways, respell: fc.boolean() }),
    async (trial, { attributes, way, respell }) => {
      const first = await create(context, trial, attributes);
      const other = way === 'POST' ? undefined : await create(context, trial, attributes);
      const userName = respell && !isCaseExact ? otherCase(first.userName) : first.userName;
      const body = bodyOf(type, { ...attributes, userName });
      const path = other === undefined ? endpoint : pathOf(context, other);
      const answer =
        way === 'PATCH'
          ? await trial.ask(
              { method: way, path, body: patchBody([{ op: 'replace', path: 'userName', value: userName }]) },
              409,
            )
          : await trial.ask({ method: way === 'PUT' ? 'PUT' : 'POST', path, body }, 409);
      const scimType = memberOf(answer.body, 'scimType');
      expectThat(scimType === undefined || scimType === 'uniqueness', `scimType is ${textOf(scimType)}`);
      for (const { id, shown } of [first, ...(other === undefined ? [] : [other])]) {
        const read = await trial.ask({ method: 'GET', path: `${endpoint}/${encodeURIComponent(id)}` }, 200);
        if (shown !== undefined) expectUnchanged(context, objectOf(read), shown);
      }
    },
  );
};

/** Laws of creating, reading, replacing and deleting users. */
export const userLawsOf = (context: ServerContext): readonly Law[] => {
  const scope = context.users.type.attributes.get('username')?.definition.uniqueness;
  return [sequences(context), ...(scope === undefined || scope === 'none' ? [] : [uniqueness(context)])];
};
