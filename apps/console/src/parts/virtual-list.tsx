// A list of any length: only the rows around what is seen are on the page, and the next ones are asked for on the way down.
import { Paper } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

/** Rows before the end at which the next page is asked for. */
const AHEAD = 20;

interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Height of most rows, in pixels. */
  readonly rowHeight: number;
  /** Absent: there are no more. Called once a page at most, while it is on its way. */
  readonly more?: (() => void) | undefined;
  readonly children: (item: Item) => ReactNode;
}

export const VirtualList = <Item,>({ label, items, keyOf, rowHeight, more, children }: VirtualListProps<Item>) => {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    setTop((list.current?.getBoundingClientRect().top ?? 0) + globalThis.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: top,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== undefined && last >= items.length - AHEAD) more();
  }, [last, items.length, more]);
  return (
    <Paper withBorder>
      <ul ref={list} aria-label={label} className="virtual-list" style={{ blockSize: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={more === undefined ? items.length : -1}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
    </Paper>
  );
};
