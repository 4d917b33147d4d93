// The tokens of an organisation: which one is in use, issuing, rotating and revoking.
import { Alert, Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconClockExclamation, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Token } from '@looop-scim/http-api/contract';
import { tokensQuery } from '../../api/organisation.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Moment, relativeText } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { IssueToken, RotateToken } from './issue-token.tsx';
import { RevokeToken } from './revoke-token.tsx';
import { isOpen, tokenName, tokenState, urgencyOf, wasReplaced, type Urgency } from './token-state.ts';

/** What is done to which token. */
type Action = { readonly kind: 'issue' } | { readonly kind: 'rotate' | 'revoke'; readonly token: Token };

interface RowProps {
  readonly token: Token;
  /** A newer one is used instead. */
  readonly isReplaced: boolean;
  readonly mayChange: boolean;
  readonly act: (action: Action) => void;
}

const TokenRow = ({ token, isReplaced, mayChange, act }: RowProps) => (
  <Table.Tr>
    <Table.Td>
      <Text size="sm" fw={600}>
        {tokenName(token)}
      </Text>
      {token.ending !== undefined && (
        <Text size="xs" c="dimmed">
          {text.provisioning.endsIn} <span className="code">{token.ending}</span>
        </Text>
      )}
      <Text size="xs" c="dimmed" className="code">
        {token.fingerprint}
      </Text>
    </Table.Td>
    <Table.Td>
      <Badge>{text.provisioning.states[tokenState(token)]}</Badge>
    </Table.Td>
    <Table.Td>
      {token.lastUsedAt === undefined ? text.provisioning.notUsed : <Moment at={token.lastUsedAt} />}
      {token.lastClient !== undefined && (
        <Text size="xs" c="dimmed">
          {text.provisioning.usedBy(token.lastClient)}
        </Text>
      )}
      {isReplaced && (
        <Text size="xs" c="dimmed">
          {text.provisioning.replaced}
        </Text>
      )}
    </Table.Td>
    <Table.Td>
      {token.expiresAt === undefined ? text.provisioning.neverExpires : <Moment at={token.expiresAt} />}
    </Table.Td>
    {mayChange && (
      <Table.Td>
        {isOpen(token) && (
          <Group gap="xs" wrap="nowrap" justify="flex-end">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => act({ kind: 'rotate', token })}
              aria-label={`${text.provisioning.rotate}: ${tokenName(token)}`}
            >
              {text.provisioning.rotate}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => act({ kind: 'revoke', token })}
              aria-label={`${text.provisioning.revoke}: ${tokenName(token)}`}
            >
              {text.provisioning.revoke}
            </Button>
          </Group>
        )}
      </Table.Td>
    )}
  </Table.Tr>
);

const COLORS: Readonly<Record<Urgency, string>> = { month: 'blue', week: 'yellow', day: 'red' };

/** Tokens that expire soon, each the more pressing the sooner it is. */
const Warnings = ({ tokens }: { readonly tokens: readonly Token[] }) =>
  tokens.map((token) => {
    const { expiresAt } = token;
    const urgency = expiresAt === undefined ? undefined : urgencyOf(expiresAt);
    if (expiresAt === undefined || urgency === undefined) return null;
    const { title, hint } = text.provisioning.expiry[urgency];
    return (
      <Alert
        key={token.fingerprint}
        color={COLORS[urgency]}
        variant="light"
        icon={<IconClockExclamation />}
        title={title(tokenName(token), relativeText(expiresAt))}
        role={urgency === 'month' ? 'status' : 'alert'}
      >
        {hint}
      </Alert>
    );
  });

export const Tokens = ({ organisation, mayChange }: { readonly organisation: string; readonly mayChange: boolean }) => {
  const { data: tokens, error } = useQuery(tokensQuery(organisation));
  const [action, setAction] = useState<Action>();
  const [showsOld, setShowsOld] = useState(false);
  const { columns } = text.provisioning;
  const close = (): void => setAction(undefined);
  if (tokens === undefined) return error === null ? <Waiting /> : <Problem error={error} />;
  const open = tokens.filter(isOpen);
  const old = tokens.filter((token) => !isOpen(token));
  const shown = showsOld ? [...open, ...old] : open;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={3} size="h5">
            {text.provisioning.tokens}
          </Title>
          <Text size="sm" c="dimmed">
            {text.provisioning.tokensHint}
          </Text>
        </div>
        {mayChange && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAction({ kind: 'issue' })}>
            {text.provisioning.issue}
          </Button>
        )}
      </Group>
      <Warnings tokens={open} />
      {shown.length === 0 ? (
        <Text>{text.provisioning.noToken}</Text>
      ) : (
        <WideTable label={text.provisioning.tokens} minWidth={640}>
          <Table verticalSpacing="sm">
            <ColumnHeads
              titles={[columns.token, columns.state, columns.lastUse, columns.expires]}
              actions={mayChange ? columns.actions : undefined}
            />
            <Table.Tbody>
              {shown.map((token) => (
                <TokenRow
                  key={token.fingerprint}
                  token={token}
                  isReplaced={wasReplaced(token, tokens)}
                  mayChange={mayChange}
                  act={setAction}
                />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {old.length > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          onClick={() => setShowsOld(!showsOld)}
          aria-expanded={showsOld}
        >
          {showsOld ? text.provisioning.hideOld : text.provisioning.showOld(old.length)}
        </Button>
      )}
      {action?.kind === 'issue' && <IssueToken organisation={organisation} close={close} />}
      {action?.kind === 'rotate' && <RotateToken organisation={organisation} token={action.token} close={close} />}
      {action?.kind === 'revoke' && (
        <RevokeToken
          organisation={organisation}
          token={action.token}
          isReplaced={wasReplaced(action.token, tokens)}
          close={close}
        />
      )}
    </Stack>
  );
};
