// One day in progress: sends what a step asks for, prints it, judges the answer, remembers what was made.
import type { Ledger } from './clean-up.ts';
import type { NoAnswer } from './client.ts';
import type { ScimClient } from './client.ts';
import { curlLine } from './curl.ts';
import { readableRequest } from './exchange.ts';
import type { Exchange, ScimRequest } from './exchange.ts';
import { bodyIsJson, noPassword, remarksOn } from './expectations/every-answer.ts';
import { statusIs } from './expectations/expectation.ts';
import type { Expectation, Finding, Need } from './expectations/expectation.ts';
import { at } from './json.ts';
import type { Report } from './report.ts';
import { answerTranscript, requestTranscript } from './transcript.ts';

/** How the answer to a step is judged. */
export interface Judgement extends Need {
  /** Statuses that Okta takes for the wanted outcome; `needs` and `advice` speak about them. */
  readonly status: readonly number[];
  readonly expect?: readonly Expectation[];
  /** One sentence: what it means for the administrator that this worked. */
  readonly means: string | ((exchange: Exchange) => string);
}

/** One request of the day and what is expected of its answer. */
export interface StepPlan extends Judgement {
  readonly request: ScimRequest;
}

/** The day cannot go on in this part: what later steps build on is missing. */
export class CutShort extends Error {}

/** A day in progress. */
export interface Day {
  readonly report: Report;
  /** Sends one request and judges its answer; gives the exchange whatever the judgement. */
  readonly step: (plan: StepPlan) => Promise<Exchange>;
  /** Sends a request without a step of its own; `findingsOf` and `report.step` do the rest. */
  readonly send: (request: ScimRequest) => Promise<Exchange>;
}

/** What a day is made of. */
export interface DaySettings {
  readonly baseUrl: string;
  readonly client: ScimClient;
  readonly ledger: Ledger;
  readonly report: Report;
  /** Once aborted, no further step begins. */
  readonly stop: AbortSignal;
  /** Once aborted, not even the answer under way is waited for. */
  readonly cutOff: AbortSignal;
  /** Print each request as a curl line. */
  readonly curl: boolean;
  /** Print each request and answer whole. */
  readonly verbose: boolean;
}

/** Judges an answer: the status first, then the body; the details only when both are right. */
export const findingsOf = (exchange: Exchange, judgement: Judgement): readonly Finding[] => {
  const first = statusIs(judgement, judgement.status)(exchange) ?? bodyIsJson(exchange);
  if (first !== undefined) return [first];
  return [noPassword, ...(judgement.expect ?? [])].flatMap((expectation) => expectation(exchange) ?? []);
};

/** The id of a created resource; without it nothing that follows makes sense. */
export const idOf = (exchange: Exchange): string => {
  const id = at(exchange.json, 'id');
  if (exchange.status >= 300 || typeof id !== 'string' || id === '')
    throw new CutShort(`${readableRequest(exchange.request)} gave no id`);
  return id;
};

/** A client that prints what passes through it. */
export const printingClient = (settings: Omit<DaySettings, 'ledger' | 'stop' | 'cutOff'>): ScimClient => ({
  send: async (request, signal) => {
    const { baseUrl, report } = settings;
    if (settings.curl) report.lines([curlLine(baseUrl, request)]);
    if (settings.verbose) report.lines(requestTranscript(baseUrl, request));
    const exchange = await settings.client.send(request, signal);
    if (settings.verbose) report.lines(answerTranscript(exchange));
    return exchange;
  },
});

/** Begins a day. */
export const beginDay = (settings: DaySettings): Day => {
  const { ledger, report, stop, cutOff } = settings;
  const client = printingClient(settings);
  const send = async (request: ScimRequest): Promise<Exchange> => {
    stop.throwIfAborted();
    ledger.expectOf(request);
    const exchange = await client.send(request, cutOff);
    ledger.learnFrom(exchange);
    for (const remark of remarksOn(exchange)) report.remark(remark);
    return exchange;
  };
  const step = async (plan: StepPlan): Promise<Exchange> => {
    const exchange = await send(plan.request);
    report.step({
      title: readableRequest(plan.request),
      status: exchange.status,
      milliseconds: exchange.milliseconds,
      means: typeof plan.means === 'string' ? plan.means : plan.means(exchange),
      findings: findingsOf(exchange, plan),
    });
    return exchange;
  };
  return { report, step, send };
};

/** The step for a request that got no answer. */
export const unanswered = (error: NoAnswer): Parameters<Report['step']>[0] => ({
  title: readableRequest(error.request),
  status: 0,
  milliseconds: 0,
  means: '',
  findings: [
    {
      okta: 'OKTA-7',
      needs: 'an answer within 60 seconds',
      came: error.message,
      advice: 'See whether the server is still running and what its log says about this request.',
    },
  ],
});
