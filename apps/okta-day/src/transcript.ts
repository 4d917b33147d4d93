import { requestHeaders } from './client.ts';
import type { Exchange, ScimRequest } from './exchange.ts';
import type { Json } from './json.ts';

const indented = (value: Json): string => JSON.stringify(value, null, 2);

/** A request whole, line by line; the token is replaced by a word that says so. */
export const requestTranscript = (baseUrl: string, request: ScimRequest): readonly string[] => [
  `> ${request.method} ${baseUrl}${request.path}`,
  ...requestHeaders(request, '(the token)').map(([name, value]) => `> ${name}: ${value}`),
  ...(request.body === undefined
    ? []
    : indented(request.body)
        .split('\n')
        .map((line) => `> ${line}`)),
];

/** An answer whole, line by line; a body that is no JSON is shown as it came. */
export const answerTranscript = (exchange: Exchange): readonly string[] => {
  const body = exchange.json === undefined ? exchange.text : indented(exchange.json);
  return [
    `< ${exchange.status} after ${exchange.milliseconds.toFixed(1)} ms`,
    ...[...exchange.headers].map(([name, value]) => `< ${name}: ${value}`),
    ...(body === '' ? [] : body.split('\n').map((line) => `< ${line}`)),
  ];
};
