// A field for what is searched: it runs while somebody types, a moment after the last letter.
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { text } from '../text/en.ts';

const PAUSE_MS = 300;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly isCode?: boolean;
  readonly search: (value: string) => void;
}

export const SearchField = ({ label, placeholder, value, isCode = false, search }: SearchFieldProps) => {
  const [typed, setTyped] = useState(value);
  const run = useDebouncedCallback(search, PAUSE_MS);
  // The address may change from elsewhere, such as by going back.
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed !== '' && (
          <CloseButton
            size="sm"
            aria-label={text.common.clear}
            onClick={() => {
              setTyped('');
              search('');
            }}
          />
        )
      }
      value={typed}
      spellCheck={false}
      autoComplete="off"
      {...(isCode && { classNames: { input: 'code' } })}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        run(currentTarget.value.trim());
      }}
    />
  );
};
