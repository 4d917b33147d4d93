// Why the server did not start, in one line that says what to do.
import type { App } from '../app.ts';
import type { Config } from '../settings/config.ts';
import { nameOfStore, withoutCredentials } from '../settings/store.ts';
import { NotOneOrganisation } from './only-organisation.ts';
import { isMissingStore, storageTrouble } from './storage-trouble.ts';
import { ConfigurationError } from '../settings/environment.ts';

/** Exit status of a server that would not start the next time either: EX_CONFIG of sysexits.h, at which systemd leaves it alone. */
export const NOT_SET_UP = 78;

/** The exit status after a start with settings that can be read: `NOT_SET_UP` where the store has to be set up first. */
export const startFailureStatus = (error: unknown): number =>
  error instanceof NotOneOrganisation || isMissingStore(error) ? NOT_SET_UP : 1;

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** One line about a start that failed, naming the variable to change where there is one. */
export const explainStartFailure = (
  error: unknown,
  { host, port, dataDirectory, store }: Config,
  app: Pick<App, 'operatorCommand'>,
): string => {
  if (error instanceof ConfigurationError) return error.message;
  const said = storageTrouble(error, app);
  const message = store.kind === 'mongodb' ? withoutCredentials(said, store.url) : said;
  if (isMissingStore(error)) return `${message} Is LOOOP_SCIM_DATA right? Set it up by: ${app.operatorCommand} init`;
  if (error instanceof NotOneOrganisation) return message;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `PORT ${port} on ${host} is in use by another process; set PORT to another number, or to 0 for a free one`;
    case 'EACCES':
      return `No permission to listen on PORT ${port} or to use LOOOP_SCIM_DATA ${dataDirectory}: ${message}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${host} is no address of this machine`;
    default:
      return `Cannot start with ${nameOfStore(store, dataDirectory)}: ${message}`;
  }
};
