// A port of this machine that nobody listens on.
import { createServer } from 'node:net';

/** Picks one; another process might take it before the caller does. */
export const freePort = async (): Promise<number> => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const address = holder.address();
  await new Promise((resolve) => holder.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
};
