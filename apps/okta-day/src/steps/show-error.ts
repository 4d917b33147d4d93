// What an administrator reads in Okta when something is refused.
import { replace, read, userUrn } from '../requests.ts';
import type { Day } from '../day.ts';
import type { Exchange } from '../exchange.ts';
import { isScimError } from '../expectations/error-answers.ts';
import { shownByOkta } from '../expectations/expectation.ts';

/** All digits, as in Okta's own acceptance test: an id is text, so this is unknown and not malformed. */
const unknownId = '00919288221112222';

/** Provokes two refusals and shows them as Okta shows them. */
export const showErrors = async (day: Day): Promise<void> => {
  day.report.heading(
    'When something goes wrong',
    "the detail of the answer is what the administrator reads in Okta's Tasks",
  );
  const words = {
    status: [404],
    needs: '404 for an id that nobody has',
    advice: 'Treat ids as opaque text: unknown is 404, and a PUT never creates.',
    means: (exchange: Exchange) =>
      `In Okta's Tasks it reads: "Errors reported by remote server: ${shownByOkta(exchange)}"`,
  };
  await day.step({ ...words, request: read('/Users', unknownId), okta: 'OKTA-23', expect: [isScimError('OKTA-23')] });
  const body = { schemas: [userUrn], userName: `nobody.${unknownId}@okta-day.example`, active: true };
  await day.step({
    ...words,
    request: replace('/Users', unknownId, body),
    okta: 'OKTA-26',
    expect: [isScimError('OKTA-26')],
  });
};
