// The field of a password that somebody chooses.
import { PasswordInput } from '@mantine/core';
import { text } from '../text/en.ts';

interface NewPasswordProps {
  readonly value: string;
  readonly change: (value: string) => void;
}

export const NewPassword = ({ value, change }: NewPasswordProps) => (
  <PasswordInput
    label={text.link.newPassword}
    description={text.link.newPasswordHint}
    autoComplete="new-password"
    required
    value={value}
    onChange={({ currentTarget }) => change(currentTarget.value)}
  />
);
