// Who and what does not fit between the identity provider and the directory.
import { Box, List, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Findings } from '@looop-scim/http-api/contract';
import { findingsQuery } from '../../api/watch.ts';
import { relativeText } from '../../parts/moment.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { Duplicates } from './duplicates.tsx';

const words = text.outOfStep;
/** Attributes and groups that are named; the activity has all of them. */
const MOST_NAMED = 5;
const PEOPLE_NAMED = 3;

interface Line {
  readonly key: string;
  readonly said: string;
  readonly hint?: ReactNode;
}

const linesOf = ({
  unmanaged,
  matches,
  unknownMembers,
  unknownAttributes,
  deactivations,
}: Findings): readonly Line[] => {
  const names = unmanaged?.people.slice(0, PEOPLE_NAMED).map(({ userName, id }) => userName ?? id) ?? [];
  return [
    ...(deactivations === undefined
      ? []
      : [
          {
            key: 'deactivations',
            said: words.deactivations(deactivations.count, relativeText(deactivations.at)),
            hint: words.deactivationsHint,
          },
        ]),
    ...(matches.length === 0
      ? []
      : [
          {
            key: 'matches',
            said: words.matches(
              matches.slice(0, PEOPLE_NAMED).map(({ userName }) => userName),
              matches.length,
            ),
            hint: words.matchesHint,
          },
        ]),
    ...(unmanaged === undefined || unmanaged.count === 0
      ? []
      : [
          {
            key: 'unmanaged',
            said: `${words.unmanaged(unmanaged.count)}: ${names.join(', ')}${unmanaged.count > names.length ? ', ...' : ''}`,
            hint: words.unmanagedHint,
          },
        ]),
    ...unknownMembers.slice(0, MOST_NAMED).map(({ groupId = '', groupName = groupId, members, isAtLeast }) => ({
      key: `members ${groupId} ${groupName}`,
      said: words.members(groupName, words.atLeast(members, isAtLeast)),
    })),
    ...unknownAttributes.slice(0, MOST_NAMED).map(({ attribute, resourceType, resources, isAtLeast, suggestion }) => ({
      key: `attribute ${resourceType} ${attribute}`,
      said: words.attribute(attribute, words.resources(words.atLeast(resources, isAtLeast), resourceType)),
      ...(suggestion !== undefined && { hint: words.meant(suggestion) }),
    })),
  ];
};

export const OutOfStep = ({ organisation }: { readonly organisation: string }) => {
  const { data, error, refetch } = useQuery(findingsQuery(organisation));
  const lines = data === undefined ? [] : linesOf(data);
  return (
    <section aria-labelledby="out-of-step">
      <Title order={2} size="h4" mb="xs" id="out-of-step">
        {words.title}
      </Title>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {data !== undefined && lines.length === 0 && <Text c="dimmed">{words.nothing}</Text>}
      {lines.length > 0 && (
        <List spacing="xs">
          {lines.map(({ key, said, hint }) => (
            <List.Item key={key}>
              <span style={{ overflowWrap: 'anywhere' }}>{said}</span>
              {hint !== undefined && (
                <Text size="sm" c="dimmed">
                  {hint}
                </Text>
              )}
            </List.Item>
          ))}
        </List>
      )}
      {(data?.unknownAttributes.length ?? 0) + (data?.unknownMembers.length ?? 0) > 0 && (
        <Text size="sm" mt="xs">
          <PlaceLink to="/o/$organisation/activity" params={{ organisation }} search={{ outcome: 'ignored' }}>
            {words.requests}
          </PlaceLink>
        </Text>
      )}
      {data !== undefined && data.unmanaged === undefined && (
        <Text size="sm" mt="xs">
          {words.duplicates.tooMany}
        </Text>
      )}
      <Box mt="sm">
        <Duplicates organisation={organisation} />
      </Box>
    </section>
  );
};
