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
export { patchLaws } from './laws/patch-laws.ts';
export { losslessLaws } from './laws/lossless-laws.ts';
export { memberLaws } from './laws/member-laws.ts';
export { cursorLaws } from './laws/cursor-laws.ts';
export { spellingLaws } from './laws/spelling-laws.ts';
export { filterLaws } from './laws/filter-laws.ts';
export { storageLaws } from './laws/storage-laws.ts';
export { tenancyLaws } from './laws/tenancy-laws.ts';
export { ownAttributeLaws, type OpenShipped } from './laws/own-attribute-laws.ts';
