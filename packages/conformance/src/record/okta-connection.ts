// How Okta connects, authenticates, tests credentials and looks people up.
import type { ClientBehaviour } from './client-behaviour.ts';

export const oktaConnection: readonly ClientBehaviour[] = [
  {
    id: 'OKTA-1',
    title: 'Headers of every request',
    sends:
      'Accept: application/scim+json, Accept-Charset: utf-8, Accept-Encoding: gzip,deflate, a bearer token and the agent "Okta SCIM Client 1.0.0". Old traces have a Content-Type on requests without a body, new ones do not. The test suite has another agent.',
    answer: 'A Content-Type on a request without a body is not needed and does no harm. Nothing depends on the agent.',
    evidence: ['documented', 'observed'],
    seen: 'Okta SCIM reference, editions of 2019 and 2024; wire logs of custom apps (okta-iam-lifecycle-lab, Firezone)',
  },
  {
    id: 'OKTA-2',
    title: 'Content type of bodies',
    sends: 'application/scim+json; charset=utf-8 on POST, PUT and PATCH. The test suite posts application/json.',
    answer: 'Both types are read, with any charset parameter.',
    evidence: ['documented', 'observed'],
    seen: 'Firezone capture; Okta SCIM reference of 2019; Okta SPEC test, step 6',
  },
  {
    id: 'OKTA-3',
    title: 'Content type of answers',
    sends:
      'Samples of the reference show text/json. A server that refused the Accept header made a synchronisation fail without a reason.',
    answer: 'application/scim+json; charset=utf-8 on every answer. The Accept header is not held against the client.',
    evidence: ['documented', 'reported'],
    seen: 'Okta SCIM reference; an article of Okta support on the failure of a synchronisation',
  },
  {
    id: 'OKTA-4',
    title: 'Authentication',
    sends:
      'A custom app adds "Bearer" to the token that the administrator pastes. In the catalogue\'s Header Auth template the field is the whole Authorization header, so that a pasted token may arrive without a scheme. Basic exists in old templates.',
    answer: 'The scheme is read in any case, with surplus spaces, and may be missing when the rest is exactly a token.',
    evidence: ['documented', 'observed', 'inferred'],
    seen: 'okta-iam-lifecycle-lab; Okta workshop of January 2026; OIN Wizard documentation',
  },
  {
    id: 'OKTA-5',
    title: 'Wrong token',
    sends: 'A request with a token that is not valid, with or without a scheme.',
    answer: '401 with a SCIM error that has a detail; never 400.',
    evidence: ['documented', 'observed'],
    seen: 'Okta SPEC test, step 11; okta-iam-lifecycle-lab',
  },
  {
    id: 'OKTA-6',
    title: 'Base URL',
    sends:
      'The base URL of the administrator, joined with /Users or /Groups. It must be HTTPS with a trusted certificate and has no underscore. A slash at its end makes //Users.',
    answer: 'Repeated slashes and one at the end mean the same as none.',
    evidence: ['documented', 'inferred'],
    seen: 'Okta guide to prepare a SCIM integration',
  },
  {
    id: 'OKTA-7',
    title: 'Time-out',
    sends: 'The connection is closed after 60 seconds. A create is repeated later.',
    answer: 'The repetition is 409, or the look-up before it finds the user. There is never a second user.',
    evidence: ['documented', 'reported'],
    seen: 'Okta SCIM FAQ; croffasia/itsaplan#250',
  },
  {
    id: 'OKTA-8',
    title: 'Too many requests',
    sends:
      'After 429 the client waits for the whole seconds of Retry-After; five minutes without it or with a date. Each further 429 doubles the wait; after ten attempts the task fails for good.',
    answer: 'Retry-After is an integer.',
    evidence: ['documented'],
    seen: 'Okta SCIM concepts',
    noCase:
      'The limit on requests is far beyond what a case sends; the suites of the server play it with small limits.',
  },
  {
    id: 'OKTA-9',
    title: 'Errors are JSON',
    sends:
      'Every error body is parsed as JSON, whatever made it; a plain text of a proxy is shown as "Invalid JSON". The detail is shown to the administrator. A 400 is not repeated.',
    answer:
      'Every error is a SCIM error, those of the framework included. The detail is written for the administrator.',
    evidence: ['observed', 'documented', 'reported'],
    seen: 'okta-iam-lifecycle-lab; Okta SCIM FAQ; Metatavu/keycloak-scim-server#100; fleetdm/fleet#52600',
  },
  {
    id: 'OKTA-10',
    title: 'What is never called',
    sends:
      'Nothing to /.search, /Bulk, /Me and /ServiceProviderConfig, no filter on meta.lastModified, no DELETE of users.',
    answer: 'Nothing to answer; other clients do call these.',
    evidence: ['documented'],
    seen: 'Okta SCIM FAQ and reference',
    noCase: 'A list of requests that Okta never sends; there is nothing to answer.',
  },
  {
    id: 'OKTA-11',
    title: 'Test API Credentials',
    sends:
      'GET /Users?startIndex=1&count=2, and GET /Groups?startIndex=1&count=100 when group import is ticked. The ticks that the console shows mirror the check boxes; nothing else is tested.',
    answer: '200 with a ListResponse, also when there is nobody.',
    evidence: ['observed', 'documented', 'reported'],
    seen: 'okta-iam-lifecycle-lab; Okta SCIM reference; Delinea guide',
  },
  {
    id: 'OKTA-12',
    title: 'Saving the tab "To App"',
    sends: 'The request of OKTA-11 again and nothing more.',
    answer: 'The same answer.',
    evidence: ['observed'],
    seen: 'okta-iam-lifecycle-lab',
  },
  {
    id: 'OKTA-13',
    title: 'People assigned before provisioning was on',
    sends: 'Nothing for them, "Force Sync" included, until the administrator presses "Provision User".',
    answer: 'The set-up guide tells the administrator.',
    evidence: ['observed'],
    seen: 'okta-iam-lifecycle-lab',
    noCase: 'Users assigned before provisioning was switched on are not sent: the set-up guide tells administrators.',
  },
  {
    id: 'OKTA-14',
    title: 'Existence check',
    sends:
      'GET /Users?filter=userName eq "..."&startIndex=1&count=100 before each provisioning and re-provisioning. Spaces come as %20 or +, a plus as %2B. The attribute is the app\'s unique identifier field; the operator is eq alone.',
    answer: 'Queries are decoded as forms are. eq works on userName, externalId, emails and id.',
    evidence: ['documented', 'observed', 'inferred'],
    seen: 'Okta SCIM reference; okta-iam-lifecycle-lab; Firezone capture; oktadeveloper/okta-blog-archive#1956',
  },
  {
    id: 'OKTA-15',
    title: 'No match',
    sends: 'A filter for somebody who is not there. The reference allows 404, the test suite does not.',
    answer: '200 with totalResults 0 and an empty list.',
    evidence: ['documented'],
    seen: 'Okta SCIM reference; Okta SPEC test, steps 3 and 5',
  },
  {
    id: 'OKTA-16',
    title: 'A match is linked',
    sends:
      'The id of the first hit is kept for the assignment and the profile is pushed; a custom app sends PUT and no POST. Other attributes are not compared.',
    answer: 'Exactly one resource for a unique name.',
    evidence: ['documented', 'observed'],
    seen: 'Okta SCIM reference; Okta QA plan C9335; okta-iam-lifecycle-lab',
  },
];
