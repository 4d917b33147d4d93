// What every client relies on in every answer, whatever the request was: the response contract of the common identity
// providers and client libraries (OKTA-3, OKTA-9, OKTA-45, LIB-1, LIB-3, LIB-4, LIB-5, LIB-10). Not about one request's meaning.
import type { ScimAnswer, ScimRequest } from '../client/exchange.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const COMMON = 'schemas id externalId meta';

/** Names of attributes by resource type (`User`) or by URN of an extension. */
export type AttributeTable = Readonly<Record<string, ReadonlySet<string>>>;

const STANDARD_ATTRIBUTES: AttributeTable = {
  User: words(
    `${COMMON} userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active emails ` +
      `phoneNumbers ims photos addresses groups entitlements roles x509Certificates ${ENTERPRISE} ${LOOOP}`,
  ),
  Group: words(`${COMMON} displayName members`),
  [ENTERPRISE]: words('employeeNumber costCenter organization division department manager'),
  [LOOOP]: words('area department location position custom_1 custom_2 custom_3'),
};

/** Where a server is, and what it may show. */
export interface AnswerRules {
  /** What links in answers begin with. */
  readonly baseUrl: string;
  readonly attributes?: AttributeTable;
}

interface Rules extends AnswerRules {
  readonly attributes: AttributeTable;
}

/** The sentences whose condition holds. */
const whichHold = (...faults: readonly (readonly [boolean, string])[]): string[] =>
  faults.flatMap(([holds, fault]) => (holds ? [fault] : []));

const strangers = (attributes: AttributeTable, subject: string, object: Json | undefined): string[] => {
  const known = Object.hasOwn(attributes, subject) ? attributes[subject] : undefined;
  if (known === undefined || !isObject(object)) return [];
  return Object.keys(object).flatMap((key) => (known.has(key) ? [] : [`${subject} has ${key}, which no schema names`]));
};

const passwordsIn = (value: Json): number => {
  if (isArray(value)) return value.reduce<number>((sum, element) => sum + passwordsIn(element), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, member]) => sum + (key === 'password' ? 1 : passwordsIn(member)), 0);
};

const primaries = (name: string, value: Json): string[] => {
  if (!isArray(value)) return [];
  const count = value.filter((element) => isObject(element) && element['primary'] === true).length;
  return count > 1 ? [`${name} has ${count} primary values`] : [];
};

/** Whether an object is the one ServiceProviderConfig: it has no id and lies at a place of its own. */
const isConfig = ({ schemas }: JsonObject): boolean => isArray(schemas) && schemas.includes(CONFIG);

const faultsOfMeta = (meta: JsonObject, resource: JsonObject, { baseUrl, attributes }: Rules): string[] => {
  const kind = String(meta['resourceType']);
  const location = meta['location'];
  const due = `${baseUrl}/${kind}s/${String(resource['id'])}`;
  const extensions = Object.keys(attributes).filter((name) => name.startsWith('urn:'));
  return [
    ...whichHold([location !== undefined && location !== due, `meta.location is ${JSON.stringify(location)}`]),
    ...strangers(attributes, kind, resource),
    ...extensions.flatMap((urn) => strangers(attributes, urn, resource[urn])),
  ];
};

const faultsOfResource = (resource: Json, rules: Rules): string[] => {
  if (!isObject(resource)) return ['a resource is no object'];
  if (isConfig(resource)) return [];
  const { schemas, id, active, meta } = resource;
  return [
    ...whichHold(
      [!isArray(schemas) || schemas.length === 0, 'a resource without schemas'],
      [typeof id !== 'string' || id === '', 'a resource without id'],
      [active !== undefined && typeof active !== 'boolean', 'active is no boolean'],
    ),
    ...(isObject(meta) ? faultsOfMeta(meta, resource, rules) : []),
    ...Object.entries(resource).flatMap(([name, value]) => primaries(name, value)),
  ];
};

const LIST_MEMBERS = words('schemas totalResults startIndex itemsPerPage Resources');
/** A page of a walk by cursor says where the next one begins, and not where it begins itself (RFC 9865 section 2). */
const WALK_MEMBERS = words('schemas totalResults itemsPerPage nextCursor Resources');

const faultsOfList = (list: JsonObject, rules: Rules, mayWalk: boolean): string[] => {
  const isWalk = mayWalk && list['startIndex'] === undefined;
  const faults = Object.keys(list).flatMap((key) =>
    (isWalk ? WALK_MEMBERS : LIST_MEMBERS).has(key) ? [] : [`ListResponse has ${key}`],
  );
  for (const name of ['totalResults', 'itemsPerPage', ...(isWalk ? [] : ['startIndex'])]) {
    if (!Number.isInteger(list[name])) faults.push(`${name} is ${JSON.stringify(list[name])}`);
  }
  const resources = list['Resources'];
  if (!isArray(resources)) return [...faults, 'Resources is no array'];
  if (list['itemsPerPage'] !== resources.length) faults.push('itemsPerPage is not the number of resources returned');
  if (Number(list['totalResults']) < resources.length) faults.push('totalResults is smaller than the page');
  return [...faults, ...resources.flatMap((resource) => faultsOfResource(resource, rules))];
};

const faultsOfBulk = ({ Operations }: JsonObject): string[] => {
  if (!isArray(Operations)) return ['Operations is no array'];
  return Operations.flatMap((result) => {
    if (!isObject(result) || typeof result['status'] !== 'string') return ['a result without a status'];
    const failed = Number(result['status']) >= 400;
    return failed === isObject(result['response']) ? [] : [`${result['status']} with a response that does not fit`];
  });
};

const faultsOfError = ({ status, headers, body }: ScimAnswer): string[] => {
  if (!isObject(body)) return ['an error without a JSON object'];
  const { schemas, status: said, detail } = body;
  return whichHold(
    [JSON.stringify(schemas) !== JSON.stringify([ERROR]), 'an error without the Error URN'],
    [said !== String(status), `status member is ${JSON.stringify(said)}`],
    [typeof detail !== 'string' || detail === '', 'an error without detail'],
    [status === 401 && !String(headers['www-authenticate']).startsWith('Bearer'), '401 without WWW-Authenticate'],
    [status === 405 && (headers.allow ?? '') === '', '405 without Allow'],
    [status === 500, 'the server failed'],
  );
};

const faultsOfWhole = ({ status, headers }: ScimAnswer, { meta }: JsonObject): string[] => {
  const { location, version } = isObject(meta) ? meta : {};
  return whichHold(
    [version !== undefined && headers.etag !== version, `ETag ${headers.etag} beside meta.version ${String(version)}`],
    [
      headers.location !== undefined && location !== undefined && headers.location !== location,
      'Location differs from meta.location',
    ],
    [status === 201 && headers.location === undefined, '201 without Location'],
  );
};

const faultsOfSuccess = (answer: ScimAnswer, rules: Rules, mayWalk: boolean): string[] => {
  const { body } = answer;
  if (!isObject(body)) return ['a body that is no JSON object'];
  const { schemas } = body;
  if (isArray(schemas) && schemas.includes(LIST)) return faultsOfList(body, rules, mayWalk);
  if (isArray(schemas) && schemas.includes(BULK)) return faultsOfBulk(body);
  return [...faultsOfResource(body, rules), ...faultsOfWhole(answer, body)];
};

const MEDIA_TYPE = 'application/scim+json; charset=utf-8';

/** Whether a request may have asked for a walk; whether it got one shows in the answer, which then has no startIndex. */
const mentionsCursor = ({ path, query = {}, body = null, rawBody }: ScimRequest): boolean =>
  `${path} ${JSON.stringify([query, body])} ${String(rawBody)}`.toLowerCase().includes('cursor');

/** What is wrong with an answer, one sentence a fault; empty when nothing is. */
export const faultsOfAnswer = (request: ScimRequest, answer: ScimAnswer, rules: AnswerRules): readonly string[] => {
  const { status, headers, text, body } = answer;
  if (text === '')
    return request.method === 'HEAD' || status === 204 || status === 304 ? [] : [`${status} without a body`];
  if (status === 204) return ['204 with a body'];
  const faults: string[] = [];
  if (headers['content-type'] !== MEDIA_TYPE) faults.push(`Content-Type is ${String(headers['content-type'])}`);
  if (body !== undefined && passwordsIn(body) > 0) faults.push('an answer with a password');
  const all: Rules = { attributes: STANDARD_ATTRIBUTES, ...rules };
  faults.push(...(status >= 400 ? faultsOfError(answer) : faultsOfSuccess(answer, all, mentionsCursor(request))));
  return faults;
};
