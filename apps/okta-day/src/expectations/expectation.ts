// What an expectation is. Expectations state what Okta needs, never more: an answer that Okta can live with passes.
import type { Exchange } from '../exchange.ts';
import { at, showValue } from '../json.ts';

/** An answer that is not what Okta needs. */
export interface Finding {
  /** Id of the behaviour of Okta's client that makes it a need: `OKTA-15`. */
  readonly okta: string;
  readonly needs: string;
  readonly came: string;
  /** What the people who run the server have to do. */
  readonly advice: string;
}

/** Gives the finding of an answer, or nothing when the answer is what Okta needs. */
export type Expectation = (exchange: Exchange) => Finding | undefined;

/** The words of an expectation; the check gives what came instead, or nothing when all is well. */
export interface Need {
  readonly okta: string;
  readonly needs: string;
  readonly advice: string;
}

/** Makes an expectation of its words and its check. */
export const expectation =
  (need: Need, check: (exchange: Exchange) => string | undefined): Expectation =>
  (exchange) => {
    const came = check(exchange);
    return came === undefined ? undefined : { ...need, came };
  };

/** What Okta would show of an answer: the `detail` of a SCIM error, or the start of the body. */
export const shownByOkta = (exchange: Exchange): string => {
  const detail = at(exchange.json, 'detail');
  if (typeof detail === 'string' && detail !== '') return detail;
  if (exchange.text === '') return 'an empty body';
  return exchange.json === undefined ? exchange.text.slice(0, 120) : showValue(exchange.json, 120);
};

/** The status is one of those that Okta takes as success (or, for an error step, as the right refusal). */
export const statusIs = (need: Need, statuses: readonly number[]): Expectation =>
  expectation(need, (exchange) =>
    statuses.includes(exchange.status) ? undefined : `${exchange.status}: ${shownByOkta(exchange)}`,
  );
