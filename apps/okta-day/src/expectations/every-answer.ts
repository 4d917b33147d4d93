// What holds for every answer, whatever was asked.
import type { Exchange } from '../exchange.ts';
import { at, isObject } from '../json.ts';
import type { Json } from '../json.ts';
import { expectation } from './expectation.ts';
import type { Expectation } from './expectation.ts';

const mediaType = (exchange: Exchange): string =>
  (exchange.headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase();

const jsonMediaTypes = ['application/scim+json', 'application/json', 'text/json'];

/** The body is a JSON object under a JSON media type; 204 has none. */
export const bodyIsJson: Expectation = (exchange) => {
  if (exchange.status === 204) return undefined;
  const refused = exchange.status >= 400;
  return expectation(
    {
      okta: refused ? 'OKTA-9' : 'OKTA-3',
      needs: refused ? 'an error whose body is JSON, because Okta parses it to show its detail' : 'a JSON body',
      advice:
        'Answer with Content-Type application/scim+json and a SCIM message; look for a proxy that answers in between.',
    },
    ({ text, json }) => {
      if (text === '') return 'an empty body';
      if (!isObject(json)) return `a body that is no JSON object: ${text.slice(0, 80)}`;
      const type = mediaType(exchange);
      return jsonMediaTypes.includes(type) ? undefined : `Content-Type ${type === '' ? 'missing' : type}`;
    },
  )(exchange);
};

/** No answer carries a password, at any depth. */
export const noPassword: Expectation = expectation(
  {
    okta: 'OKTA-22',
    needs: 'a password that is taken and never given back',
    advice: 'Never return the attribute password, in no answer to no request.',
  },
  ({ json }) => (hasPassword(json) ? 'the attribute password in the answer' : undefined),
);

const hasPassword = (value: Json | undefined): boolean => {
  if (Array.isArray(value)) return value.some(hasPassword);
  if (!isObject(value)) return false;
  return Object.keys(value).some((name) => name.toLowerCase() === 'password' || hasPassword(at(value, name)));
};

/** Things that Okta can live with and others cannot, or that point to trouble to come. */
export const remarksOn = (exchange: Exchange): readonly string[] => {
  const remarks: string[] = [];
  const type = mediaType(exchange);
  if (type !== '' && type !== 'application/scim+json') {
    remarks.push(`Answers come as ${type}. Okta accepts that; other identity providers ask for application/scim+json.`);
  }
  if (exchange.request.method === 'GET' && exchange.milliseconds > slowListMs) {
    remarks.push(`Some reads took longer than ${slowListMs} ms, the limit of Okta's own acceptance test for lists.`);
  }
  return remarks;
};

const slowListMs = 600;
