// What client libraries demand of answers: integrators and vendors of identity providers build on them.
import type { ClientRecord } from './client-behaviour.ts';

export const libraries: ClientRecord = {
  cases: 'libraries',
  name: 'Client libraries',
  prefix: 'LIB',
  summary: 'Libraries that were run against this server and others.',
  behaviours: [
    {
      id: 'LIB-1',
      title: 'Absolute locations',
      sends:
        'Takes meta.location for the resource. Another host than that of the base URL fails, and a relative path is joined to the base once more.',
      answer: 'meta.location is absolute and lies under exactly the base URL that the client uses.',
      evidence: ['documented'],
      seen: 'UnboundID scim2-sdk-client 5.0, ScimService.resolveWebTarget',
    },
    {
      id: 'LIB-2',
      title: 'Bodies in chunks',
      sends: 'Transfer-Encoding: chunked and no Content-Length.',
      answer: 'The body is read.',
      evidence: ['observed'],
      seen: "Jersey's Apache connector; Go with an io.Reader",
    },
    {
      id: 'LIB-3',
      title: 'No attribute beside the schemas',
      sends: 'Fails on a whole answer that has one attribute which no schema names.',
      answer: 'Resources have attributes of their schemas alone.',
      evidence: ['documented'],
      seen: 'UnboundID BaseScimResource; python scim2-client',
      noCase:
        'Every answer that a test receives is held against the attributes of the schemas, so that no case alone could show it.',
    },
    {
      id: 'LIB-4',
      title: 'ListResponse',
      sends: 'Fails on further members and on numbers that are texts.',
      answer: 'The members of RFC 7644 section 3.4.2 and of RFC 9865 section 2 alone.',
      evidence: ['documented'],
      seen: 'UnboundID SearchRequestBuilder',
    },
    {
      id: 'LIB-5',
      title: 'Content type of everything',
      sends: 'Wants application/scim+json on each body, errors included, and on a 204 to a PATCH too.',
      answer: 'It is there on every answer, on one without a body too.',
      evidence: ['documented'],
      seen: 'scim-sdk-client 1.30, RequestBuilder.getRequiredResponseHeaders',
    },
    {
      id: 'LIB-6',
      title: 'Exact statuses',
      sends: 'Takes 201 for a create, 200 for a PUT, 200 or 204 for a PATCH, 204 for a DELETE, and no other.',
      answer: 'Exactly these.',
      evidence: ['documented'],
      seen: 'scim-sdk-client, isExpectedResponseCode',
    },
    {
      id: 'LIB-7',
      title: 'Walking pages',
      sends:
        'Goes on by itemsPerPage and startIndex of the answer. An empty page below totalResults is asked for again for ever.',
      answer: 'A page is empty only when nothing is left.',
      evidence: ['documented'],
      seen: 'scim-sdk-client, ListBuilder.getAll',
    },
    {
      id: 'LIB-8',
      title: 'Spellings',
      sends:
        'Operators in capitals, spaces as +, no Accept header, count as a text in a search, a list of one where a single value is due.',
      answer: 'All are understood.',
      evidence: ['observed'],
      seen: 'scim-sdk-client',
    },
    {
      id: 'LIB-9',
      title: 'Bulk answers',
      sends: 'Reads bulkId from each result, whatever the method, and the id from its location.',
      answer: 'Both are there.',
      evidence: ['documented'],
      seen: 'scim-sdk-client, BulkBuilder',
    },
    {
      id: 'LIB-10',
      title: 'schemas, and the first cursor',
      sends:
        'Reads schemas even where attributes= leaves everything out. The first page of a walk is asked for by an empty cursor.',
      answer: 'schemas is always there; an empty cursor is the first page.',
      evidence: ['documented'],
      seen: 'scim2-client, get_model_by_payload; UnboundID, firstPageCursorWithCount',
    },
    {
      id: 'LIB-11',
      title: 'Scheme of authentication',
      sends: 'bearer in any case; looks for WWW-Authenticate.',
      answer: 'The scheme matches in any case; each 401 has WWW-Authenticate.',
      evidence: ['documented', 'observed'],
      seen: 'RFC 9110 section 11.1; a client in Go',
    },
  ],
};
