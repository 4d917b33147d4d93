// A search that looks inside of values, and at their beginnings alone where that is too much.
import { useInfiniteQuery } from '@tanstack/react-query';
import { groupsQuery, usersQuery } from '../../api/directory.ts';
import { ApiProblem } from '../../api/problem.ts';
import { groupFilter, peopleFilter, type PeopleSearch } from './search-filter.ts';

const isTooMuch = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'too-large';

/** Finds people. `onlyBeginnings` says that values were not looked at inside. */
export const usePeople = (organisation: string, search: PeopleSearch) => {
  const inside = useInfiniteQuery(usersQuery(organisation, peopleFilter(search, 'co')));
  const onlyBeginnings = search.q !== undefined && search.filter === undefined && isTooMuch(inside.error);
  const filter = peopleFilter(search, onlyBeginnings ? 'sw' : 'co');
  const beginnings = useInfiniteQuery({ ...usersQuery(organisation, filter), enabled: onlyBeginnings });
  return { found: onlyBeginnings ? beginnings : inside, filter, onlyBeginnings };
};

/** Finds groups. */
export const useGroups = (organisation: string, q: string | undefined) => {
  const inside = useInfiniteQuery(groupsQuery(organisation, groupFilter(q, 'co')));
  const onlyBeginnings = q !== undefined && isTooMuch(inside.error);
  const beginnings = useInfiniteQuery({
    ...groupsQuery(organisation, groupFilter(q, onlyBeginnings ? 'sw' : 'co')),
    enabled: onlyBeginnings,
  });
  return { found: onlyBeginnings ? beginnings : inside, onlyBeginnings };
};
