// Holds a PATCH library of others against the laws: node examples/guard-a-patcher.ts (prints which laws it breaks, with a case)
import { ScimError, scimPatch, type ScimPatchOperation, type ScimResource } from 'scim-patch';
import { patchLaws, type Patcher, type Refusal } from '@looop-scim/laws';
import { userType } from '@looop-scim/scim/schema';

/** What the library refuses, such as `noTarget`; anything else that it throws is a mistake of its own. */
const refusal = (error: unknown): Refusal => {
  if (!(error instanceof ScimError)) throw error;
  return { ok: false, ...(error.scimCode !== undefined && { scimType: error.scimCode }) };
};

/** The library as the laws ask it. It wants `schemas` and `meta`, which are no part of the document. */
const libraryPatcher: Patcher = {
  apply: ({ schemas: [core] }, document, operations) => {
    const now = new Date();
    const resource: ScimResource = {
      ...document,
      schemas: [core?.id ?? ''],
      meta: { created: now, lastModified: now },
    };
    try {
      const { schemas: _schemas, meta: _meta, ...after } = scimPatch(resource, operations as ScimPatchOperation[]);
      return { ok: true, document: after };
    } catch (error) {
      return refusal(error);
    }
  },
};

const laws = patchLaws(libraryPatcher, { types: [userType] });
let broken = 0;
for (const { name, check } of laws) {
  try {
    await check({ seed: 7, runs: 50 });
    console.log(`holds: ${name}`);
  } catch (error) {
    broken += 1;
    // The smallest case that was found, and what the library made of it.
    const { message, cause } = error as Error;
    console.log(`BROKEN: ${name}\n${message}\n${String(cause)}\n`);
  }
}
console.log(`${broken} of ${laws.length} laws are broken`);
