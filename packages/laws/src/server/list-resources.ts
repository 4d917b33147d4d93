// Reads lists page by page (RFC 7644 section 3.4.2.4).
import type { JsonObject } from '../subjects/subject.ts';
import { elementsOf, isObject, memberOf } from './json.ts';
import { expectThat, objectOf, type Trial } from './trial.ts';

/** A list that ends later than this does not move on. */
const MOST_PAGES = 10_000;

/** What is asked for, beside the page. */
export interface WalkOptions {
  readonly filter?: string;
  /** Resources a page; by default the server decides. */
  readonly count?: number;
}

const queryOf = ({ filter, count }: WalkOptions, startIndex: number): string => {
  const pairs = [
    ...(filter === undefined ? [] : [`filter=${encodeURIComponent(filter)}`]),
    ...(startIndex === 1 ? [] : [`startIndex=${startIndex}`]),
    ...(count === undefined ? [] : [`count=${count}`]),
  ];
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

/** All resources of a list, page after page, as the server shows them. */
export const walk = async (
  trial: Trial,
  endpoint: string,
  options: WalkOptions = {},
): Promise<readonly JsonObject[]> => {
  const met: JsonObject[] = [];
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const path = `${endpoint}${queryOf(options, met.length + 1)}`;
    const list = objectOf(await trial.ask({ method: 'GET', path }, 200));
    const page = elementsOf(list['Resources']).filter(isObject);
    const total = memberOf(list, 'totalResults');
    if (typeof total !== 'number') expectThat(false, 'a list has no totalResults');
    expectThat(options.count === undefined || page.length <= options.count, 'a page has more resources than count');
    met.push(...page);
    if (page.length === 0 || met.length >= Number(total)) {
      expectThat(met.length === total, `pages hold ${met.length} resources, totalResults is ${String(total)}`);
      return met;
    }
  }
  expectThat(false, 'the list does not end');
  return met;
};
