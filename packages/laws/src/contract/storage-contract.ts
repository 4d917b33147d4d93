// The contract of the storage ports, as one list.
import { activityCases } from './activity-cases.ts';
import { changeCases } from './change-cases.ts';
import { concurrencyCases } from './concurrency-cases.ts';
import type { ContractCase, OpenStorage } from './contract-case.ts';
import { createReadCases } from './create-read-cases.ts';
import { eventCases } from './event-cases.ts';
import { filterCases } from './filter-cases.ts';
import { listCases } from './list-cases.ts';
import { membershipCases } from './membership-cases.ts';
import { nestingAndDeletionCases } from './nesting-cases.ts';
import { operatorCases } from './operator-cases.ts';
import { recordCases } from './record-cases.ts';
import { recordingAndAtomicityCases } from './recording-cases.ts';
import { removalCases } from './removal-cases.ts';
import { revisionCases } from './revision-cases.ts';
import { retentionCases } from './retention-cases.ts';
import { schemaCases } from './schema-cases.ts';
import { sortCases } from './sort-cases.ts';
import { tenancyCases } from './tenancy-cases.ts';
import { uniquenessCases } from './uniqueness-cases.ts';
import { walkCases } from './walk-cases.ts';

/**
 * Everything that an adapter of the storage ports has to do, as named cases; none may be skipped. The storage has to be opened
 * with `contractRegistry`; one may serve all cases. What happens after closing is in `closingContract`.
 */
export const storageContract = (open: OpenStorage): readonly ContractCase[] =>
  [
    createReadCases,
    changeCases,
    uniquenessCases,
    listCases,
    walkCases,
    filterCases,
    sortCases,
    membershipCases,
    nestingAndDeletionCases,
    recordingAndAtomicityCases,
    activityCases,
    eventCases,
    retentionCases,
    revisionCases,
    recordCases,
    operatorCases,
    removalCases,
    tenancyCases,
    schemaCases,
    concurrencyCases,
  ].flatMap((aspect) => aspect(open));
