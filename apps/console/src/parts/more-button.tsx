// The way to the next page of a list; nothing where the list is whole.
import { Button, type ButtonProps } from '@mantine/core';
import type { InfiniteQueryObserverBaseResult } from '@tanstack/react-query';
import { text } from '../text/en.ts';

interface MoreButtonProps extends Pick<ButtonProps, 'size'> {
  readonly of: Pick<InfiniteQueryObserverBaseResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}

export const MoreButton = ({ of: list, ...size }: MoreButtonProps) =>
  list.hasNextPage && (
    <Button
      variant="default"
      w="fit-content"
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
      {...size}
    >
      {text.common.more}
    </Button>
  );
