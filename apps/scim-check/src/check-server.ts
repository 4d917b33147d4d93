// Plays the cases that can be asked of a server, one after the other.
import {
  allCases,
  clientBehaviours,
  clients,
  runCase,
  type CaseFailure,
  type ClientProfile,
  type ConformanceCase,
  type ScimTarget,
} from '@looop-scim/conformance';
import type { ServerDescription } from './describe-server.ts';
import { whyNotAsked } from './select-cases.ts';

/** What became of a case. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'differs'; readonly failure: CaseFailure }
  | { readonly kind: 'left out'; readonly reason: string };

/** A case that was looked at. */
export interface CheckedCase {
  /** Folder of the client, such as `okta`. */
  readonly client: string;
  /** Name of the client, such as `Okta`. */
  readonly clientName: string;
  readonly id: string;
  readonly title: string;
  /** Ids of the record and sections of RFCs that the case shows. */
  readonly source: string;
  /** What a right server answers, as the record says. */
  readonly wanted?: string;
  readonly outcome: Outcome;
}

/** What is checked. */
export interface CheckRequest {
  readonly target: ScimTarget;
  readonly server: ServerDescription;
  /** Clients and ids in lower case; empty: everything. */
  readonly only: ReadonlySet<string>;
  /** Told of each case as soon as it is done. */
  readonly onCase: (checked: CheckedCase) => void;
  /** Aborted to stop before the next case. */
  readonly stop: AbortSignal;
}

const isMeant = (only: ReadonlySet<string>, client: string, { id }: ConformanceCase): boolean =>
  only.size === 0 || only.has(client) || only.has(id.toLowerCase());

/** Plays a case; a server that answers none of the clean-up fails it, too. */
const played = async (
  one: ConformanceCase,
  profile: ClientProfile,
  target: ScimTarget,
): Promise<CaseFailure | undefined> => {
  try {
    return await runCase(one, profile, target);
  } catch (error) {
    return { step: 'deletion of what the case made', faults: [`no answer: ${String(error)}`] };
  }
};

/** Checks a server. What a case makes is deleted when it ends. */
export const checkServer = async ({ target, server, only, onCase, stop }: CheckRequest): Promise<void> => {
  for (const { client, profile, cases } of allCases) {
    const clientName = clients.find((record) => record.cases === client)?.name ?? client;
    for (const one of cases) {
      if (stop.aborted) return;
      if (!isMeant(only, client, one)) continue;
      const reason = whyNotAsked(one, server);
      const failure = reason === undefined ? await played(one, profile, target) : undefined;
      const wanted = clientBehaviours.find(({ id }) => id === one.id)?.answer;
      const outcome: Outcome =
        reason === undefined
          ? failure === undefined
            ? { kind: 'passed' }
            : { kind: 'differs', failure }
          : { kind: 'left out', reason };
      const { id, title, source } = one;
      onCase({ client, clientName, id, title, source, ...(wanted !== undefined && { wanted }), outcome });
    }
  }
};
