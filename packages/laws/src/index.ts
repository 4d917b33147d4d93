export { law, saysNothing, type Law, type LawEffort, type LawOptions } from './law.ts';
export {
  documentOf,
  membershipsOf,
  resourceOf,
  scalarOf,
  text,
  valueOf,
  type DocumentOptions,
} from './arbitraries/resource.ts';
export { clientBodyOf, jsonBodyOf, type ClientBody, type Json } from './arbitraries/client-body.ts';
export { sampleTypes } from './arbitraries/sample-type.ts';
export { type ContractCase, type OpenedStorage, type OpenStorage } from './contract/contract-case.ts';
export { contractRegistry } from './contract/contract-registry.ts';
export { storageContract } from './contract/storage-contract.ts';
export { closingContract } from './contract/closing-contract.ts';
export { resourceLaws } from './laws/resource-laws.ts';
export { projectionLaws } from './laws/projection-laws.ts';
export { coreProjectionLaws } from './laws/core-projection-laws.ts';
export { pagingLaws } from './laws/paging-laws.ts';
export { faultsOfDetail, faultsOfText } from './detail-form.ts';
export { errorLaws } from './laws/error-laws.ts';
export { modelLaws } from './model/model-laws.ts';
export { filterTree, respellFilter, withoutPositions, type Respelling } from './arbitraries/filter-syntax.ts';
export { boundElementFilterFor, boundFilterFor, elementFilterFor, filterFor } from './arbitraries/filter.ts';
export { patchBodyOf, operationFor, writableNodes } from './arbitraries/patch.ts';
export { mappingSetOf } from './arbitraries/mapping.ts';
export { importLaws } from './laws/import-laws.ts';
export { mappingLaws } from './laws/mapping-laws.ts';
export { corePatchLaws } from './laws/core-patch-laws.ts';
export { patchLaws } from './laws/patch-laws.ts';
export { type SubjectOptions } from './laws/subject-case.ts';
export { coreFilterEngine, corePatcher, coreProjector } from './subjects/core-subjects.ts';
export {
  type FilterEngine,
  type FilterOutcome,
  type JsonObject,
  type Patcher,
  type PatchOutcome,
  type ProjectionParameters,
  type Projector,
  type Refusal,
  type SubjectType,
} from './subjects/subject.ts';
export { losslessLaws } from './laws/lossless-laws.ts';
export { memberLaws } from './laws/member-laws.ts';
export { explainLaws } from './laws/explain-laws.ts';
export { cursorLaws } from './laws/cursor-laws.ts';
export { spellingLaws } from './laws/spelling-laws.ts';
export { filterLaws, type FilterLawOptions } from './laws/filter-laws.ts';
export { coreFilterLaws } from './laws/core-filter-laws.ts';
export { serverLaws, type ServerLawOptions, type ServerLaws } from './server/server-laws.ts';
export { type SendRequest, type ServerAnswer, type ServerRequest } from './server/send-request.ts';
export { eventLaws, eventOrderLaws } from './events/event-laws.ts';
export { storageLaws } from './laws/storage-laws.ts';
export { tenancyLaws } from './laws/tenancy-laws.ts';
export { ownAttributeLaws, type OpenShipped } from './laws/own-attribute-laws.ts';
