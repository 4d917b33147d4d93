// Faults in refusals and in the connection.
import { answering } from '../support/faulty-answers.ts';
import type { Case } from '../support/faulty-answers.ts';
import { isRecord, refusal, type Answer, type Asked } from '../support/small-directory.ts';

const isWrite = ({ method }: Asked): boolean => method !== 'GET';

const withoutDetail = (answer: Answer): Answer => {
  if (answer.status < 400 || !isRecord(answer.body)) return answer;
  const { detail: _, ...body } = answer.body;
  return { ...answer, body };
};

/** Faults in errors. */
export const errorFaults: readonly Case[] = [
  {
    fault: 'errors are plain text',
    okta: 'OKTA-9',
    alter: (_asked, answer) =>
      answer().status >= 400 ? { status: answer().status, body: 'error', contentType: 'text/plain' } : answer(),
  },
  {
    fault: 'errors are JSON, labelled as text',
    okta: 'OKTA-9',
    alter: (_asked, answer) => (answer().status >= 400 ? { ...answer(), contentType: 'text/plain' } : answer()),
  },
  { fault: 'errors have no detail', okta: 'OKTA-23', alter: (_asked, answer) => withoutDetail(answer()) },
  { fault: 'a wrong token is accepted', okta: 'OKTA-5', alter: (asked, _answer, directory) => directory.answer(asked) },
  {
    fault: 'a wrong token is 403',
    okta: 'OKTA-5',
    alter: (_asked, answer) => (answer().status === 401 ? refusal(403, 'no') : answer()),
  },
  {
    fault: 'the server hangs up on a PATCH',
    okta: 'OKTA-7',
    alter: answering(
      ({ method }) => method === 'PATCH',
      () => 'hang-up',
    ),
  },
  { fault: 'writes are redirected', okta: 'OKTA-19', alter: answering(isWrite, () => ({ status: 308, body: {} })) },
];
