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

const faultsOfResource = (resource: Json, { baseUrl, attributes }: Rules): string[] => {
  if (!isObject(resource)) return ['a resource is no object'];
  if (isConfig(resource)) return [];
  const faults: string[] = [];
  if (!isArray(resource['schemas']) || resource['schemas'].length === 0) faults.push('a resource without schemas');
  if (typeof resource['id'] !== 'string' || resource['id'] === '') faults.push('a resource without id');
  if (resource['active'] !== undefined && typeof resource['active'] !== 'boolean') faults.push('active is no boolean');
  const meta = resource['meta'];
  if (isObject(meta)) {
    const kind = String(meta['resourceType']);
    const location = meta['location'];
    if (location !== undefined && location !== `${baseUrl}/${kind}s/${String(resource['id'])}`) {
      faults.push(`meta.location is ${JSON.stringify(location)}`);
    }
    const extensions = Object.keys(attributes).filter((name) => name.startsWith('urn:'));
    faults.push(...strangers(attributes, kind, resource));
    faults.push(...extensions.flatMap((urn) => strangers(attributes, urn, resource[urn])));
  }
  for (const [name, value] of Object.entries(resource)) faults.push(...primaries(name, value));
  return faults;
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
  const faults: string[] = [];
  if (JSON.stringify(body['schemas']) !== JSON.stringify([ERROR])) faults.push('an error without the Error URN');
  if (body['status'] !== String(status)) faults.push(`status member is ${JSON.stringify(body['status'])}`);
  if (typeof body['detail'] !== 'string' || body['detail'] === '') faults.push('an error without detail');
  if (status === 401 && !String(headers['www-authenticate'] ?? '').startsWith('Bearer'))
    faults.push('401 without WWW-Authenticate');
  if (status === 405 && (headers.allow ?? '') === '') faults.push('405 without Allow');
  if (status === 500) faults.push('the server failed');
  return faults;
};

const faultsOfSuccess = ({ status, headers, body }: ScimAnswer, rules: Rules, mayWalk: boolean): string[] => {
  if (!isObject(body)) return ['a body that is no JSON object'];
  if (isArray(body['schemas']) && body['schemas'].includes(LIST)) return faultsOfList(body, rules, mayWalk);
  if (isArray(body['schemas']) && body['schemas'].includes(BULK)) return faultsOfBulk(body);
  const faults = faultsOfResource(body, rules);
  const meta = body['meta'];
  const [location, version] = isObject(meta) ? [meta['location'], meta['version']] : [undefined, undefined];
  if (version !== undefined && headers.etag !== version)
    faults.push(`ETag ${headers.etag} beside meta.version ${String(version)}`);
  if (headers.location !== undefined && location !== undefined && headers.location !== location)
    faults.push('Location differs');
  if (status === 201 && headers.location === undefined) faults.push('201 without Location');
  return faults;
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
