// docs/errors.md: every error, as the error table answers it, with its cause and what to do.
import type { ScimFailure } from '../packages/scim/src/errors.ts';
import { defectMessage, errorMessage, type ErrorAnswer } from '../packages/scim/src/message/index.ts';
import { errorSamples, type ErrorSample } from './error-samples.ts';

const code = (text: string): string => `\`${text}\``;

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

interface Row {
  readonly answers: readonly ErrorAnswer[];
  readonly cause: string;
  readonly remedy: string;
}

const rows: readonly Row[] = [
  ...(Object.values(errorSamples) as readonly ErrorSample<ScimFailure>[]).map(({ samples, cause, remedy }) => ({
    answers: samples.map((sample) => errorMessage(sample)),
    cause,
    remedy,
  })),
  {
    answers: [defectMessage('req-1a2b')],
    cause: 'A fault of the server.',
    remedy: 'Tell whoever runs the server the number that the message names.',
  },
];

const byStatus = (left: Row, right: Row): number => (left.answers[0]?.status ?? 0) - (right.answers[0]?.status ?? 0);

const line = ({ answers, cause, remedy }: Row): string => {
  const [first] = answers;
  if (first === undefined) throw new Error(`no sample: ${cause}`);
  const { scimType } = first.body;
  const details = answers.map(({ body }) => cell(body.detail)).join('<br>');
  return `| ${first.status} | ${scimType === undefined ? '' : code(scimType)} | ${details} | ${cell(cause)} | ${cell(remedy)} |`;
};

/** The text of docs/errors.md. */
export const errorsDocument = (): string => `# Errors

Every error under \`/scim/v2\` is a SCIM error (RFC 7644 section 3.12):

\`\`\`json
${JSON.stringify(rows.find(({ answers }) => answers[0]?.status === 409)?.answers[0]?.body ?? {}, undefined, 2)}
\`\`\`

\`status\` is the HTTP status as a text, \`scimType\` a keyword of the RFCs where there is one, and \`detail\` is written for the administrator: what is wrong, where, and what to do. Okta shows it under _Tasks_, Entra ID in the provisioning logs. The texts may change; programs go by \`status\` and \`scimType\`.

With 400 nothing was changed: a request is applied whole or not at all. 429 and 503 have \`Retry-After\` in whole seconds. 401 has \`WWW-Authenticate\`, 405 has \`Allow\`.

Every answer has \`X-Request-Id\`, the server's own id of the request; with 500 and above \`detail\` names it, too. The log has the id as \`reqId\`, and of a refused request why (\`refusal\`: \`kind\`, \`scimType\` and \`detail\`) with \`"..."\` in place of what the client sent: no value of a person. A short value that the client sent is shown in the answer and in the activity of the organisation, where it is erased with the person; a password is shown nowhere.

This file is written by \`npx -y pnpm@12.21.0 generated:write\` from the error table.

| Status | scimType | detail, for example | Cause | What to do |
| --- | --- | --- | --- | --- |
${rows.toSorted(byStatus).map(line).join('\n')}
`;
