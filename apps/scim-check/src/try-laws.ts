// Tries the laws of a server, one after the other.
import { parseJson, type Json, type ScimTarget } from '@looop-scim/conformance';
import { serverLaws, type LawEffort, type SendRequest, type ServerLaws } from '@looop-scim/laws';
import { NotCheckable } from './describe-server.ts';

/** A law that was tried. */
interface TriedLaw {
  readonly name: string;
  /** The requests that break it; absent when it holds. */
  readonly counterexample?: string;
}

/** What became of the laws. */
export interface TriedLaws extends LawEffort {
  readonly laws: readonly TriedLaw[];
  /** Which laws the server cannot be asked, and why. */
  readonly leftOut: readonly string[];
}

/** How laws are tried. */
export interface LawRequest {
  readonly target: ScimTarget;
  readonly effort: LawEffort;
  /** Aborted to stop; what the case in hand has made is deleted first. */
  readonly stop: AbortSignal;
  /** Told of each law that begins, and of every tenth of its cases. */
  readonly onProgress: (line: string) => void;
  readonly onBroken: (name: string, counterexample: string) => void;
}

const MEDIA_TYPE = 'application/scim+json';

const jsonOf = (text: string): Json | undefined => {
  try {
    return text === '' ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
};

/** Requests with the token of the target. Once stopped, only deletions go out. */
const senderOf =
  ({ baseUrl, token, transport }: ScimTarget, stop: AbortSignal): SendRequest =>
  async ({ method, path, headers, body }) => {
    if (method !== 'DELETE') stop.throwIfAborted();
    const { status, text, ...answer } = await transport({
      method,
      url: `${baseUrl}${path}`,
      headers: {
        accept: MEDIA_TYPE,
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': MEDIA_TYPE }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status, headers: answer.headers, body: jsonOf(text) };
  };

const lawsOf = async (send: SendRequest, onCase: (name: string, done: number) => void): Promise<ServerLaws> => {
  try {
    return await serverLaws(send, { onCase });
  } catch (error) {
    throw new NotCheckable(`No laws can be tried: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

/** Tries the laws of a server. @throws NotCheckable when it does not say what it is, or serves no users */
export const tryLaws = async ({ target, effort, stop, onProgress, onBroken }: LawRequest): Promise<TriedLaws> => {
  const tenth = Math.ceil(effort.runs / 10);
  const onCase = (_name: string, done: number): void => {
    if (done % tenth === 0) onProgress(`  ${done} of ${effort.runs} cases`);
  };
  if (stop.aborted) return { ...effort, laws: [], leftOut: [] };
  const { laws, leftOut } = await lawsOf(senderOf(target, stop), onCase);
  const tried: TriedLaw[] = [];
  for (const [at, { name, check }] of laws.entries()) {
    if (stop.aborted) break;
    onProgress(`Law ${at + 1} of ${laws.length}: ${name}`);
    const counterexample = await check(effort).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (stop.aborted) break;
    if (counterexample !== undefined) onBroken(name, counterexample);
    tried.push({ name, ...(counterexample !== undefined && { counterexample }) });
  }
  return { ...effort, laws: tried, leftOut };
};
