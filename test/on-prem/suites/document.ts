// docs/on-prem.md: every command in it is run, in order, in one shell. Paths of the system lead into a directory of the test, and
// what only root and systemd can do is done by small programs with the same names.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../support/server/certificates.ts';
import { ROOT, type Archive } from '../support/archive.ts';

/** The commands of the document, block by block. */
const blocksOf = (markdown: string): readonly string[] =>
  markdown
    .split('```')
    .filter((_text, index) => index % 2 === 1)
    .flatMap((block) => (block.startsWith('sh\n') ? [block.slice('sh\n'.length)] : []));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Programs that stand for those of the system. R is the directory that stands for its root. */
const STAND_INS: Readonly<Record<string, string>> = {
  // Whoever runs the test is everybody.
  sudo: `[ "$1" = -u ] && shift 2
case $1 in */install.sh | */uninstall.sh) program=$1; shift; exec "$program" --root "$R" "$@" ;; esac
exec "$@"`,
  chgrp: 'exit 0',
  chown: 'exit 0',
  'looop-scim': 'exec "$R/opt/looop-scim/current/bin/looop-scim" "$@"',
  systemctl: `start() {
  : > "$R/out"
  looop-scim serve --data "$R/var/lib/looop-scim" >> "$R/out" 2>> "$R/err" &
  echo $! > "$R/pid"
  while ! grep -q 'SCIM base URL' "$R/out"; do kill -0 "$(cat "$R/pid")" || exit 1; sleep 0.05; done
}
stop() {
  cat "$R/out" >> "$R/log"
  kill "$(cat "$R/pid")" && while kill -0 "$(cat "$R/pid")" 2> /dev/null; do sleep 0.05; done
}
case $1 in
  enable | start) start ;;
  restart) stop; start ;;
  stop) stop ;;
  reload) kill -HUP "$(cat "$R/pid")"; while ! grep -q SIGHUP "$R/out"; do sleep 0.05; done ;;
  *) exit 1 ;;
esac`,
};

/** Registers the suite. */
export const documentSuite = (archive: Archive): void => {
  describe('docs/on-prem.md', () => {
    it('has commands that do what it says, one after the other', { timeout: 300_000 }, async () => {
      const root = join(archive.directory(), 'machine');
      const [here, programs] = [join(root, 'home'), join(root, 'programs')];
      for (const folder of [here, programs, join(root, 'var')]) mkdirSync(folder, { recursive: true });
      for (const [name, script] of Object.entries(STAND_INS)) {
        writeFileSync(join(programs, name), `#!/bin/sh\nset -u\n${script}\n`);
        chmodSync(join(programs, name), 0o755);
      }
      const { directory, name } = archive.built();
      copyFileSync(join(directory, `${name}.tar.gz`), join(here, `${name}.tar.gz`));
      const { cert, key } = await makeCertificate({ names: ['scim.example.com'] });
      const files = { 'cert.pem': cert, 'key.pem': key, 'password.txt': 'four words are enough here\n' };
      for (const [file, text] of Object.entries(files)) writeFileSync(join(here, file), text);

      const port = String(await freePort());
      const blocks = blocksOf(readFileSync(join(ROOT, 'docs/on-prem.md'), 'utf8')).map((block) =>
        block
          .replaceAll('/var/', `${root}/var/`)
          .replaceAll('/etc/', `${root}/etc/`)
          .replaceAll('8443', port)
          .replaceAll('0.0.0.0', '127.0.0.1'),
      );
      const marked = blocks.map((block, index) => `printf '\\n-- %s\\n' ${index}\n${block}`).join('\n');
      // The server of the document still runs when it takes the program away: systemd would have ended it.
      const script = `trap '[ -e "$R/pid" ] && kill "$(cat "$R/pid")" 2> /dev/null' EXIT\n${marked}`;
      const output = execFileSync('/bin/sh', ['-eu', '-c', script], {
        cwd: here,
        env: { PATH: `${programs}:/usr/bin:/bin`, R: root },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const saidBy = (index: number): string => output.split(/\n-- \d+\n/u)[index + 1] ?? '';
      const indexOf = (text: string): number => blocks.findIndex((block) => block.includes(text));
      expect(saidBy(indexOf('install.sh'))).toContain('Installed: Looop SCIM');
      expect(saidBy(indexOf('init --data'))).toContain(`https://scim.example.com:${port}/scim/v2`);
      expect(saidBy(indexOf('init --data'))).toContain('{"status":"ok"}');
      expect(saidBy(indexOf('backup --data'))).toContain('Backup: ');
      expect(saidBy(indexOf('restore --data'))).toContain('Restored: ');
      expect(saidBy(indexOf('check --data'))).toContain('ok');
      expect(saidBy(indexOf('uninstall.sh'))).toContain('Kept: the data');
    });
  });
};
