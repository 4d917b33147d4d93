// The format of a case: one JSON file, played against a real server. The reader refuses what it does
// not know, so that a misspelt expectation cannot pass unnoticed.
import type { ClientProfile } from '../client/scim-client.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** Which kind of app of an identity provider sends this; `any` when all do. */
export type AppKind = 'oin' | 'aiw' | 'any';

/** What a step sends. Strings may hold placeholders: see template.ts. */
export interface CaseRequest {
  readonly method: string;
  /** Appended to the base URL as it is, so that raw spellings can be tested. */
  readonly path: string;
  /** Appended percent-encoded. */
  readonly query?: JsonObject;
  /** Over those of client.json; null drops one. */
  readonly headers?: JsonObject;
  /** Name of a saved answer that is sent back, with `body` laid over it, as an AIW app updates. */
  readonly echo?: string;
  readonly body?: Json;
  readonly rawBody?: string;
}

/** What must be true of the answer. Places are JSON Pointers in which `*` stands for every element. */
export interface ExpectedAnswer {
  /** One status, or several that the client takes alike. */
  readonly status: Json;
  /** Exact value, `{"contains": "..."}`, or null for a header that must not be sent. */
  readonly headers?: JsonObject;
  /** Objects in part, arrays element by element. null: no body at all. */
  readonly body?: Json;
  /** Places that must not occur. */
  readonly absent?: readonly string[];
  /** Place to value that must be equal in full. */
  readonly equals?: JsonObject;
  /** Place to value that must differ. */
  readonly differs?: JsonObject;
  /** Place to text that the text there holds, or to a value that the array there has. */
  readonly contains?: JsonObject;
  /** Place with `*` to the values found there, in any order. */
  readonly sets?: JsonObject;
  /** Place to one of: string, integer, boolean, array, dateTime. */
  readonly types?: JsonObject;
  /** Texts that may stand nowhere in the body. */
  readonly lacks?: readonly string[];
}

/** One request and what must be true of its answer. */
export interface CaseStep {
  readonly note?: string;
  readonly request: CaseRequest;
  readonly response: ExpectedAnswer;
  /** Name under which the answer's body is kept for placeholders of later steps. */
  readonly save?: string;
}

/** What a client sends, in order, to an organisation that holds nothing but what the case gives. */
export interface ConformanceCase {
  /** Id of the record of clients, such as `OKTA-27`. */
  readonly id: string;
  readonly title: string;
  readonly app: AppKind;
  readonly source: string;
  /** Resources created before the first step, by the name that placeholders use. */
  readonly given: { readonly users?: JsonObject; readonly groups?: JsonObject };
  readonly steps: readonly CaseStep[];
  readonly file: string;
}

type Check = (value: Json) => boolean;
interface Shape {
  readonly required: Readonly<Record<string, Check>>;
  readonly optional: Readonly<Record<string, Check>>;
}

const isString: Check = (value) => typeof value === 'string' && value !== '';
const isStrings: Check = (value) => isArray(value) && value.every(isString);
const anything: Check = () => true;
const isStatus: Check = (value) => (isArray(value) ? value.every(isStatus) : Number.isInteger(value));
const isAppKind: Check = (value) => value === 'oin' || value === 'aiw' || value === 'any';

const REQUEST: Shape = {
  required: { method: isString, path: (value) => typeof value === 'string' && value.startsWith('/') },
  optional: {
    query: isObject,
    headers: isObject,
    echo: isString,
    body: anything,
    rawBody: (value) => typeof value === 'string',
  },
};
const RESPONSE: Shape = {
  required: { status: isStatus },
  optional: {
    headers: isObject,
    body: anything,
    absent: isStrings,
    equals: isObject,
    differs: isObject,
    contains: isObject,
    sets: isObject,
    types: isObject,
    lacks: isStrings,
  },
};
const STEP: Shape = {
  required: { request: isObject, response: isObject },
  optional: { note: isString, save: isString },
};
const GIVEN: Shape = { required: {}, optional: { users: isObject, groups: isObject } };
const CASE: Shape = {
  required: {
    id: isString,
    title: isString,
    app: isAppKind,
    source: isString,
    steps: (value) => isArray(value) && value.length > 0,
  },
  optional: { given: isObject },
};
const PROFILE: Shape = { required: { headers: isObject, contentType: isString }, optional: {} };

/** Checks names and kinds of an object's members; throws with the place of the first fault. */
const checked = (value: Json | undefined, shape: Shape, place: string): JsonObject => {
  if (!isObject(value)) throw new Error(`${place}: an object is due`);
  for (const name of Object.keys(shape.required)) {
    if (!Object.hasOwn(value, name)) throw new Error(`${place}: ${name} is missing`);
  }
  const checks = { ...shape.optional, ...shape.required };
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw new Error(`${place}: ${name} is no member of this format`);
    if (!check(member)) throw new Error(`${place}: ${name} has the wrong kind of value`);
  }
  return value;
};

const POINTED = ['equals', 'differs', 'contains', 'sets', 'types'];

const checkPointers = (response: JsonObject, place: string): void => {
  const absent = response['absent'];
  const pointers = POINTED.flatMap((name) => Object.keys(response[name] ?? {})).concat(
    isArray(absent) ? absent.map(String) : [],
  );
  for (const pointer of pointers) {
    if (pointer !== '' && !pointer.startsWith('/')) throw new Error(`${place}: ${pointer} is no JSON Pointer`);
  }
};

const checkStep = (value: Json, place: string): void => {
  const step = checked(value, STEP, place);
  const request = checked(step['request'], REQUEST, `${place}.request`);
  const response = checked(step['response'], RESPONSE, `${place}.response`);
  if (request['rawBody'] !== undefined && request['body'] !== undefined) throw new Error(`${place}: two bodies`);
  checkPointers(response, `${place}.response`);
};

const checkFileName = (file: string, id: string, app: string): void => {
  if (!file.startsWith(`${id}-`)) throw new Error(`${file}: named after another id than ${id}`);
  if (app !== 'any' && !file.endsWith(`.${app}.json`))
    throw new Error(`${file}: the name does not end in .${app}.json`);
};

/** Reads a case from the content of its file, named without folders; throws with file and place when it is not one. */
export const readCase = (file: string, content: Json): ConformanceCase => {
  const fields = checked(content, CASE, file);
  const given = checked(fields['given'] ?? {}, GIVEN, `${file}: given`);
  const steps = fields['steps'];
  if (isArray(steps)) steps.forEach((step, index) => checkStep(step, `${file}: step ${index + 1}`));
  checkFileName(file, String(fields['id']), String(fields['app']));
  // Every member has been checked against the format above.
  return { ...fields, given, file } as unknown as ConformanceCase;
};

/** Reads the content of a client.json: what the identity provider sends with every request. */
export const readClientProfile = (place: string, content: Json): ClientProfile => {
  const profile = checked(content, PROFILE, place);
  return {
    headers: Object.fromEntries(Object.entries(profile['headers'] ?? {}).map(([name, value]) => [name, String(value)])),
    contentType: String(profile['contentType']),
  };
};
