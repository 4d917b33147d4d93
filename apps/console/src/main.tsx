// Starts the pages.
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/page.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { styleNonce } from './app/nonce.ts';
import { makeQueryClient } from './app/query-client.ts';
import { makeRouter } from './app/router.tsx';
import { cssVariablesResolver, theme } from './app/theme.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no place for its content');

const client = makeQueryClient();
const router = makeRouter(client);

// The code of the page is loaded while it is still asked who is signed in.
for (const route of router.getMatchedRoutes(globalThis.location.pathname)[0]) void router.loadRouteChunk(route);

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
