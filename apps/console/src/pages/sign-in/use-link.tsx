// A one-time link: an invitation, or the setting of a password. What comes after # is sent in the body of a request alone.
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import type { LinkDescription, Session } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { sessionQuery, useBeginSession } from '../../api/session.ts';
import { NewPassword } from '../../parts/new-password.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { text } from '../../text/en.ts';
import { Door } from './door.tsx';

interface FormProps {
  readonly link: string;
  readonly about: LinkDescription;
}

const LinkForm = ({ link, about }: FormProps) => {
  const begin = useBeginSession();
  const router = useRouter();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const use = useMutation({
    mutationFn: () =>
      api<Session>('/links/use', {
        method: 'POST',
        body: { link, ...(about.setsPassword && { password, ...(name !== '' && { name }) }) },
      }),
    onSuccess: (session) => {
      begin(session);
      router.history.replace('/');
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    use.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>
          {text.link.for(about.email)}
          {about.role !== undefined && `. ${text.link.as(about.role)}`}
        </Text>
        {use.isError && <Problem error={use.error} />}
        {about.setsPassword && (
          <>
            <input type="hidden" name="username" autoComplete="username" value={about.email} readOnly />
            {about.kind === 'invitation' && (
              <TextInput
                label={text.link.name}
                autoComplete="name"
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
              />
            )}
            <NewPassword value={password} change={setPassword} />
          </>
        )}
        <Button type="submit" loading={use.isPending}>
          {about.kind === 'invitation' ? text.link.accept : text.link.set}
        </Button>
      </Stack>
    </form>
  );
};

const titleOf = ({ kind, organisation = '' }: LinkDescription): string =>
  kind === 'invitation' ? text.link.invitation(organisation) : text.link.password;

export const UseLink = () => {
  // Of the router: whoever opens another link in the same window changes nothing but this.
  const link = useLocation({ select: ({ hash }) => hash });
  const described = useQuery({
    queryKey: ['link', link],
    queryFn: ({ signal }) => api<LinkDescription>('/links/describe', { method: 'POST', body: { link }, signal }),
    retry: false,
  });
  const { data: session } = useQuery(sessionQuery);
  if (described.isPending) return <Waiting />;
  if (described.isError) {
    return (
      <Door title={text.link.broken}>
        <Text>{text.link.brokenHint}</Text>
        <Problem error={described.error} />
      </Door>
    );
  }
  const about = described.data;
  if (!about.setsPassword && session?.account.email !== about.email) {
    return (
      <Door title={titleOf(about)}>
        <Text>{text.link.signInFirst(about.email)}</Text>
        <Anchor href="/sign-in">{text.link.toSignIn}</Anchor>
      </Door>
    );
  }
  return (
    <Door title={titleOf(about)}>
      <LinkForm link={link} about={about} />
    </Door>
  );
};
