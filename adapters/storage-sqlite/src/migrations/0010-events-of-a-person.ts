// Version 10. The events of a person are found from the person's row, event by event, and no longer by an index: a change of a user
// then writes no page that it would not write without events.
import type { Migration } from './migrate.ts';

export const eventsOfAPerson: Migration = {
  name: 'events of a person are found from its row',
  statements: [
    // previous: the number of the event before of the same person. NULL: there is none, or the event is of a group or a deletion.
    'ALTER TABLE feed ADD COLUMN previous INTEGER',
    `UPDATE feed SET previous = p.previous
     FROM (SELECT tenant, sequence, lag(sequence) OVER (PARTITION BY tenant, person ORDER BY sequence) AS previous
           FROM feed WHERE person IS NOT NULL) p
     WHERE feed.tenant = p.tenant AND feed.sequence = p.sequence AND p.previous IS NOT NULL`,
    // last_event: the number of the newest event of a user; that event may be too old to be there.
    'ALTER TABLE resources ADD COLUMN last_event INTEGER',
    `UPDATE resources SET last_event =
       (SELECT max(sequence) FROM feed f WHERE f.tenant = resources.tenant AND f.person = resources.id)
     WHERE type = 'User'`,
    // last_event: the newest event that is not erased yet.
    'ALTER TABLE erasures ADD COLUMN last_event INTEGER',
    `UPDATE erasures SET last_event =
       (SELECT max(sequence) FROM feed f WHERE f.tenant = erasures.tenant AND f.person = erasures.resource_id)`,
    'DROP INDEX feed_of_person',
    'ALTER TABLE feed DROP COLUMN person',
  ],
};
