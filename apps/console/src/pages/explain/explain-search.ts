// What stands in the address of an explanation. The body of a pasted request does not: it may be about a person.
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type Method = (typeof METHODS)[number];

/** Which request is explained. */
export interface ExplainView {
  /** Position of an entry of the activity. */
  readonly position?: string;
  /** Whether a request is pasted in. */
  readonly paste?: boolean;
  readonly method?: Method;
  readonly path?: string;
}

export const isMethod = (text: unknown): text is Method => METHODS.some((method) => method === text);

/** The view of an address; what cannot be read is left out. */
export const explainView = ({ position, paste, method, path }: Record<string, unknown>): ExplainView => ({
  ...((typeof position === 'string' || typeof position === 'number') &&
    position !== '' && { position: String(position) }),
  ...(paste === true && { paste }),
  ...(isMethod(method) && { method }),
  ...(typeof path === 'string' && path !== '' && { path }),
});

export { METHODS };
