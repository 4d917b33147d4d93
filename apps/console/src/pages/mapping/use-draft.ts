// A mapping set in the making. It stays while whoever edits it looks at other pages, and goes with the window.
import { useDebouncedValue, useSessionStorage } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MappingVersion } from '@looop-scim/http-api/contract';
import { apiVersioned } from '../../api/client.ts';
import { checkQuery, mappingQuery } from '../../api/mapping.ts';
import { ApiProblem, type Fault } from '../../api/problem.ts';
import { sameSet, setOf, type MappingSet } from './mapping-set.ts';
import { rebased } from './rebase.ts';

const PAUSE_MS = 400;

/** A draft, and the version that it was begun from. */
interface Draft {
  readonly etag: string;
  readonly base: MappingSet;
  readonly set: MappingSet;
}

/** What is done with a draft. */
export interface DraftControl {
  /** As it is edited: the draft, or what is in force. */
  readonly set: MappingSet;
  readonly isChanged: boolean;
  readonly faults: readonly Fault[];
  readonly isChecking: boolean;
  readonly isSaving: boolean;
  /** Why the last saving failed. */
  readonly error: unknown;
  /** Somebody else has saved another version since the draft was begun. */
  readonly isBehind: boolean;
  readonly change: (set: MappingSet) => void;
  readonly discard: () => void;
  readonly save: () => void;
  /** Puts the changes of the draft on top of what is in force now. */
  readonly rebase: () => void;
  /** Keeps the draft and lets it replace what is in force now. */
  readonly takeOver: () => void;
}

const isConflict = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 412 || (error.status === 409 && error.code === 'conflict'));

/** The draft of an organisation. `changed` is called once another version is in force. */
export const useDraft = (
  organisation: string,
  { saved, etag }: { readonly saved: MappingVersion; readonly etag: string },
  changed: (version: number) => void,
): DraftControl => {
  const client = useQueryClient();
  const [kept, setKept] = useSessionStorage<Draft | null>({
    key: `looop-mapping-draft ${organisation}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const inForce = setOf(saved);
  const draft = kept ?? { etag, base: inForce, set: inForce };
  const isChanged = !sameSet(draft.set, inForce);
  const [settled] = useDebouncedValue(draft.set, PAUSE_MS);
  const check = useQuery({ ...checkQuery(organisation, settled), enabled: isChanged });
  const save = useMutation({
    mutationFn: () =>
      apiVersioned<MappingVersion>('/mapping-set', {
        method: 'PUT',
        organisation,
        body: draft.set,
        ifMatch: draft.etag,
      }),
    onSuccess: async (answer) => {
      setKept(null);
      client.setQueryData(mappingQuery(organisation).queryKey, answer);
      changed(answer.body.version);
      await client.invalidateQueries({ queryKey: [organisation] });
    },
    onError: async (error) => {
      if (isConflict(error)) await client.invalidateQueries({ queryKey: mappingQuery(organisation).queryKey });
    },
  });
  const keep = (next: Draft): void => {
    save.reset();
    setKept(next);
  };
  return {
    set: draft.set,
    isChanged,
    faults: isChanged ? (check.data?.errors ?? []) : [],
    isChecking: isChanged && (check.isFetching || settled !== draft.set),
    isSaving: save.isPending,
    error: save.error !== null && !isConflict(save.error) ? save.error : undefined,
    isBehind: isChanged && draft.etag !== etag,
    change: (set) => keep({ ...draft, set }),
    discard: () => {
      save.reset();
      setKept(null);
    },
    save: () => save.mutate(),
    rebase: () => keep({ etag, base: inForce, set: rebased(draft.base, draft.set, inForce) }),
    takeOver: () => keep({ ...draft, etag, base: inForce }),
  };
};
