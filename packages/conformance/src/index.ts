export { faultsOfAnswer, type AnswerRules, type AttributeTable } from './answer/answer-faults.ts';
export {
  readCase,
  readClientProfile,
  type AppKind,
  type CaseRequest,
  type CaseStep,
  type ConformanceCase,
  type ExpectedAnswer,
} from './case/case-format.ts';
export { unmet } from './case/expectation.ts';
export { describeFailure, runCase, type CaseFailure, type CaseOptions } from './case/run-case.ts';
export { fill, type Saved } from './case/template.ts';
export { allCases, type ClientCases } from './cases/all-cases.ts';
export type { AnswerHeaders, ScimAnswer, ScimRequest, Transport, WireRequest } from './client/exchange.ts';
export { fetchTransport, type FetchLike } from './client/fetch-transport.ts';
export {
  makeScimClient,
  PATCH_OP,
  type ClientProfile,
  type ScimClient,
  type ScimTarget,
} from './client/scim-client.ts';
export {
  arrayAt,
  isArray,
  isObject,
  layOver,
  parseJson,
  textAt,
  valueAt,
  valuesAt,
  type Json,
  type JsonObject,
} from './json.ts';
export { isOnRecord, recordCitationsIn, type RecordCitation } from './record/citations.ts';
export type { ClientBehaviour, ClientRecord, Evidence } from './record/client-behaviour.ts';
export { clientBehaviours, clients } from './record/clients.ts';
export { everyClient, type SharedNeed } from './record/every-client.ts';
export { guards, type Guard } from './record/guards.ts';
