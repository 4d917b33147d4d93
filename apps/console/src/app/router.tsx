// The addresses of the pages. Every page is loaded when it is first opened.
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
import { NoPage } from '../parts/no-page.tsx';
import { BrokenPage } from '../parts/problem.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { Shell } from './shell.tsx';

interface Context {
  readonly client: QueryClient;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const rootRoute = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NoPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { returnTo?: string } => {
    const returnTo = textOf(search['returnTo']);
    return returnTo === undefined ? {} : { returnTo };
  },
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in.tsx'), 'SignIn'),
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
  component: lazyRouteComponent(() => import('../pages/organisations/organisations.tsx'), 'Organisations'),
});

const organisationRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/o/$organisation' });

const overviewRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/overview',
  component: lazyRouteComponent(() => import('../pages/overview/overview.tsx'), 'Overview'),
});

const provisioningRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/provisioning',
  component: lazyRouteComponent(() => import('../pages/provisioning/provisioning.tsx'), 'Provisioning'),
});

const routes = rootRoute.addChildren([
  signInRoute,
  linkRoute,
  signedInRoute.addChildren([
    homeRoute,
    accountRoute,
    organisationsRoute,
    organisationRoute.addChildren([overviewRoute, provisioningRoute]),
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
