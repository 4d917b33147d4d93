// Laws of lists on a server: filters and pages (RFC 7644 sections 3.4.2.2 and 3.4.2.4).
import fc from 'fast-check';
import { isComplex, type Complex } from '@looop-scim/scim/attribute';
import type { Filter } from '@looop-scim/scim/filter';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { filterFor } from '../arbitraries/filter.ts';
import { respellFilter } from '../arbitraries/filter-syntax.ts';
import type { Law } from '../law.ts';
import { filterHolds } from '../laws/filter-oracle.ts';
import { textOf } from './json.ts';
import { walk } from './list-resources.ts';
import { bodyOf, userPlan } from './resource-plan.ts';
import { serverLaw, type ServerContext } from './server-law.ts';
import { documentIn } from './shown.ts';
import { expectThat, idOf, type Trial } from './trial.ts';

const createAll = async (
  { users: { endpoint, type } }: ServerContext,
  trial: Trial,
  all: readonly Complex[],
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const attributes of all) {
    const body = bodyOf(type, { userName: trial.newUserName(), ...attributes });
    ids.push(idOf(await trial.ask({ method: 'POST', path: endpoint, body }, 201)));
  }
  return ids;
};

/** Ids in a message. */
const listed = (ids: readonly string[]): string => (ids.length === 0 ? 'nothing' : ids.join(', '));

interface FilterPlan {
  readonly bodies: readonly Complex[];
  readonly filter: Filter;
  readonly choices: readonly number[];
}

const filters = (context: ServerContext): Law => {
  const { endpoint, type } = context.users;
  const plans: fc.Arbitrary<FilterPlan> = fc.array(userPlan(type), { minLength: 1, maxLength: 4 }).chain((bodies) =>
    fc.record({
      bodies: fc.constant(bodies),
      filter: filterFor(type, { documents: bodies.filter(isComplex), plain: true }),
      choices: decisions,
    }),
  );
  return serverLaw(
    'a filter lists exactly the resources for which it holds, however names and operators are spelled',
    context,
    plans,
    async (trial, { bodies, filter, choices }) => {
      await createAll(context, trial, bodies);
      const everything = await walk(trial, endpoint);
      const due = everything.filter((one) => filterHolds(type, filter, documentIn(type, one)));
      const text = respellFilter(filter, { choose: chooser(choices), plain: true });
      const found = await walk(trial, endpoint, { filter: text });
      const [expected, actual] = [due, found].map((all) => all.map((one) => textOf(one['id'])).toSorted());
      expectThat(
        JSON.stringify(actual) === JSON.stringify(expected),
        `the filter ${text} lists ${listed(actual ?? [])}; it holds for ${listed(expected ?? [])}`,
      );
    },
  );
};

const pages = (context: ServerContext): Law => {
  const { endpoint, type } = context.users;
  return serverLaw(
    'pages by index meet each resource exactly once, whatever their size',
    context,
    fc.record({
      bodies: fc.array(userPlan(type), { minLength: 1, maxLength: 6 }),
      count: fc.integer({ min: 1, max: 4 }),
    }),
    async (trial, { bodies, count }) => {
      const made = await createAll(context, trial, bodies);
      const met = (await walk(trial, endpoint, { count })).map((one) => textOf(one['id']));
      expectThat(new Set(met).size === met.length, 'a resource is on two pages');
      const missing = made.filter((id) => !met.includes(id));
      expectThat(missing.length === 0, `no page has ${listed(missing)}`);
    },
  );
};

/** Laws of lists of users. */
export const listLawsOf = (context: ServerContext): readonly Law[] => [
  ...(context.server.features.has('filter') ? [filters(context)] : []),
  pages(context),
];
