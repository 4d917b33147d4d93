// Writes what follows from other files, so that it cannot say anything else: documents and lists of cases. With --check nothing is written, and a document that is not up to date is a failure.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { caseIndexes } from './case-index.ts';
import { commandsDocument } from './command-document.ts';
import { configurationDocument } from './configuration-document.ts';
import { conformanceDocument } from './conformance-document.ts';
import { errorsDocument } from './error-document.ts';
import { interopDocument } from './interop-document.ts';
import { mutationDocument } from './mutation-document.ts';
import { clientsDocument, guardsDocument } from './record-documents.ts';
import { ROOT } from './tracked-files.ts';

const documents: Readonly<Record<string, () => string>> = {
  'docs/interop.md': interopDocument,
  'docs/configuration.md': configurationDocument,
  'docs/on-prem-commands.md': commandsDocument,
  'docs/conformance.md': conformanceDocument,
  'docs/mutation.md': mutationDocument,
  'docs/errors.md': errorsDocument,
  'docs/clients.md': clientsDocument,
  'docs/guards.md': guardsDocument,
  ...caseIndexes(),
};

const check = process.argv.includes('--check');
let stale = 0;
for (const [path, make] of Object.entries(documents)) {
  const target = join(ROOT, path);
  const text = await format(make(), { ...(await resolveConfig(target)), filepath: target });
  const now = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (text === now) continue;
  stale += 1;
  if (check) console.error(`${path} is not up to date: run generated:write`);
  else writeFileSync(target, text);
}
console.log(check ? `${stale} documents are not up to date.` : `${stale} documents written.`);
process.exitCode = check && stale > 0 ? 1 : 0;
