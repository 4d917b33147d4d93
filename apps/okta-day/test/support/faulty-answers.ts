// Tools to alter single answers of an otherwise right server.
import type { PlayOptions } from './play.ts';
import { isRecord, records, type Answer, type Asked, type SmallDirectory, type Stored } from './small-directory.ts';
import type { Fault } from './small-server.ts';

/** A server with one fault, and the behaviour of Okta that the fault offends. */
export interface Case {
  readonly fault: string;
  readonly okta: string;
  readonly alter: Fault;
  readonly options?: PlayOptions;
}

/** Changes the bodies of successful answers, also inside lists. */
export const altering =
  (endpoint: string, alter: (resource: Stored, asked: Asked) => Stored): Fault =>
  (asked, answer) => {
    const right = answer();
    if (asked.endpoint !== endpoint || right.status >= 300 || !isRecord(right.body)) return right;
    const { Resources } = right.body;
    const body = Array.isArray(Resources)
      ? { ...right.body, Resources: Resources.map((one: Stored) => alter(one, asked)) }
      : alter(right.body, asked);
    return { ...right, body };
  };

/** Changes list messages. */
export const alteringLists =
  (alter: (list: Stored, asked: Asked) => Stored): Fault =>
  (asked, answer) => {
    const right = answer();
    return isRecord(right.body) && Array.isArray(right.body['Resources'])
      ? { ...right, body: alter(right.body, asked) }
      : right;
  };

/** A list without its inactive users. */
export const withoutInactive = (list: Stored): Stored => {
  const Resources = (list['Resources'] as Stored[]).filter(({ active }) => active !== false);
  return { ...list, Resources, totalResults: Resources.length, itemsPerPage: Resources.length };
};

/** Answers some requests otherwise. */
export const answering =
  (
    when: (asked: Asked) => boolean,
    instead: (asked: Asked, answer: () => Answer, directory: SmallDirectory) => Answer | 'hang-up',
  ): Fault =>
  (asked, answer, directory) =>
    when(asked) ? instead(asked, answer, directory) : answer();

/** The operations of a PATCH; none for other requests. */
export const operations = ({ body }: Asked): readonly Stored[] => records(body['Operations']);

/** The members of a group. */
export const membersOf = (group: Stored | undefined): readonly Stored[] => records(group?.['members']);
