// Which folder may import which. scripts/boundaries.ts proves that each rule bites.
const forbidden = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const inner = '^packages/(scim|provisioning|laws|conformance)/';

module.exports = {
  forbidden: [
    forbidden(
      'scim-imports-effect-alone',
      'The protocol is pure: no Node built-ins, no other package but leven, a pure edit distance.',
      { path: '^packages/scim/src/' },
      { pathNot: ['^packages/scim/src/', 'node_modules/effect/', 'node_modules/leven/'] },
    ),
    forbidden(
      'provisioning-imports-scim-and-effect',
      'The domain knows the protocol and its ports, no driver and no HTTP.',
      { path: '^packages/provisioning/src/' },
      { pathNot: ['^packages/(provisioning|scim)/src/', 'node_modules/effect/'] },
    ),
    forbidden(
      'conformance-imports-nothing',
      'Whoever plays the cases against a server of their own needs no other package, and no Node.',
      { path: '^packages/conformance/src/' },
      { pathNot: ['^packages/conformance/src/'] },
    ),
    forbidden(
      'core-is-inward',
      'The core knows neither adapters nor what composes them. Its tests may use what the suites share.',
      { path: inner },
      { path: '^(adapters/|apps/|packages/server-kit/|test/(?!support/))' },
    ),
    forbidden(
      'adapters-are-siblings',
      'An adapter implements ports; it never uses another adapter.',
      { path: '^adapters/([^/]+)/src/' },
      { path: '^adapters/', pathNot: '^adapters/$1/' },
    ),
    forbidden(
      'sources-know-no-test',
      'What is delivered needs no test.',
      { path: '^(packages|adapters|apps)/[^/]+/src/' },
      { path: '^(test/|(packages|adapters|apps)/[^/]+/test/)' },
    ),
    forbidden(
      'adapters-know-no-composition',
      'The kit wires adapters. Their tests may use what the suites share.',
      { path: '^adapters/' },
      { path: '^(apps/|packages/server-kit/|test/(?!support/))' },
    ),
    forbidden(
      'apps-are-imported-by-nobody',
      'No app is a library.',
      { path: '^(?:apps/([^/]+)|packages|adapters|test|scripts|examples)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbidden(
      'apps-compose-by-the-kit',
      'Which storage is opened and what stands behind a port is decided in the kit, once for all apps.',
      { path: '^apps/' },
      { path: '^adapters/(storage-|crypto-)' },
    ),
    forbidden(
      'di-only-in-server-kit',
      'Dependencies are plain arguments everywhere else. The library that makes certificates for tests asks for reflect-metadata.',
      { pathNot: '^(packages/server-kit/|test/support/server/certificates\\.ts$)' },
      { path: 'node_modules/(tsyringe|reflect-metadata)/' },
    ),
    forbidden(
      'domain-not-to-use-cases',
      'Use cases use the domain and its ports, not the other way round.',
      {
        path: '^packages/provisioning/src/(organisation|rules|activity|delivery|mapping|directory|ports|storage-support)/',
      },
      { path: '^packages/provisioning/src/use-cases/' },
    ),
    forbidden(
      'no-way-in-but-the-index',
      'A package is what its entry points list: its index, the index of a folder that has a sub-path of its own, or a file of its folder entry-points.',
      { path: '^(packages|adapters|apps)/([^/]+)/src/' },
      {
        path: '^(packages|adapters)/([^/]+)/src/',
        pathNot: [
          '^$1/$2/',
          '/src/index\\.ts$',
          '/src/[a-z-]+/index\\.ts$',
          '^packages/provisioning/src/entry-points/[a-z-]+\\.ts$',
          '^packages/scim/src/errors\\.ts$',
          '^adapters/http-api/src/contract\\.ts$',
          '^adapters/http-api/src/people-gate\\.ts$',
          '^adapters/webhooks-http/src/allowed-address\\.ts$',
          '^adapters/webhooks-http/src/target-url\\.ts$',
          '^packages/server-kit/src/operator/run-operator\\.ts$',
          '^packages/server-kit/src/node-version\\.ts$',
          '^packages/server-kit/src/workers/run-worker\\.ts$',
        ],
      },
    ),
    {
      ...forbidden(
        'folders-are-layers',
        'The folders of the core have a reading order, too.',
        { path: '^packages/scim/src/' },
        { circular: true },
      ),
      scope: 'folder',
    },
    forbidden('no-circular', 'A cycle has no reading order.', {}, { circular: true }),
    forbidden(
      'no-orphans',
      'What nobody imports is dead.',
      { orphan: true, path: '^(packages|adapters|apps)/[^/]+/src/' },
      {},
    ),
    forbidden('no-unresolvable', 'What cannot be found is not checked.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|adapters|apps)/[^/]+/dist/' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
