// Wakes those who wait for events when this process commits something.
import * as Effect from 'effect/Effect';
import type { OrganisationId } from '../organisation/organisation.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';

/** Commits of one process, by organisation. */
export interface CommitSignal {
  readonly announce: (organisation: OrganisationId) => void;
  /** How many commits there were. */
  readonly count: (organisation: OrganisationId) => number;
  /** Done once there were more commits than `seen`. */
  readonly next: (organisation: OrganisationId, seen: number) => Effect.Effect<void>;
}

/** Makes the signal of a process. */
export const makeCommitSignal = (): CommitSignal => {
  const counts = new Map<OrganisationId, number>();
  const waiting = new Map<OrganisationId, Set<() => void>>();
  const count: CommitSignal['count'] = (organisation) => counts.get(organisation) ?? 0;
  const forget = (organisation: OrganisationId, wake: () => void): void => {
    const others = waiting.get(organisation);
    others?.delete(wake);
    if (others?.size === 0) waiting.delete(organisation);
  };
  return {
    count,
    announce: (organisation) => {
      counts.set(organisation, count(organisation) + 1);
      const woken = waiting.get(organisation) ?? [];
      waiting.delete(organisation);
      for (const wake of woken) wake();
    },
    next: (organisation, seen) =>
      Effect.callback<void>((resume) => {
        const wake = (): void => resume(Effect.void);
        if (count(organisation) > seen) {
          wake();
          return undefined;
        }
        waiting.set(organisation, (waiting.get(organisation) ?? new Set()).add(wake));
        return Effect.sync(() => forget(organisation, wake));
      }),
  };
};

/** The repository, whose writes are announced. */
export const announcing = (resources: ResourceRepository, announce: () => void): ResourceRepository => {
  const told = Effect.sync(announce);
  return {
    ...resources,
    create: (target, write) => Effect.tap(resources.create(target, write), () => told),
    change: (target, decide) => Effect.tap(resources.change(target, decide), () => told),
  };
};
