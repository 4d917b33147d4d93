// The format of a conformance fixture: one JSON file a case, replayed against a real server. The loader refuses what it does
// not know, so that a misspelt expectation cannot pass unnoticed.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isArray, isObject, parseJson, type Json, type JsonObject } from './json.ts';

/** Which kind of app of an identity provider sends this; `any` when all do. */
export type AppKind = 'oin' | 'aiw' | 'any';

/** What a step sends. Strings may hold placeholders: see fixture-template.ts. */
export interface FixtureRequest {
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
export interface FixtureResponse {
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

export interface FixtureStep {
  readonly note?: string;
  readonly request: FixtureRequest;
  readonly response: FixtureResponse;
  /** Name under which the answer's body is kept for placeholders of later steps. */
  readonly save?: string;
}

export interface Fixture {
  readonly id: string;
  readonly title: string;
  readonly app: AppKind;
  readonly source: string;
  /** Resources created before the first step, by the name that placeholders use. */
  readonly given: { readonly users?: JsonObject; readonly groups?: JsonObject };
  readonly steps: readonly FixtureStep[];
  readonly file: string;
}

/** Headers that the identity provider sends with every request, and with every body. */
export interface ClientProfile {
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
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
const FIXTURE: Shape = {
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

/** Reads the text of a fixture file; throws with file and place when it is not one. */
export const parseFixture = (file: string, text: string): Fixture => {
  const fixture = checked(parseJson(text), FIXTURE, file);
  const given = checked(fixture['given'] ?? {}, GIVEN, `${file}: given`);
  const steps = fixture['steps'];
  if (isArray(steps)) steps.forEach((step, index) => checkStep(step, `${file}: step ${index + 1}`));
  const name = basename(file);
  if (!name.startsWith(`${String(fixture['id'])}-`))
    throw new Error(`${file}: named after another id than ${String(fixture['id'])}`);
  const app = String(fixture['app']);
  if (app !== 'any' && !name.endsWith(`.${app}.json`))
    throw new Error(`${file}: the name does not end in .${app}.json`);
  // Every member has been checked against the format above.
  return { ...fixture, given, file } as unknown as Fixture;
};

const NOT_FIXTURES = new Set(['client.json', 'not-server.json']);

/** Reads all fixtures of a folder in the order of their file names, numbers in ids by value. */
export const loadFixtures = (folder: string): readonly Fixture[] => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !NOT_FIXTURES.has(file));
  files.sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
  return files.map((file) => parseFixture(file, readFileSync(join(folder, file), 'utf8')));
};

/** Reads client.json of a folder: what the identity provider sends with every request. */
export const loadClientProfile = (folder: string): ClientProfile => {
  const place = join(folder, 'client.json');
  const profile = checked(parseJson(readFileSync(place, 'utf8')), PROFILE, place);
  return {
    headers: Object.fromEntries(Object.entries(profile['headers'] ?? {}).map(([name, value]) => [name, String(value)])),
    contentType: String(profile['contentType']),
  };
};
