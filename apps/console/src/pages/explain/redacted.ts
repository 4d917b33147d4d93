// What may be sent to support: the shape of a request without what it says of people.
import type { Explanation } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

/** Keys whose texts are of the protocol. */
const PROTOCOL_KEYS: ReadonlySet<string> = new Set(['schemas', 'op', 'path', 'type']);

const maskedText = (value: string): string => text.explain.masked(value.length);

/** A path without the values that its filter compares with. */
const maskedQuotes = (value: string): string =>
  value
    .split('"')
    .map((part, index) => (index % 2 === 0 ? part : '...'))
    .join('"');

/** JSON with its texts masked, but for those of the protocol. */
const masked = (value: unknown, isProtocol = false): unknown => {
  if (typeof value === 'string') return isProtocol ? maskedQuotes(value) : maskedText(value);
  if (typeof value === 'number') return isProtocol ? value : 0;
  if (Array.isArray(value)) return value.map((one) => masked(one, isProtocol));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, masked(inner, PROTOCOL_KEYS.has(key.toLowerCase()))]),
  );
};

const isSecretless = ([key]: readonly [string, unknown]): boolean =>
  !['resourceName', 'changes', 'failure'].includes(key);

/** What is recorded, without names and values. */
const maskedRecord = (record: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(record).filter(isSecretless));

/** A diagnosis that may be shared. */
export const bundleOf = ({ request, entry, dryRun, leniencies, clauses, policy }: Explanation): unknown => ({
  request: { ...request, path: maskedQuotes(request.path), body: masked(request.body) },
  ...(entry !== undefined && { at: entry.at, recorded: maskedRecord(entry.record) }),
  ...(dryRun !== undefined && {
    today: {
      outcome: dryRun.outcome,
      status: dryRun.status,
      ...(dryRun.failure !== undefined && {
        failure: { ...dryRun.failure, detail: maskedQuotes(dryRun.failure.detail) },
      }),
      changes: dryRun.changes.map(({ attribute }) => attribute),
      ignored: dryRun.ignored,
    },
  }),
  policy,
  leniencies: leniencies.map(({ rule }) => rule),
  clauses: clauses.map(({ document, section }) => `${document} section ${section}`),
});

/** A text between single quotes for a shell. */
const quoted = (value: string): string => `'${value.split("'").join(String.raw`'\''`)}'`;

/** The request as a command, without values and without a token. */
export const curlOf = ({ request: { method, path, body, ifMatch } }: Explanation): string =>
  [
    `curl -X ${method} "$SCIM_BASE_URL"${quoted(path)}`,
    `-H "Authorization: Bearer $SCIM_TOKEN"`,
    ...(ifMatch === undefined ? [] : [`-H ${quoted(`If-Match: ${ifMatch}`)}`]),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/scim+json'`, `--data ${quoted(JSON.stringify(masked(body)))}`]),
  ].join(' \\\n  ');
