// An installation of the archive with a certificate, set up as a script does it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../../support/server/certificates.ts';
import { run, type Archive } from './archive.ts';

/** Who signs in. */
export const ADMINISTRATOR = { email: 'ada@acme.example', password: 'four words are enough here' };

/** What was set up. */
export interface SetUp {
  readonly command: string;
  readonly data: string;
  /** Options of `serve` for TLS on a free port. */
  readonly tls: readonly string[];
  /** The certificate, which clients have to trust. */
  readonly cert: string;
  readonly token: string;
}

/** Sets up. @param name - keeps it apart from others */
export const setUp = async (archive: Archive, name: string): Promise<SetUp> => {
  const home = join(archive.directory(), name);
  mkdirSync(home);
  const put = (file: string, text: string): string => {
    writeFileSync(join(home, file), text, { mode: 0o600 });
    return join(home, file);
  };
  const { cert, key } = await makeCertificate();
  const tls = ['--tls-cert', put('cert.pem', cert), '--tls-key', put('key.pem', key), '--port', '0'];
  const password = put('password', `${ADMINISTRATOR.password}\n`);
  const who = ['--organisation', 'acme', '--admin-email', ADMINISTRATOR.email, '--admin-password-file', password];
  const [command, data] = [join(archive.folder(), 'bin/looop-scim'), join(home, 'data')];
  const { code, stdout, stderr } = await run(command, 'init', '--data', data, ...who, ...tls, '--yes', '--json');
  if (code !== 0) throw new Error(`init: ${code}\n${stdout}\n${stderr}`);
  const { token }: { readonly token: string } = JSON.parse(stdout);
  return { command, data, tls, cert, token };
};
