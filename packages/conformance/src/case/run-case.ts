// Plays a case on an organisation that holds nothing but what the case gives.
import { exchange, faultsOf, type ClientProfile, type ScimTarget } from '../client/scim-client.ts';
import type { ScimAnswer, ScimRequest } from '../client/exchange.ts';
import { isArray, isObject, layOver, valueAt, type Json, type JsonObject } from '../json.ts';
import type { CaseRequest, CaseStep, ConformanceCase } from './case-format.ts';
import { unmet } from './expectation.ts';
import { fill, fillText, type Saved } from './template.ts';

/** Why a case failed: the first step whose answer is not right, and all that is wrong with it. */
export interface CaseFailure {
  /** Which step: its number from 1, its note, method and path. For resources that could not be made: their name. */
  readonly step: string;
  readonly faults: readonly string[];
  /** The answer, its text cut to 2000 characters; absent when none arrived. */
  readonly answer?: { readonly status: number; readonly text: string };
}

export interface CaseOptions {
  /** Whether to delete afterwards what the case made. The default is true. */
  readonly cleanUp?: boolean;
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:';

interface Play {
  readonly target: ScimTarget;
  readonly profile: ClientProfile;
  readonly saved: Map<string, Json>;
  /** Locations of what was made, in that order. */
  readonly made: string[];
}

/** Remembers what an answer says was made, alone or as part of a bulk request. */
const noteMade = ({ made }: Play, { status, headers, body }: ScimAnswer): void => {
  if (status === 201 && headers.location !== undefined) made.push(headers.location);
  const results = valueAt(body, '/Operations');
  if (status !== 200 || !isArray(results)) return;
  for (const result of results) {
    if (isObject(result) && result['status'] === '201') made.push(String(result['location']));
  }
};

const send = async (
  play: Play,
  step: string,
  request: ScimRequest,
  expectation: (answer: ScimAnswer) => readonly string[],
): Promise<ScimAnswer | CaseFailure> => {
  let answer: ScimAnswer;
  try {
    answer = await exchange(play.target, play.profile, request);
  } catch (error) {
    return { step, faults: [`no answer: ${String(error)}`] };
  }
  noteMade(play, answer);
  const faults = [...faultsOf(play.target, request, answer), ...expectation(answer)];
  if (faults.length === 0) return answer;
  return { step, faults, answer: { status: answer.status, text: answer.text.slice(0, 2000) } };
};

const createGiven = async (play: Play, { given }: ConformanceCase): Promise<CaseFailure | undefined> => {
  const kinds = [
    ['User', given.users],
    ['Group', given.groups],
  ] as const;
  for (const [kind, resources] of kinds) {
    for (const [name, template] of Object.entries(resources ?? {})) {
      const body = layOver({ schemas: [`${CORE}${kind}`] }, fill(template, play.saved));
      const request = { method: 'POST', path: `/${kind}s`, body };
      const answer = await send(play, `given ${name}`, request, ({ status }) =>
        status === 201 ? [] : [`status is ${status}, expected 201`],
      );
      if ('faults' in answer) return answer;
      play.saved.set(name, answer.body ?? null);
    }
  }
  return undefined;
};

const texts = (members: JsonObject | undefined, saved: Saved): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(members ?? {}).map(([name, value]) => [
      name,
      value === null ? null : fillText(String(value), saved),
    ]),
  );

const bodyOf = (request: CaseRequest, saved: Saved): Json | undefined => {
  const overlay = request.body === undefined ? undefined : fill(request.body, saved);
  if (request.echo === undefined) return overlay;
  const echoed = saved.get(request.echo);
  if (!isObject(echoed)) throw new Error(`nothing was saved as ${request.echo}`);
  return overlay === undefined ? echoed : layOver(echoed, overlay);
};

const requestOf = (request: CaseRequest, saved: Saved): ScimRequest => {
  const body = bodyOf(request, saved);
  const query = Object.entries(texts(request.query, saved)).map(([name, value]) => [name, value ?? '']);
  return {
    method: request.method,
    path: fillText(request.path, saved),
    headers: texts(request.headers, saved),
    ...(query.length > 0 && { query: Object.fromEntries(query) }),
    ...(body !== undefined && { body }),
    ...(request.rawBody !== undefined && { rawBody: fillText(request.rawBody, saved) }),
  };
};

const describeStep = (step: CaseStep, index: number): string =>
  `step ${index + 1}${step.note === undefined ? '' : ` (${step.note})`}: ${step.request.method} ${step.request.path}`;

const playSteps = async (play: Play, { steps }: ConformanceCase): Promise<CaseFailure | undefined> => {
  for (const [index, step] of steps.entries()) {
    const answer = await send(play, describeStep(step, index), requestOf(step.request, play.saved), (received) =>
      unmet(received, step.response, play.saved),
    );
    if ('faults' in answer) return answer;
    if (step.save !== undefined) play.saved.set(step.save, answer.body ?? null);
  }
  return undefined;
};

/** Deletes what was made, the last first. What the case deleted itself is 404 here. */
const remove = async ({ target, profile, made }: Play): Promise<void> => {
  const base = target.publicBaseUrl ?? target.baseUrl;
  for (const location of made.toReversed()) {
    if (location.startsWith(`${base}/`))
      await exchange(target, profile, { method: 'DELETE', path: location.slice(base.length) });
  }
};

/**
 * Plays a case and says why it failed; undefined when every answer was right. The organisation of the token must hold no
 * users and groups. Rejects when the case itself is wrong: it asks for a value that was not saved.
 */
export const runCase = async (
  one: ConformanceCase,
  profile: ClientProfile,
  target: ScimTarget,
  { cleanUp = true }: CaseOptions = {},
): Promise<CaseFailure | undefined> => {
  const saved = new Map<string, Json>([
    ['base', target.baseUrl],
    ['token', target.token],
  ]);
  const play: Play = { target, profile, saved, made: [] };
  try {
    return (await createGiven(play, one)) ?? (await playSteps(play, one));
  } finally {
    if (cleanUp) await remove(play);
  }
};

/** A failure as text: the step, a line for each fault, and the answer. */
export const describeFailure = ({ step, faults, answer }: CaseFailure): string =>
  [
    step,
    ...faults.map((fault) => `- ${fault}`),
    ...(answer === undefined ? [] : [`answer: ${answer.status} ${answer.text}`]),
  ].join('\n');
