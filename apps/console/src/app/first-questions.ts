// What pages ask first. It is asked while the code of a page is loaded, so that nobody waits for the one after the other. What a page
// asks anew whenever it is opened is left to the page: it would be asked twice.
import type { QueryClient } from '@tanstack/react-query';
import { groupQuery, groupsQuery, membersQuery, userQuery, usersQuery } from '../api/directory.ts';
import { activityQuery, healthQuery, RECENT_ACTIVITY, tokensQuery, type ActivitySearch } from '../api/organisation.ts';
import { countsQuery, findingsQuery, setUpQuery, type Period } from '../api/watch.ts';
import { groupFilter, peopleFilter, type PeopleSearch } from '../pages/people/search-filter.ts';

/** Whoever asks: what fails is asked again by the page, which shows why. */
type Ask = (client: QueryClient, organisation: string) => void;

export const askOverview =
  (period: Period): Ask =>
  (client, organisation) => {
    void client.prefetchQuery(healthQuery(organisation));
    void client.prefetchQuery(tokensQuery(organisation));
    void client.prefetchQuery(countsQuery(organisation, period));
    void client.prefetchInfiniteQuery(activityQuery(organisation, {}, RECENT_ACTIVITY));
    void client.prefetchQuery(findingsQuery(organisation));
  };

export const askProvisioning: Ask = (client, organisation) => {
  void client.prefetchQuery(tokensQuery(organisation));
  void client.prefetchQuery(setUpQuery(organisation));
};

export const askActivity =
  (search: ActivitySearch): Ask =>
  (client, organisation) => {
    void client.prefetchInfiniteQuery(activityQuery(organisation, search));
    void client.prefetchQuery(tokensQuery(organisation));
  };

export const askPeople =
  (search: PeopleSearch): Ask =>
  (client, organisation) =>
    void client.prefetchInfiniteQuery(usersQuery(organisation, peopleFilter(search, 'co')));

export const askPerson =
  (userId: string): Ask =>
  (client, organisation) =>
    void client.prefetchQuery(userQuery(organisation, userId));

export const askGroups =
  (q: string | undefined): Ask =>
  (client, organisation) =>
    void client.prefetchInfiniteQuery(groupsQuery(organisation, groupFilter(q, 'co')));

export const askGroup =
  (groupId: string): Ask =>
  (client, organisation) => {
    void client.prefetchQuery(groupQuery(organisation, groupId));
    void client.prefetchInfiniteQuery(membersQuery(organisation, groupId));
  };
