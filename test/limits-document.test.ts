// docs/limits.md names the limits that the code has.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BULK_LIMITS } from '@looop-scim/scim/bulk';
import { FILTER_LIMITS } from '@looop-scim/scim/filter';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '@looop-scim/provisioning/accounts';
import { ATTRIBUTE_LIMITS } from '@looop-scim/provisioning/attributes';
import { JOB_LIMITS, MAX_COLUMNS } from '@looop-scim/provisioning/directory';
import { MAPPING_LIMITS } from '@looop-scim/provisioning/mapping';
import { MAX_REVISIONS } from '@looop-scim/provisioning/ports';
import { MAX_ANSWER_CHARACTERS, MAX_DEAD_LETTERS, MAX_WEBHOOKS } from '@looop-scim/provisioning/webhooks';
import { PATCH_LIMITS } from '@looop-scim/scim/patch';
import { STRING_LIMITS } from '@looop-scim/scim/schema';

const rowOf = async (name: string): Promise<string> => {
  const text = await readFile(join(import.meta.dirname, '../docs/limits.md'), 'utf8');
  return text.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';
};

it.each([
  ['resource, with all its attributes', [PATCH_LIMITS.maxCharacters]],
  ['`userName`,', [STRING_LIMITS.name]],
  ['any other string', [STRING_LIMITS.text]],
  ['operations of a PATCH', [PATCH_LIMITS.maxOperations]],
  ['elements that a PATCH looks at', [PATCH_LIMITS.maxElementVisits]],
  ['operations of a bulk request', [BULK_LIMITS.maxOperations]],
  ['mappings and own fields', [MAPPING_LIMITS.mappings]],
  ['sources of a mapping', [MAPPING_LIMITS.sources]],
  ['picks of a source', [MAPPING_LIMITS.picks]],
  ['steps of a mapping', [MAPPING_LIMITS.steps]],
  ['rows of a table', [MAPPING_LIMITS.tableRows]],
  ['mapping set as JSON', [MAPPING_LIMITS.setCharacters]],
  ['value of a profile', [MAPPING_LIMITS.valueCharacters, MAPPING_LIMITS.listValues, MAPPING_LIMITS.listCharacters]],
  ['saved versions', [MAX_REVISIONS]],
  ['webhook endpoints of an organisation', [MAX_WEBHOOKS]],
  ['events that are set aside', [MAX_DEAD_LETTERS]],
  ['answer of a receiver that is kept', [MAX_ANSWER_CHARACTERS]],
  ['columns of a file', [MAX_COLUMNS]],
  ['own attributes', [ATTRIBUTE_LIMITS.attributes]],
  ['own extensions', [ATTRIBUTE_LIMITS.schemas]],
  ['own attributes looked up by', [ATTRIBUTE_LIMITS.lookedUp]],
  ['name of an own attribute', [ATTRIBUTE_LIMITS.nameCharacters]],
  ['URN of an own extension', [ATTRIBUTE_LIMITS.urnCharacters]],
  ['description', [ATTRIBUTE_LIMITS.descriptionCharacters]],
  ['canonical values', [ATTRIBUTE_LIMITS.canonicalValues, ATTRIBUTE_LIMITS.canonicalCharacters]],
  ['value that is looked up by', [STRING_LIMITS.name]],
  ['file that is sent to the API', [JOB_LIMITS.importBytes]],
  ['refused lines that a job lists', [JOB_LIMITS.errors]],
  ['password', [SHORTEST_PASSWORD, LONGEST_PASSWORD]],
  ['filter', [FILTER_LIMITS.maxLength, FILTER_LIMITS.maxDepth, FILTER_LIMITS.maxTerms]],
])('%s: %j', async (name, numbers) => {
  const row = (await rowOf(name)).replaceAll(',', '');
  for (const number of numbers) expect(row).toContain(String(number));
});
