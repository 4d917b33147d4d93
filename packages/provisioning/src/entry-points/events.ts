export { announcing, makeCommitSignal, type CommitSignal } from '../events/commit-signal.ts';
export {
  EVENT_FORMAT,
  EVENT_TYPES,
  MAX_EVENT_MEMBERS,
  type DirectoryEvent,
  type ErasedUser,
  type EventCause,
  type EventCauseKind,
  type EventData,
  type EventGroup,
  type EventMember,
  type EventSubject,
  type EventType,
  type EventUser,
  type SequencedEvent,
} from '../events/directory-event.ts';
export { type EarlierEvent, type SequencedEarlierEvent } from '../events/earlier-event.ts';
export { eventId, renderEvent, sequenceOfEventId } from '../events/render-event.ts';
export {
  CursorExpired,
  MAX_FEED_EVENTS,
  type EventFeed,
  type FeedEvent,
  type FeedFailure,
  type FeedPage,
  type FeedRequest,
} from '../ports/inbound/event-feed.ts';
export {
  ProfileRefused,
  type CoveragePage,
  type PlatformGroup,
  type PlatformList,
  type PlatformListRequest,
  type PlatformPage,
  type PlatformPageRequest,
  type PlatformService,
  type PlatformUser,
  type ProfileChangeRequest,
  type ProfileFault,
} from '../ports/inbound/platform-service.ts';
export { makeEventFeed, type FeedDependencies } from '../use-cases/event-feed.ts';
export { makePlatformService, type PlatformDependencies } from '../use-cases/platform/platform-service.ts';
export { makeRetelling, type RetellDependencies } from '../use-cases/retell-people.ts';
