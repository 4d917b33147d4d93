// An organisation in memory, and what is explained of requests to it.
import { makeExplaining, type Explanation, type PastedRequest } from '@looop-scim/provisioning/insight';
import type { ScimDependencies } from '@looop-scim/provisioning';
import { run } from '../../../../test/support/run/run-effect.ts';
import { openDirectory, type Directory } from '../events/support.ts';

/** The organisation with explanations of what is asked on other ports, where some are given. */
export const openExplained = async () => {
  const directory = await openDirectory();
  const explaining = (other: Partial<ScimDependencies> = {}) => makeExplaining({ ...directory.deps, ...other });
  return {
    ...directory,
    explaining,
    explained: (method: PastedRequest['method'], path: string, body?: unknown, ifMatch?: string): Promise<Explanation> =>
      run(
        explaining().pasted({ method, path, ...(body !== undefined && { body }), ...(ifMatch !== undefined && { ifMatch }) }),
      ),
  };
};

export type Explained = Directory & Awaited<ReturnType<typeof openExplained>>;
