// Receives webhooks of an organisation and keeps its people in a SQLite file, whatever is killed and however often a message comes.
// Settings: PORT, WEBHOOK_SECRETS (secrets with spaces between: during a rotation the new and the old one), RECEIVER_FILE.
// It prints its port, and a line for each message.
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { openPeople, type WebhookMessage } from './people.ts';

const { PORT: port = '8090', WEBHOOK_SECRETS: secrets = '', RECEIVER_FILE: file = 'receiver.sqlite' } = process.env;

const verifiers = secrets.split(' ').map((secret) => new Webhook(secret));
const people = openPeople(file);
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

/** The message, if one of the secrets has signed it within the last minutes. */
const verified = (body: string, { headers }: IncomingMessage): WebhookMessage | undefined => {
  for (const verifier of verifiers) {
    try {
      return verifier.verify(body, headers as Record<string, string>) as WebhookMessage;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
    }
  }
  return undefined;
};

/** The status that is answered: 204 only when what the message says is stored. */
const take = async (request: IncomingMessage): Promise<number> => {
  const message = verified(await text(request), request);
  if (message === undefined) return 401;
  say({ id: message.id, type: message.type, outcome: people.take(message) });
  return 204;
};

const server = createServer((request, response) => {
  take(request).then(
    (status) => response.writeHead(status).end(),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      // It comes again.
      response.writeHead(500).end();
    },
  );
});
server.listen(Number(port), '127.0.0.1', () => say({ port: (server.address() as { readonly port: number }).port }));
