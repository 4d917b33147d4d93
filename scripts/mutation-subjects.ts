// The subjects of packages/provisioning under mutation testing. Each mutant meets the suites of its subject alone: all of them
// take minutes, those of one subject seconds.

/** Some sources of the package, and the fast suites that hold them. */
export interface MutatedSubject {
  /** Globs relative to the `src` of the package. */
  readonly only: readonly string[];
  /** Files of tests, as globs relative to the root. */
  readonly suites: readonly string[];
}

/** By name. */
export const PROVISIONING_SUBJECTS: Readonly<Record<string, MutatedSubject>> = {
  security: {
    only: [
      'organisation/*.ts',
      'use-cases/{authenticate,record-refused-tokens,organisation-secrets,token-endings,administer-keys,administer-organisations,count-rate-refusals,refusals}.ts',
    ],
    suites: [
      'packages/provisioning/test/*.test.ts',
      'packages/server-kit/test/{composition,keep-logs-short}.test.ts',
      'packages/server-kit/test/limits/failed-tokens.test.ts',
      'packages/server-kit/test/people/operations.test.ts',
      'adapters/http-api/test/operations.test.ts',
      'adapters/http-scim/test/{failures,authentication}.test.ts',
    ],
  },
  directory: {
    only: [
      'rules/*.ts',
      'use-cases/{answer,bulk-*,change-resource,create-resource,cursor,delete-resource,describe-service,find-members,find-user,get-resource,list-resources,patch-resource,read-one,replace-resource,run-bulk,scim-service}.ts',
    ],
    suites: [
      'packages/provisioning/test/*.test.ts',
      'packages/provisioning/test/{directory/*,events/events}.test.ts',
      'test/paging/*.test.ts',
      'test/laws/{cursor,paging}.laws.test.ts',
      'adapters/http-scim/test/{bulk,cursor,entity-tags,search,me}.test.ts',
    ],
  },
  accounts: {
    only: ['accounts/*.ts', 'use-cases/accounts/*.ts'],
    suites: [
      'packages/provisioning/test/accounts/*.test.ts',
      'packages/server-kit/test/people/{browser,operations}.test.ts',
      'test/laws/leaving.laws.test.ts',
    ],
  },
  mapping: {
    only: ['mapping/*.ts', 'use-cases/{administer-mappings,mapping-impact,sets-in-hand}.ts', 'use-cases/platform/*.ts'],
    suites: [
      'packages/provisioning/test/mapping/*.test.ts',
      'packages/provisioning/test/events/{events,retell}.test.ts',
      'packages/server-kit/test/{own-attributes,jobs/job-answers}.test.ts',
      'test/laws/mapping.laws.test.ts',
      'adapters/http-api/test/{looking,mapping-sets,people}.test.ts',
    ],
  },
  activity: {
    only: [
      'activity/*.ts',
      'use-cases/{activity-entry,count-activity,find-duplicates,follow-activity,keeping-requests,read-activity,read-findings,read-health,read-set-up,record-reads,search-activity,trim-logs}.ts',
    ],
    suites: [
      'packages/provisioning/test/*.test.ts',
      'packages/provisioning/test/activity/*.test.ts',
      'packages/server-kit/test/people/{watch,operations}.test.ts',
      'adapters/http-api/test/looking.test.ts',
    ],
  },
  events: {
    only: [
      'events/*.ts',
      'delivery/*.ts',
      'use-cases/{event-feed,retell-people,telling-writes}.ts',
      'use-cases/webhooks/*.ts',
    ],
    suites: [
      'packages/provisioning/test/*.test.ts',
      'packages/provisioning/test/{events,delivery}/*.test.ts',
      'adapters/http-api/test/{events,webhooks}.test.ts',
      'test/webhooks/{administration,deliveries,delivering,due,meanwhile,order.laws,right-to-deliver}.test.ts',
    ],
  },
  imports: {
    only: [
      'directory/*.ts',
      'jobs/*.ts',
      'use-cases/{deactivate-missing,directory-parts,export-directory,import-*,job-store,jobs}.ts',
    ],
    suites: [
      'packages/provisioning/test/{imports,jobs}/*.test.ts',
      'test/import/{export,lines,memory,missing,races}.test.ts',
      'test/laws/import.laws.test.ts',
      'packages/server-kit/test/directory-file/import-file.test.ts',
    ],
  },
  attributes: {
    only: ['attributes/*.ts', 'use-cases/administer-attributes.ts'],
    suites: [
      'packages/provisioning/test/attributes/*.test.ts',
      'packages/server-kit/test/own-attributes.test.ts',
      'test/laws/own-attributes.laws.test.ts',
    ],
  },
  explain: {
    only: ['use-cases/explain/*.ts'],
    suites: ['packages/provisioning/test/explain/*.test.ts', 'test/laws/explain.laws.test.ts'],
  },
  'storage-support': {
    only: ['storage-support/*.ts'],
    suites: [
      'packages/provisioning/test/storage-support/*.test.ts',
      'packages/provisioning/test/{bulk,reads,page-meter,long-names,activity}.test.ts',
      'test/paging/*.test.ts',
      'test/contract/memory.test.ts',
      'test/laws/paging.laws.test.ts',
    ],
  },
};
