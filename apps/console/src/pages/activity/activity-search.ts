// What stands in the address of the activity.
import type { ActivitySearch } from '../../api/organisation.ts';

const OUTCOMES: readonly string[] = ['applied', 'unchanged', 'answered', 'refused', 'ignored'];

/** Filters, and how the list is shown. */
export interface ActivityView {
  readonly outcome?: string | undefined;
  readonly user?: string | undefined;
  readonly client?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly q?: string | undefined;
  readonly grouped?: boolean | undefined;
  readonly folded?: boolean | undefined;
}

const TEXTS = ['user', 'client', 'q'] as const;
const TIMES = ['since', 'until'] as const;

const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** A text of the address: the router reads digits as a number. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The view of an address; what cannot be read is left out. */
export const activityView = (search: Record<string, unknown>): ActivityView => {
  const outcome = textOf(search['outcome']);
  const texts = TEXTS.map((name) => [name, textOf(search[name])] as const).filter(([, value]) => value !== '');
  const times = TIMES.map((name) => [name, textOf(search[name])] as const).filter(([, value]) => isTime(value));
  return {
    ...(OUTCOMES.includes(outcome) && { outcome }),
    ...Object.fromEntries([...texts, ...times]),
    ...(search['grouped'] === true && { grouped: true }),
    ...(search['folded'] === true && { folded: true }),
  };
};

/** What a view asks of the activity: not how it is shown. */
export const searchOf = ({ grouped: _grouped, folded: _folded, ...search }: ActivityView): ActivitySearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
