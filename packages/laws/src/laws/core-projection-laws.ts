// Laws of projection about what the core alone has: bound projections, answers to writes (RFC 7644 section 3.9).
import fc from 'fast-check';
import * as Result from 'effect/Result';
import {
  bindProjection,
  isProjected,
  project,
  represent,
  withSpecified,
  type Projection,
  type ProjectionNames,
} from '@looop-scim/scim/answer';
import type { Complex } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import { resourceOf } from '../arbitraries/resource.ts';
import { sampleTypes } from '../arbitraries/sample-type.ts';
import { law, type Law } from '../law.ts';
import { anyType, locate } from './filter-case.ts';
import { claim, isHidden, namesOf, nodesOf, returnedUnasked, valuesAt } from './projection-case.ts';

interface Case {
  readonly type: ResourceType;
  readonly full: Complex;
  readonly names: readonly string[];
  readonly projection: Projection;
}

const bound = (type: ResourceType, names: ProjectionNames): Projection =>
  Result.getOrThrow(bindProjection(type, names));

const anyCase: fc.Arbitrary<Case> = anyType.chain((type) =>
  fc
    .record({
      resource: resourceOf(type, { secrets: true }),
      names: namesOf(type),
      kind: fc.constantFrom('attributes', 'excludedAttributes', 'none'),
    })
    .map(({ resource, names, kind }) => ({
      type,
      full: represent(type, resource, locate),
      names,
      projection: bound(type, kind === 'none' ? {} : { [kind]: names }),
    })),
);

/** Laws of projection that the core alone promises. */
export const coreProjectionLaws: readonly Law[] = [
  law(
    'the answer to a write shows what is returned on request and was specified, unless the request names its attributes',
    fc.property(anyCase, fc.func(fc.boolean()), ({ type, full, projection }, isSpecified) => {
      const requested = nodesOf(type).filter(
        (node) => !returnedUnasked(node) && node.definition.mutability !== 'readOnly',
      );
      const specified = requested.filter((node) => node.parent === undefined && isSpecified(node.path));
      const changes = specified.map(({ path, keys }) => ({ attribute: path, after: valuesAt(full, keys)[0] ?? 'x' }));
      const shown = project(type, full, withSpecified(type, projection, changes));
      const plain = project(type, full, projection);
      for (const node of nodesOf(type)) {
        const excluded =
          projection.kind !== 'default' && (projection.kind === 'only' || projection.nodes.includes(node));
        const expected = valuesAt(specified.includes(node) && !excluded ? full : plain, node.keys).length;
        claim(valuesAt(shown, node.keys).length === expected, `${node.path} shows ${expected} times`);
      }
    }),
  ),
  law(
    'isProjected tells exactly which values show',
    fc.property(anyCase, ({ type, full, projection }) => {
      const shown = project(type, full, projection);
      for (const node of nodesOf(type)) {
        const before = valuesAt(full, node.keys).length;
        const after = valuesAt(shown, node.keys).length;
        if (!isProjected(projection, node)) claim(after === 0, `${node.path} shows`);
        else if (node.children.size === 0) claim(after === before, `${node.path} is gone`);
        else
          claim(
            [...node.children.values()].some((child) => isProjected(projection, child)),
            `${node.path} is empty`,
          );
      }
    }),
  ),
  law(
    'attributes and excludedAttributes with the same names are complementary on what is returned by default',
    fc.property(anyCase, ({ type, names }) => {
      const only = bound(type, { attributes: names });
      const without = bound(type, { excludedAttributes: names });
      for (const node of nodesOf(type)) {
        if (node.children.size > 0 || node.definition.returned !== 'default' || isHidden(node)) continue;
        if (node.parent?.definition.returned === 'always') continue;
        claim(isProjected(only, node) !== isProjected(without, node), `${node.path} is in both or in none`);
      }
    }),
  ),
  law(
    'where nothing is returned on request alone, the default projection of a stored resource is its representation itself',
    fc.property(
      fc
        .constantFrom(...sampleTypes.filter((type) => nodesOf(type).every(returnedUnasked)))
        .chain((type) => fc.tuple(fc.constant(type), resourceOf(type))),
      ([type, resource]) => {
        const full = represent(type, resource, locate);
        claim(project(type, full, bound(type, {})) === full, 'it was copied');
      },
    ),
  ),
];
