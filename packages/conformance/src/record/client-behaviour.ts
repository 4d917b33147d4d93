/**
 * How a behaviour is known: the vendor says so in documents or tests, somebody published the requests, somebody reported it,
 * or it follows from other behaviours and nobody wrote it down.
 */
export type Evidence = 'documented' | 'observed' | 'reported' | 'inferred';

/** One behaviour of a SCIM client, and what a server answers so that the client works. */
export interface ClientBehaviour {
  /** Prefix of the client and a number, such as `OKTA-27`. Never given to another behaviour. */
  readonly id: string;
  readonly title: string;
  /** What the client sends or expects. */
  readonly sends: string;
  /** What a right server answers. */
  readonly answer: string;
  readonly evidence: readonly Evidence[];
  /** Where it was seen: names of documents, or threads as `owner/repository#number`. */
  readonly seen: string;
  /** Why no case shows it, where none does. */
  readonly noCase?: string;
}

/** The behaviours of a client. */
export interface ClientRecord {
  /** Folder of its cases, such as `okta`; absent when it has none. */
  readonly cases?: string;
  readonly name: string;
  /** Prefix of its ids, such as `OKTA`. */
  readonly prefix: string;
  /** What kind of client it is. */
  readonly summary: string;
  readonly behaviours: readonly ClientBehaviour[];
}
