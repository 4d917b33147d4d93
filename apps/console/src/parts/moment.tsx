// A time as people say it, exact when pointed at.
import { Text, Tooltip } from '@mantine/core';
import { text } from '../text/en.ts';

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const relative = new Intl.RelativeTimeFormat(text.language, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(text.language, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time from now on or ago, such as `3 minutes ago`. */
export const relativeText = (iso: string, now: number = Date.now()): string => {
  const distance = Date.parse(iso) - now;
  const unit = UNITS.find(([, length]) => Math.abs(distance) >= length);
  return unit === undefined ? text.common.justNow : relative.format(Math.round(distance / unit[1]), unit[0]);
};

/** A time to the second in the zone of the reader. */
export const exactText = (iso: string): string => exact.format(new Date(iso));

export const Moment = ({ at }: { readonly at: string }) => (
  <Tooltip label={exactText(at)} events={{ hover: true, focus: true, touch: true }}>
    <Text component="time" dateTime={at} inherit>
      {relativeText(at)}
    </Text>
  </Tooltip>
);
