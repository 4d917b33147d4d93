// Short words for the tests of mappings.
import * as Result from 'effect/Result';
import {
  acceptMappingSet,
  explainMapping,
  mappingFaultText,
  type BoundMappingSet,
  type Explanation,
  type InvalidMappingSet,
} from '@looop-scim/provisioning/mapping';
import type { Complex } from '@looop-scim/scim/attribute';
import { interopPolicy } from '@looop-scim/scim/interop';
import { readDocument } from '@looop-scim/scim/read';
import { userType } from '@looop-scim/scim/schema';

/** What becomes of the JSON form of a set. */
export const checked = (json: unknown): Result.Result<BoundMappingSet, InvalidMappingSet> =>
  acceptMappingSet(userType, json);

/** The faults of a set, one line each. */
export const faultsOf = (json: unknown): readonly string[] => {
  const result = checked(json);
  return Result.isFailure(result) ? result.failure.faults.map(mappingFaultText) : [];
};

/** The document of a body as an identity provider sends it. */
export const sent = (body: object): Complex => Result.getOrThrow(readDocument(userType, body, interopPolicy)).document;

/** The explanation of a set for a body. */
export const explained = (json: unknown, body: object): Explanation =>
  explainMapping(Result.getOrThrow(checked(json)), sent(body));

/** A set with one mapping, of the field `title`. */
export const titleFrom = (mapping: object): unknown => ({ mappings: [{ field: 'title', ...mapping }] });

/** What a mapping makes of a body. */
export const titleOf = (mapping: object, body: object): unknown => explained(titleFrom(mapping), body).profile['title'];
