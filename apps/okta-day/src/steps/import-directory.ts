// Okta's import: the whole list in pages of 100. What is missing from it counts as removed, so paging must not lose anybody.
import { findingsOf } from '../day.ts';
import type { Day, Judgement } from '../day.ts';
import type { Exchange } from '../exchange.ts';
import { isList, isPageAt, resourcesOf, totalOf } from '../expectations/list-answers.ts';
import type { Finding } from '../expectations/expectation.ts';
import { at, isObject, showValue } from '../json.ts';
import type { Json } from '../json.ts';
import { importPageSize, page } from '../requests.ts';
import type { Endpoint } from '../requests.ts';

/** A resource that an import must hold, with the attributes it must show. */
export interface Expected {
  readonly id: string;
  readonly okta: string;
  /** What the import is to show of it, in words. */
  readonly needs: string;
  readonly holds: (resource: Json) => boolean;
}

/** Most pages that one walk reads: a day is no load test. */
const pageLimit = 200;

/** How often a walk is repeated before its disorder is believed: somebody else may change the directory meanwhile. */
const attempts = 3;

interface Walk {
  readonly pages: readonly Exchange[];
  readonly findings: readonly Finding[];
  readonly resources: readonly Json[];
  readonly complete: boolean;
}

/** Reads a whole list as Okta imports it and looks for what must be in it. */
export const importAll = async (day: Day, endpoint: Endpoint, expected: readonly Expected[]): Promise<void> => {
  let walk = await walkPages(day, endpoint, expected);
  for (let attempt = 1; attempt < attempts && walk.findings.length > 0; attempt += 1)
    walk = await walkPages(day, endpoint, expected);
  const { pages, resources, findings, complete } = walk;
  day.report.step({
    title: `GET ${endpoint}?startIndex=1&count=${importPageSize}${pages.length > 1 ? `  and ${pages.length - 1} more pages` : ''}`,
    status: pages.at(-1)?.status ?? 0,
    milliseconds: pages.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    means: `${resources.length} ${nounOf(endpoint, resources.length)} imported in ${pages.length} ${pages.length === 1 ? 'page' : 'pages'}${importRemark(endpoint, resources)}.`,
    findings,
  });
  if (!complete && findings.length === 0)
    day.report.remark(
      `Only the first ${pageLimit} pages of ${endpoint} were read; whether the rest is complete was not looked at.`,
    );
};

/** The page after the last one, which Okta asks for on small directories. */
export const importBeyondTheEnd = async (day: Day): Promise<void> => {
  const farBeyond = 1_000_001;
  await day.step({
    request: page('/Users', farBeyond),
    okta: 'OKTA-46',
    status: [200],
    needs: '200 and an empty page beyond the end of the list',
    advice: 'A startIndex after the last user is no error: answer with totalResults as always and no Resources.',
    expect: [isList, isPageAt(farBeyond, 0)],
    means: 'A page beyond the end is empty and no error, so an import ends cleanly.',
  });
};

const pageJudgement = (endpoint: Endpoint, startIndex: number): Judgement => ({
  okta: 'OKTA-44',
  status: [200],
  needs: `200 for the page of ${endpoint} that starts at ${startIndex}`,
  advice: 'Serve the list in pages by startIndex and count.',
  expect: [isList, isPageAt(startIndex, importPageSize)],
  means: '',
});

const walkPages = async (day: Day, endpoint: Endpoint, expected: readonly Expected[]): Promise<Walk> => {
  const pages: Exchange[] = [];
  const findings: Finding[] = [];
  let last = 1;
  for (let number = 0; number < Math.min(last, pageLimit) && findings.length === 0; number += 1) {
    const startIndex = number * importPageSize + 1;
    const exchange = await day.send(page(endpoint, startIndex));
    pages.push(exchange);
    findings.push(...findingsOf(exchange, pageJudgement(endpoint, startIndex)));
    last = Math.max(1, Math.ceil(totalOf(exchange) / importPageSize));
  }
  const resources = pages.flatMap(resourcesOf);
  const complete = findings.length === 0 && last <= pageLimit;
  if (complete)
    findings.push(...disorderOf(endpoint, totalOf(pages.at(-1)), resources), ...missing(expected, resources));
  return { pages, findings, resources, complete };
};

const disorderOf = (endpoint: Endpoint, total: number, resources: readonly Json[]): readonly Finding[] => {
  const need = {
    okta: 'OKTA-48',
    needs: 'pages that together hold every resource exactly once: who is missing from an import counts as removed',
    advice: 'Order the list by something that never changes, such as the id, and serve at least 100 resources a page.',
  };
  const findings: Finding[] = [];
  const distinct = new Set(resources.map((resource) => at(resource, 'id'))).size;
  if (distinct !== resources.length)
    findings.push({ ...need, came: `${resources.length} resources with ${distinct} different ids` });
  if (resources.length !== total)
    findings.push({ ...need, came: `${resources.length} resources, but totalResults ${total}` });
  const odd = resources.find((resource) => !isImportable(endpoint, resource));
  if (odd !== undefined) {
    findings.push({
      okta: endpoint === '/Users' ? 'OKTA-51' : 'OKTA-50',
      needs: endpoint === '/Users' ? 'users with id, userName and active' : 'groups with id, displayName and members',
      came: showValue(odd),
      advice: 'Lists carry whole resources, not only their ids.',
    });
  }
  return findings;
};

const isImportable = (endpoint: Endpoint, resource: Json): boolean => {
  if (!isObject(resource) || typeof at(resource, 'id') !== 'string') return false;
  return endpoint === '/Users'
    ? typeof at(resource, 'userName') === 'string' && typeof at(resource, 'active') === 'boolean'
    : typeof at(resource, 'displayName') === 'string' && Array.isArray(at(resource, 'members'));
};

const missing = (expected: readonly Expected[], resources: readonly Json[]): readonly Finding[] =>
  expected.flatMap(({ id, okta, needs, holds }) => {
    const found = resources.find((resource) => at(resource, 'id') === id);
    if (found !== undefined && holds(found)) return [];
    const came = found === undefined ? `no resource with the id ${id}` : showValue(found);
    return [
      {
        okta,
        needs,
        came,
        advice: 'List every resource of the organisation, inactive users included, as it is stored.',
      },
    ];
  });

const nounOf = (endpoint: Endpoint, count: number): string =>
  `${endpoint === '/Users' ? 'user' : 'group'}${count === 1 ? '' : 's'}`;

const importRemark = (endpoint: Endpoint, resources: readonly Json[]): string => {
  if (resources.length === 0) return '';
  if (endpoint === '/Groups') return ', members included';
  const inactive = resources.filter((resource) => at(resource, 'active') === false).length;
  return inactive === 0 ? '' : `, inactive ones included (${inactive}; Okta leaves them out of its count)`;
};
