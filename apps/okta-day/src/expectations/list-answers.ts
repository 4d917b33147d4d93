import type { Exchange } from '../exchange.ts';
import { at, elements, isObject, showValue } from '../json.ts';
import { listUrn } from '../requests.ts';
import { expectation } from './expectation.ts';
import type { Expectation } from './expectation.ts';

/** The resources of a list answer. */
export const resourcesOf = (exchange: Exchange): ReturnType<typeof elements> =>
  elements(at(exchange.json, 'Resources'));

/** The number of all matches as a list answer states it; 0 when it states none. */
export const totalOf = (exchange: Exchange | undefined): number => {
  const total = at(exchange?.json, 'totalResults');
  return typeof total === 'number' ? total : 0;
};

/** A ListResponse whose three numbers are JSON integers and agree with its content. */
export const isList: Expectation = expectation(
  {
    okta: 'OKTA-45',
    needs:
      'a ListResponse with integer totalResults, startIndex and itemsPerPage, and itemsPerPage = number of Resources',
    advice: 'Send numbers without quotation marks, always send the Resources array, and count what this answer holds.',
  },
  ({ json }) => {
    if (!elements(at(json, 'schemas')).includes(listUrn)) return `schemas ${showValue(at(json, 'schemas'))}`;
    for (const name of ['totalResults', 'startIndex', 'itemsPerPage']) {
      if (!Number.isSafeInteger(at(json, name))) return `${name} ${showValue(at(json, name))}`;
    }
    const resources = at(json, 'Resources');
    if (!Array.isArray(resources)) return `Resources ${showValue(resources)}`;
    const itemsPerPage = at(json, 'itemsPerPage');
    if (itemsPerPage !== resources.length)
      return `itemsPerPage ${showValue(itemsPerPage)} beside ${resources.length} Resources`;
    return resources.every((resource) => isObject(resource)) ? undefined : 'a resource that is no JSON object';
  },
);

/** The page starts where it was asked to start and holds no more than was asked for. */
export const isPageAt = (startIndex: number, count: number): Expectation =>
  expectation(
    {
      okta: 'OKTA-44',
      needs: `the page that starts at ${startIndex}, with at most ${count} resources`,
      advice: 'Honour startIndex and count; startIndex counts from 1.',
    },
    (exchange) => {
      const start = at(exchange.json, 'startIndex');
      if (start !== startIndex) return `startIndex ${showValue(start)}`;
      const size = resourcesOf(exchange).length;
      return size > count ? `${size} resources` : undefined;
    },
  );

/** The lookup finds nothing, and says so with an empty list. */
export const findsNothing: Expectation = expectation(
  {
    okta: 'OKTA-15',
    needs: 'an empty list: totalResults 0 and no Resources',
    advice: 'Evaluate the filter; a name that nobody has gives an empty list.',
  },
  (exchange) => {
    const size = resourcesOf(exchange).length;
    return totalOf(exchange) === 0 && size === 0
      ? undefined
      : `totalResults ${totalOf(exchange)} and ${size} Resources`;
  },
);

/** The lookup finds exactly the resource with this id. */
export const findsOnly = (id: string, okta: string): Expectation =>
  expectation(
    {
      okta,
      needs: `exactly one match, with the id ${id}`,
      advice: 'Compare the name without regard to case, find inactive users too, and never keep two of one name.',
    },
    (exchange) => {
      const ids = resourcesOf(exchange).map((resource) => at(resource, 'id') ?? null);
      return totalOf(exchange) === 1 && ids.length === 1 && ids[0] === id
        ? undefined
        : `${totalOf(exchange)} matches: ${showValue(ids)}`;
    },
  );
