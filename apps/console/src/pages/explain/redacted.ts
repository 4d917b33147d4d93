// What may be sent to support: the shape of requests without what they say of people. What is not known to be of the protocol is
// left out or masked, so that a new member of a record is no leak.
import type { ActivityEntry, Explanation } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

type Json = Readonly<Record<string, unknown>>;

const MASK = '...';

/** Keys whose texts are of the protocol. */
const PROTOCOL_KEYS: ReadonlySet<string> = new Set(['schemas', 'op', 'path', 'type']);

const isLetter = (character: string): boolean => character.toLowerCase() !== character.toUpperCase();
const isOneOf = (signs: string) => (character: string) => signs.includes(character);
const isDigit = isOneOf('0123456789');
const isIdSign = isOneOf('0123456789abcdefABCDEF-');
const isNameSign = isOneOf('-_$:.');

/** Whether a text can be the name of an attribute or the URN of a schema; others may be what somebody has pasted. */
const isName = (name: string): boolean =>
  name.length <= 200 && [...name].every((sign) => isLetter(sign) || isDigit(sign) || isNameSign(sign));

/** Whether a filter of a path selects by type alone, such as `type eq "work"`. */
const selectsType = (filter: string): boolean => {
  const [before, type = '', after, ...more] = filter.split('"');
  return before === 'type eq ' && after === '' && more.length === 0 && type.length <= 20 && [...type].every(isLetter);
};

/** A path of an attribute without the values that its filter compares with. */
const maskedPath = (path: string): string => {
  const [opens, closes] = [path.indexOf('['), path.lastIndexOf(']')];
  if (opens < 0) return isName(path) ? path : MASK;
  const [before, filter, after] = [path.slice(0, opens), path.slice(opens + 1, closes), path.slice(closes + 1)];
  if (closes < opens || !isName(before) || !isName(after)) return MASK;
  return `${before}[${selectsType(filter) ? filter : MASK}]${after}`;
};

/** The path of a request: names of endpoints and ids, no names of people and no query. */
const maskedUrl = (url: string): string => {
  const [path = '', query] = url.split('?', 2);
  const segments = path
    .split('/')
    .map((segment) =>
      [...segment].every(isIdSign) || [...segment].every(isLetter) || isVersion(segment) ? segment : MASK,
    );
  return `${segments.join('/')}${query === undefined ? '' : `?${MASK}`}`;
};

const isVersion = (segment: string): boolean => segment.startsWith('v') && segment.length <= 3;

/** A sentence without what stands in quotes; a value may have quotes itself, so that all between the first and the last one goes. */
const maskedSentence = (sentence: string): string => {
  const [first, last] = [sentence.indexOf('"'), sentence.lastIndexOf('"')];
  return first < 0 ? sentence : `${sentence.slice(0, first)}"${MASK}"${sentence.slice(last + 1)}`;
};

const maskedKey = (key: string): string => (isName(key) ? key : MASK);

/** JSON with its texts masked, but for those of the protocol. */
const masked = (value: unknown, isProtocol = false): unknown => {
  if (typeof value === 'string') return isProtocol ? maskedPath(value) : text.explain.masked(value.length);
  if (typeof value === 'number') return 0;
  if (Array.isArray(value)) return value.map((one) => masked(one, isProtocol));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [maskedKey(key), masked(inner, PROTOCOL_KEYS.has(key.toLowerCase()))]),
  );
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** What is taken as it is: words of ours, ids, numbers. */
const PLAIN = ['operation', 'outcome', 'resourceType', 'resourceId', 'resourceVersion', 'ignoredTotal', 'repeated'];
const MEMBERS = ['membersAdded', 'membersRemoved', 'membersUnknown'];

const maskedFailure = ({ kind, detail }: Json): Json => ({
  kind,
  ...(typeof detail === 'string' && { detail: maskedSentence(detail) }),
});

/** What is recorded of a request, without names and values. */
const maskedRecord = (record: Json): Json => {
  const { caller, failure, changes, ignored } = record;
  const plain = PLAIN.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]);
  const members = MEMBERS.flatMap((name) => {
    const sample = record[name];
    return isObject(sample) ? [[name, sample['count']]] : [];
  });
  return {
    ...Object.fromEntries([...plain, ...members]),
    ...(isObject(caller) && { caller: { token: caller['tokenFingerprint'], requestId: caller['requestId'] } }),
    ...(isObject(failure) && { failure: maskedFailure(failure) }),
    changes: listOf(changes).map(({ attribute }) => maskedPath(String(attribute))),
    ignored: listOf(ignored).map(({ attribute, reason }) => ({ attribute: maskedPath(String(attribute)), reason })),
  };
};

/** An entry of the activity that may be shared. */
const sharedEntry = ({ at, record }: ActivityEntry): Json => ({ at, ...maskedRecord(record) });

const sharedRun = ({
  outcome,
  status,
  failure,
  changes,
  ignored,
  version,
}: NonNullable<Explanation['dryRun']>): Json => ({
  ...{ outcome, status },
  ...(version !== undefined && { resourceVersion: version }),
  ...(failure !== undefined && {
    failure: { kind: failure.kind, scimType: failure.scimType, detail: maskedSentence(failure.detail) },
  }),
  changes: changes.map(({ attribute }) => maskedPath(attribute)),
  ignored: ignored.map(({ attribute, reason }) => ({ attribute: maskedPath(attribute), reason })),
});

/** What has answered. */
const productOf = (version: string): Json => ({ name: 'Looop SCIM', version });

/** A diagnosis of one request that may be shared; `version` is that of the pages and their server. */
export const bundleOf = (
  { request, entry, dryRun, operations, leniencies, clauses, policy }: Explanation,
  version: string,
): Json => ({
  product: productOf(version),
  request: {
    method: request.method,
    path: maskedUrl(request.path),
    ...(request.body !== undefined && { body: masked(request.body) }),
  },
  ...(entry !== undefined && { recorded: sharedEntry(entry) }),
  ...(operations !== undefined && {
    operations: operations.map(({ op, path, attribute, subAttribute }) => ({
      ...{ op: maskedKey(op), attribute, subAttribute },
      ...(path !== undefined && { path: maskedPath(path) }),
    })),
  }),
  ...(dryRun !== undefined && { today: sharedRun(dryRun) }),
  policy,
  leniencies: leniencies.map(({ rule }) => rule),
  clauses: clauses.map(({ document, section }) => `${document} section ${section}`),
});

/** What a diagnosis of a time is made of. */
export interface Period {
  /** Of the pages and their server. */
  readonly version: string;
  readonly organisation: { readonly profile: string; readonly scimEnabled: boolean };
  readonly mappingVersion: number;
  readonly state: string;
  /** Filters of the list that say nothing of people. */
  readonly filters: Json;
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
  /** Whether there are older requests that the filters select. */
  readonly hasMore: boolean;
}

/** A diagnosis of a time that may be shared. */
export const periodBundleOf = ({
  version,
  organisation,
  mappingVersion,
  state,
  filters,
  entries,
  hasMore,
}: Period): Json => ({
  product: productOf(version),
  madeAt: new Date().toISOString(),
  connection: { state, policy: organisation.profile, scimEnabled: organisation.scimEnabled, mappingVersion },
  filters,
  hasMore,
  requests: entries.map(sharedEntry),
});

/** A text between single quotes for a shell. */
const quoted = (value: string): string => `'${value.split("'").join(String.raw`'\''`)}'`;

/** The request as a command, without values and without a token. */
export const curlOf = ({ request: { method, path, body, ifMatch } }: Explanation): string =>
  [
    `curl -X ${method} "$SCIM_BASE_URL"${quoted(maskedUrl(path))}`,
    `-H "Authorization: Bearer $SCIM_TOKEN"`,
    ...(ifMatch === undefined ? [] : [`-H ${quoted(`If-Match: ${MASK}`)}`]),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/scim+json'`, `--data ${quoted(JSON.stringify(masked(body)))}`]),
  ].join(' \\\n  ');
