export { bindSort, compareBySort, type SortOrder } from './sort.ts';
export { filterAfter, positionOf, supportsCursor, type CursorPosition } from './cursor-position.ts';
export { CURSOR_LIFETIME_SECONDS, PAGE_SIZES, parseListQuery, parseProjectionQuery, type ListQuery } from './query.ts';
