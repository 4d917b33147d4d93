// docs/mapping.md: every worked example is a set, a resource and the profile that comes out.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  acceptMappingSet,
  applyMappingSet,
  STANDARD_FIELDS,
  type BoundMappingSet,
} from '@looop-scim/provisioning/mapping';
import { interopPolicy } from '@looop-scim/scim/interop';
import { readDocument } from '@looop-scim/scim/read';
import { userType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';

/** The JSON blocks of a document, in order. */
const jsonBlocks = (text: string): readonly unknown[] =>
  text
    .split('\n```')
    .filter((block) => block.startsWith('json\n'))
    .map((block) => JSON.parse(block.slice('json\n'.length)) as unknown);

interface Example {
  readonly set: unknown;
  readonly resource: unknown;
  readonly profile: unknown;
}

const accepted = (json: unknown): BoundMappingSet => Result.getOrThrow(acceptMappingSet(userType, json));

describe('docs/mapping.md', () => {
  let text = '';
  let examples: readonly Example[] = [];
  beforeAll(async () => {
    text = await readFile(join(import.meta.dirname, '../../docs/mapping.md'), 'utf8');
    const blocks = jsonBlocks(text);
    examples = blocks.flatMap((set, at) =>
      at % 3 === 0 ? [{ set, resource: blocks[at + 1], profile: blocks[at + 2] }] : [],
    );
  });

  it('has worked examples, each of which gives the profile that it says', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const { set, resource, profile } of examples) {
      const { document } = Result.getOrThrow(readDocument(userType, resource, interopPolicy));
      expect(applyMappingSet(accepted(set), document)).toEqual({ profile, issues: [] });
    }
  });

  it('names every standard field', () => {
    expect(STANDARD_FIELDS.filter(({ name }) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('writes sources and picks as they are read', () => {
    const inline = text.split('`').filter((part) => part.startsWith('{ "attribute": "'));
    expect(inline.length).toBeGreaterThan(1);
    for (const source of inline) accepted({ mappings: [{ field: 'title', from: [JSON.parse(source)] }] });
  });
});
