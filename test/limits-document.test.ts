// docs/limits.md names the limits that the code has.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BULK_LIMITS } from '@looop-scim/scim/bulk';
import { FILTER_LIMITS } from '@looop-scim/scim/filter';
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
  ['filter', [FILTER_LIMITS.maxLength, FILTER_LIMITS.maxDepth, FILTER_LIMITS.maxTerms]],
])('%s: %j', async (name, numbers) => {
  const row = (await rowOf(name)).replaceAll(',', '');
  for (const number of numbers) expect(row).toContain(String(number));
});
