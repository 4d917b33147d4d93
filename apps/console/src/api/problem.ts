// Whatever the API refuses, as the pages show it.

/** One fault of several. */
export type Fault = Readonly<Record<string, string>>;

/** A problem as the API answers it (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** The kind of problem; empty when what answered is not the API. */
  readonly code: string;
  readonly errors: readonly Fault[];
  /** By which the server's log has the request. */
  readonly requestId: string;

  constructor(facts: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly errors: readonly Fault[];
    readonly requestId: string;
  }) {
    super(facts.detail);
    this.status = facts.status;
    this.code = facts.code;
    this.errors = facts.errors;
    this.requestId = facts.requestId;
  }
}

interface ProblemBody {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly errors?: unknown;
}

const isObject = (json: unknown): json is ProblemBody => typeof json === 'object' && json !== null;

/** The problem of an answer; `fallback` says what happened when the answer does not. */
export const problemOf = async (response: Response, fallback: string): Promise<ApiProblem> => {
  const json: unknown = await response.json().catch(() => undefined);
  const body: ProblemBody = isObject(json) ? json : {};
  return new ApiProblem({
    status: response.status,
    code: typeof body.code === 'string' ? body.code : '',
    detail: typeof body.detail === 'string' ? body.detail : fallback,
    errors: Array.isArray(body.errors) ? (body.errors as readonly Fault[]) : [],
    requestId: response.headers.get('x-request-id') ?? '',
  });
};

/** Whether somebody has to sign in first. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;

/** Whether repeating the request may help: the server could not be reached, or had no room. */
export const mayPass = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || error.status === 429 || error.status >= 500;
