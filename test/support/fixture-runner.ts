// Replays a fixture on an organisation that holds nothing but what the fixture gives.
import type { ClientProfile, Fixture, FixtureRequest, FixtureStep } from './fixture.ts';
import { unmet } from './fixture-expectation.ts';
import { fill, fillText, type Saved } from './fixture-template.ts';
import { isObject, layOver, type Json, type JsonObject } from './json.ts';
import { makeScimClient, type ScimClient, type ScimRequest } from './scim-client.ts';
import type { ServedOrganisation } from './flavours.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:';

const createGiven = async (client: ScimClient, fixture: Fixture, saved: Map<string, Json>): Promise<void> => {
  const kinds = [
    ['User', fixture.given.users],
    ['Group', fixture.given.groups],
  ] as const;
  for (const [kind, resources] of kinds) {
    for (const [name, template] of Object.entries(resources ?? {})) {
      const body = layOver({ schemas: [`${CORE}${kind}`] }, fill(template, saved));
      const answer = await client.post(`/${kind}s`, body);
      if (answer.status !== 201 || answer.body === undefined)
        throw new Error(`given ${name}: ${answer.status} ${answer.text}`);
      saved.set(name, answer.body);
    }
  }
};

const texts = (members: JsonObject | undefined, saved: Saved): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(members ?? {}).map(([name, value]) => [
      name,
      value === null ? null : fillText(String(value), saved),
    ]),
  );

const bodyOf = (request: FixtureRequest, saved: Saved): Json | undefined => {
  const overlay = request.body === undefined ? undefined : fill(request.body, saved);
  if (request.echo === undefined) return overlay;
  const echoed = saved.get(request.echo);
  if (!isObject(echoed)) throw new Error(`nothing was saved as ${request.echo}`);
  return overlay === undefined ? echoed : layOver(echoed, overlay);
};

const requestOf = (request: FixtureRequest, saved: Saved): ScimRequest => {
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

const describeStep = (step: FixtureStep, index: number): string =>
  `step ${index + 1}${step.note === undefined ? '' : ` (${step.note})`}: ${step.request.method} ${step.request.path}`;

/** Replays all steps; throws with the step and all that its answer lacks. */
export const replay = async (
  fixture: Fixture,
  profile: ClientProfile,
  organisation: ServedOrganisation,
): Promise<void> => {
  const client = makeScimClient({ ...organisation, ...profile });
  const saved = new Map<string, Json>([
    ['base', organisation.baseUrl],
    ['token', organisation.token],
  ]);
  await createGiven(client, fixture, saved);
  for (const [index, step] of fixture.steps.entries()) {
    const answer = await client.send(requestOf(step.request, saved));
    const faults = unmet(answer, step.response, saved);
    if (faults.length > 0) {
      throw new Error(
        `${describeStep(step, index)}\n- ${faults.join('\n- ')}\nanswer: ${answer.status} ${answer.text.slice(0, 2000)}`,
      );
    }
    if (step.save !== undefined) saved.set(step.save, answer.body ?? null);
  }
};
