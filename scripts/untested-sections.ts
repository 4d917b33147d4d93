// Sections that no test cites, each with the reason.

interface Untested {
  readonly status:
    'no requirement' | 'tested elsewhere' | 'implemented' | 'left to operators' | 'in part' | 'not offered';
  readonly why: string;
}

/** By RFC and section. A section that a test cites must not be here. */
export const UNTESTED: Readonly<Record<string, Untested>> = {
  '7643 1': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 1.1': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 1.2': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 3.2': { status: 'tested elsewhere', why: 'An extension as data is tried in the tests of the schema registry.' },
  '7643 4': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 8': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 8.1': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 8.3': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 8.5': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 8.6': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 8.7': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 8.7.2': {
    status: 'not offered',
    why: '/Schemas lists the schemas of resources alone, not those of the discovery resources themselves.',
  },
  '7643 9': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 9.1': { status: 'left to operators', why: "Refers to RFC 7644 section 7: TLS is the proxy's." },
  '7643 10': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 10.1': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 10.2': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 10.2.1': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 10.3': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 10.3.1': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 10.3.2': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 10.4': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 11': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 11.1': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 11.2': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
  '7643 2.3.7': {
    status: 'implemented',
    why: 'References are URIs as text; whether one can be reached is not checked.',
  },
  '7643 9.3': {
    status: 'left to operators',
    why: 'Ids are per organisation; who may read what follows from the token.',
  },
  '7644 1': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 1.1': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 1.2': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 1.3': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 3': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 3.4': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 3.5': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 5': {
    status: 'in part',
    why: 'Strings are compared in NFC and case-folded; the other rules of PRECIS are not applied.',
  },
  '7644 6': {
    status: 'tested elsewhere',
    why: 'The organisation follows from the token: test/server/two-organisations.test.ts.',
  },
  '7644 7': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 8': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 8.2': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 9': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 9.1': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 9.2': { status: 'no requirement', why: 'Overview, registries or references.' },
  '7644 2.1': {
    status: 'left to operators',
    why: 'Tokens are issued and revoked by the operator; their lifetime is a choice at issue.',
  },
  '7644 2.2': { status: 'not offered', why: 'Only /ServiceProviderConfig is read without a token.' },
  '7644 3.3.1': {
    status: 'tested elsewhere',
    why: 'meta.resourceType follows from the endpoint, as the tests of creation show.',
  },
  '7644 6.1': {
    status: 'tested elsewhere',
    why: 'The organisation follows from the token: test/server/two-organisations.test.ts.',
  },
  '7644 6.2': {
    status: 'tested elsewhere',
    why: 'Ids and externalIds are per organisation: test/server/two-organisations.test.ts.',
  },
  '7644 7.1': { status: 'left to operators', why: 'Left to the HTTP layer.' },
  '7644 7.2': { status: 'left to operators', why: "TLS is the proxy's." },
  '7644 7.3': { status: 'left to operators', why: "TLS is the proxy's." },
  '7644 7.4': { status: 'left to operators', why: 'See SECURITY.md.' },
  '7644 7.6': { status: 'not offered', why: 'Nothing is created without a token.' },
  '7644 7.5': {
    status: 'tested elsewhere',
    why: 'Query strings and secrets are kept out of the log by every server test.',
  },
  '7644 7.5.1': {
    status: 'tested elsewhere',
    why: 'Query strings and secrets are kept out of the log by every server test.',
  },
  '7644 7.5.2': {
    status: 'implemented',
    why: 'Filters may stand in URIs as identity providers send them; they stay out of the log.',
  },
  '7644 7.7': {
    status: 'tested elsewhere',
    why: 'Filters reach a database as bound parameters; see the tests of the storages.',
  },
  '7644 7.8': {
    status: 'in part',
    why: 'Strings are compared in NFC and case-folded; PRECIS preparation beyond that is not applied.',
  },
  '9865 1': { status: 'no requirement', why: 'Overview, registries or references.' },
  '9865 1.1': { status: 'no requirement', why: 'Overview, registries or references.' },
  '9865 1.2': { status: 'no requirement', why: 'Overview, registries or references.' },
  '9865 6': { status: 'no requirement', why: 'Overview, registries or references.' },
  '9865 5.4': { status: 'no requirement', why: 'Overview, registries or references.' },
  '9865 2.3': { status: 'not offered', why: 'Index paging stays the default, which Okta needs.' },
  '9865 5': { status: 'tested elsewhere', why: 'A cursor opens nothing without a token of its organisation.' },
  '9865 5.1': { status: 'tested elsewhere', why: 'A cursor opens nothing without a token of its organisation.' },
  '9865 5.3': {
    status: 'implemented',
    why: 'Cursors hold no state in the service, so that there is nothing to exhaust.',
  },
  '7643 8.4': { status: 'no requirement', why: 'Overview, examples, registries or references.' },
};
