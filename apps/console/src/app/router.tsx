// The addresses of the pages. All but the first are loaded when they are first opened.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from '../api/session.ts';
import { isPeriod, type Period } from '../api/watch.ts';
import { activityView, searchOf } from '../pages/activity/activity-search.ts';
import { explainView } from '../pages/explain/explain-search.ts';
import { NoPage } from '../parts/no-page.tsx';
import { BrokenPage } from '../parts/problem.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { ACCOUNT_TABS } from '../pages/accounts/tabs.ts';
import { MAPPING_TABS } from '../pages/mapping/tabs.ts';
import type { PeopleSearch } from '../pages/people/search-filter.ts';
import { PERSON_TABS } from '../pages/people/tabs.ts';
import { SignIn } from '../pages/sign-in/sign-in.tsx';
import { TEAM_TABS } from '../pages/team/tabs.ts';
import {
  askActivity,
  askGroup,
  askGroups,
  askOverview,
  askPeople,
  askPerson,
  askProvisioning,
} from './first-questions.ts';
import { tabSearch, textOf, textSearch } from './search-parameters.ts';
import { Shell } from './shell.tsx';

interface Context {
  readonly client: QueryClient;
}

const rootRoute = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NoPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { returnTo?: string } => {
    const returnTo = textOf(search['returnTo']);
    return returnTo === undefined ? {} : { returnTo };
  },
  component: SignIn,
});

const linkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/link',
  component: lazyRouteComponent(() => import('../pages/sign-in/use-link.tsx'), 'UseLink'),
});

/** Everything behind the sign-in. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context: { client }, location }) => {
    if ((await client.ensureQueryData(sessionQuery)) === null) {
      throw redirect({ to: '/sign-in', search: { returnTo: location.href } });
    }
  },
  component: Shell,
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: async ({ context: { client } }) => {
    const session = await client.ensureQueryData(sessionQuery);
    const [first] = session?.organisations ?? [];
    if (first !== undefined) throw redirect({ to: '/o/$organisation/overview', params: { organisation: first.name } });
    throw redirect({ to: session?.account.isOperator === true ? '/organisations' : '/account' });
  },
});

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('../pages/account/account.tsx'), 'Account'),
});

const organisationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/organisations',
  validateSearch: textSearch(['q']),
  component: lazyRouteComponent(() => import('../pages/organisations/organisations.tsx'), 'Organisations'),
});

const accountsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accounts',
  validateSearch: tabSearch(ACCOUNT_TABS),
  component: lazyRouteComponent(() => import('../pages/accounts/accounts.tsx'), 'Accounts'),
});

const organisationRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/o/$organisation' });

const periodSearch = (search: Record<string, unknown>): { period?: Period } => {
  const period = textOf(search['period']);
  return period !== undefined && isPeriod(period) ? { period } : {};
};

const overviewRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/overview',
  validateSearch: periodSearch,
  loader: ({ context: { client }, params: { organisation }, location }) =>
    askOverview(periodSearch(location.search).period ?? 'week')(client, organisation),
  component: lazyRouteComponent(() => import('../pages/overview/overview.tsx'), 'Overview'),
});

const activityRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/activity',
  validateSearch: activityView,
  loader: ({ context: { client }, params: { organisation }, location }) =>
    askActivity(searchOf(activityView(location.search)))(client, organisation),
  component: lazyRouteComponent(() => import('../pages/activity/activity.tsx'), 'Activity'),
});

const explainRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/explain',
  validateSearch: explainView,
  component: lazyRouteComponent(() => import('../pages/explain/explain.tsx'), 'Explain'),
});

const eventsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/events',
  component: lazyRouteComponent(() => import('../pages/events/events.tsx'), 'Events'),
});

const provisioningRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/provisioning',
  loader: ({ context: { client }, params: { organisation } }) => askProvisioning(client, organisation),
  component: lazyRouteComponent(() => import('../pages/provisioning/provisioning.tsx'), 'Provisioning'),
});

const peopleSearch = (search: Record<string, unknown>): PeopleSearch => {
  const { state } = search;
  return {
    ...textSearch(['q', 'filter'])(search),
    ...((state === 'active' || state === 'inactive') && { state }),
  };
};

const peopleRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/people',
  validateSearch: peopleSearch,
  loader: ({ context: { client }, params: { organisation }, location }) =>
    askPeople(peopleSearch(location.search))(client, organisation),
  component: lazyRouteComponent(() => import('../pages/people/people.tsx'), 'People'),
});

const personRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/people/$userId',
  validateSearch: tabSearch(PERSON_TABS),
  loader: ({ context: { client }, params: { organisation, userId } }) => askPerson(userId)(client, organisation),
  component: lazyRouteComponent(() => import('../pages/people/person.tsx'), 'Person'),
});

const groupsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/groups',
  validateSearch: textSearch(['q']),
  loader: ({ context: { client }, params: { organisation }, location }) =>
    askGroups(textSearch(['q'])(location.search).q)(client, organisation),
  component: lazyRouteComponent(() => import('../pages/groups/groups.tsx'), 'Groups'),
});

const groupRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/groups/$groupId',
  loader: ({ context: { client }, params: { organisation, groupId } }) => askGroup(groupId)(client, organisation),
  component: lazyRouteComponent(() => import('../pages/groups/group.tsx'), 'GroupPage'),
});

const importRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/import',
  validateSearch: textSearch(['job']),
  component: lazyRouteComponent(() => import('../pages/import/import.tsx'), 'Import'),
});

const mappingRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/mapping',
  validateSearch: tabSearch(MAPPING_TABS),
  component: lazyRouteComponent(() => import('../pages/mapping/mapping.tsx'), 'Mapping'),
});

const teamRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/team',
  validateSearch: tabSearch(TEAM_TABS),
  component: lazyRouteComponent(() => import('../pages/team/team.tsx'), 'Team'),
});

const routes = rootRoute.addChildren([
  signInRoute,
  linkRoute,
  signedInRoute.addChildren([
    homeRoute,
    accountRoute,
    organisationsRoute,
    accountsRoute,
    organisationRoute.addChildren([
      overviewRoute,
      activityRoute,
      explainRoute,
      eventsRoute,
      provisioningRoute,
      peopleRoute,
      personRoute,
      groupsRoute,
      groupRoute,
      importRoute,
      mappingRoute,
      teamRoute,
    ]),
  ]),
]);

/** Makes the router of a page. */
export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: routes,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: Waiting,
    defaultErrorComponent: BrokenPage,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
