// Faults in lists, lookups and imports.
import { alteringLists, answering, withoutInactive } from '../support/faulty-answers.ts';
import type { Case } from '../support/faulty-answers.ts';
import { isRecord, refusal, type Stored } from '../support/small-directory.ts';

/** Faults in lists. */
export const listFaults: readonly Case[] = [
  {
    fault: 'a lookup without a match is 404',
    okta: 'OKTA-15',
    alter: (asked, answer) => {
      const right = answer();
      return asked.query.has('filter') && isRecord(right.body) && right.body['totalResults'] === 0
        ? refusal(404, 'nobody')
        : right;
    },
  },
  {
    fault: 'totalResults is text',
    okta: 'OKTA-45',
    alter: alteringLists((list) => ({ ...list, totalResults: String(list['totalResults']) })),
  },
  {
    fault: 'itemsPerPage repeats count',
    okta: 'OKTA-45',
    alter: alteringLists((list, { query }) => ({ ...list, itemsPerPage: Number(query.get('count')) })),
  },
  {
    fault: 'the filter is ignored',
    okta: 'OKTA-15',
    alter: (asked, answer) => (asked.query.delete('filter'), answer()),
  },
  {
    fault: 'a page beyond the end is refused',
    okta: 'OKTA-46',
    alter: answering(
      ({ query }) => Number(query.get('startIndex')) > 1,
      () => refusal(400, 'no such page'),
    ),
  },
  {
    fault: 'the import leaves inactive users out',
    okta: 'OKTA-47',
    alter: alteringLists((list, { query, endpoint }) =>
      endpoint === '/Users' && !query.has('filter') ? withoutInactive(list) : list,
    ),
  },
  {
    fault: 'lists of groups have no members',
    okta: 'OKTA-50',
    alter: alteringLists((list) => ({
      ...list,
      Resources: (list['Resources'] as Stored[]).map(({ members: _, ...rest }) => rest),
    })),
  },
  {
    fault: 'startIndex is ignored',
    okta: 'OKTA-44',
    alter: (asked, answer) => {
      asked.query.set('startIndex', '1');
      return answer();
    },
    options: { existing: 150 },
  },
  {
    fault: 'count is ignored',
    okta: 'OKTA-44',
    alter: (asked, answer) => {
      asked.query.set('count', '1000');
      return answer();
    },
    options: { existing: 5 },
  },
  {
    fault: 'pages hold at most 50',
    okta: 'OKTA-48',
    alter: (asked, answer) => {
      asked.query.set('count', String(Math.min(50, Number(asked.query.get('count')))));
      return answer();
    },
    options: { existing: 150 },
  },
  {
    fault: 'pages overlap',
    okta: 'OKTA-48',
    alter: (asked, answer) => {
      const wanted = Number(asked.query.get('startIndex'));
      asked.query.set('startIndex', String(Math.max(1, wanted - 10)));
      const right = answer();
      return isRecord(right.body) && 'startIndex' in right.body
        ? { ...right, body: { ...right.body, startIndex: wanted } }
        : right;
    },
    options: { existing: 150 },
  },
];
