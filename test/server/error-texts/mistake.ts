// One request with a mistake in it, and what its error has to say.
import { PATCH_OP, USER_SCHEMA } from '@looop-scim/scim/schema';

/** A row of the tables of this folder. */
export interface Mistake {
  readonly title: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/scim/v2`, unless it begins with `//`; USER and GROUP stand for ids. */
  readonly path?: string;
  /** JSON, or a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly strict?: boolean;
  readonly status: number;
  readonly detail: string | RegExp;
}

/** A PATCH body. */
export const patchOf = (...Operations: readonly unknown[]) => ({ schemas: [PATCH_OP], Operations });

/** The body of a new user, who has a userName. */
export const person = (facts: object) => ({ schemas: [USER_SCHEMA], userName: 'new@acme.example', ...facts });

export const onUser = { method: 'PATCH', path: '/Users/USER' } as const;

export const newUser = { method: 'POST', path: '/Users' } as const;

export const newGroup = { method: 'POST', path: '/Groups' } as const;
