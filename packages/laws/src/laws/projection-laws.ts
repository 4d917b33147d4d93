// Laws of projection (RFC 7644 section 3.9, RFC 7643 section 7, `returned`).
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
import { isComplex, isList, sameValue, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { resourceOf } from '../arbitraries/resource.ts';
import { sampleTypes } from '../arbitraries/sample-type.ts';
import { law, type Law } from '../law.ts';
import { anyType } from './filter-case.ts';

const locate = (type: string, id: string): string => `https://scim.example/scim/v2/${type}s/${id}`;

/** All nodes of a type, parents first. */
const nodesOf = (type: ResourceType): readonly AttributeNode[] => {
  const below = (node: AttributeNode): readonly AttributeNode[] => [
    node,
    ...[...node.children.values()].flatMap(below),
  ];
  return [...type.attributes.values()].flatMap(below);
};

/** Whether an answer may show the attribute without being asked for it. */
const returnedUnasked = (node: AttributeNode): boolean => node.definition.returned !== 'request';

const isHidden = (node: AttributeNode): boolean =>
  node.definition.returned === 'never' || (node.parent !== undefined && isHidden(node.parent));

/** All values that an attribute has in a representation, through lists. */
const valuesAt = (representation: Complex, keys: readonly string[]): readonly Value[] => {
  let values: readonly Value[] = [representation];
  for (const key of keys) {
    values = values.flatMap((value): readonly Value[] => {
      const inner = isComplex(value) ? value[key] : undefined;
      if (inner === undefined) return [];
      return isList(inner) && inner.length > 0 ? inner : [inner];
    });
  }
  return values;
};

/** Whether one value is the other with parts left out. */
const isPartOf = (part: Value, whole: Value): boolean => {
  if (isList(part) && isList(whole)) {
    let from = 0;
    return part.every((element) => {
      const found = whole.findIndex((candidate, index) => index >= from && isPartOf(element, candidate));
      from = found + 1;
      return found >= 0;
    });
  }
  if (isComplex(part) && isComplex(whole)) {
    return Object.entries(part).every(([key, value]) => {
      const other = whole[key];
      return other !== undefined && isPartOf(value, other);
    });
  }
  return sameValue(part, whole);
};

const holds = (fact: boolean, statement: string): void => {
  if (!fact) throw new Error(statement);
};

interface Case {
  readonly type: ResourceType;
  readonly full: Complex;
  readonly names: readonly string[];
  readonly projection: Projection;
}

const namesOf = (type: ResourceType): fc.Arbitrary<readonly string[]> => {
  const path = fc.constantFrom(...nodesOf(type).map((node) => node.path));
  const spelled = fc
    .tuple(path, fc.constantFrom('as is', 'upper', 'lower'))
    .map(([name, spelling]) =>
      spelling === 'as is' ? name : spelling === 'upper' ? name.toUpperCase() : name.toLowerCase(),
    );
  return fc.array(spelled, { minLength: 1, maxLength: 4 });
};

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

const isNamed = ({ projection }: Case, node: AttributeNode): boolean =>
  projection.kind === 'only' && projection.nodes.includes(node);

/** Laws of projection. */
export const projectionLaws: readonly Law[] = [
  law(
    'projecting twice is projecting once, and the result is a part of the input',
    fc.property(anyCase, ({ type, full, projection }) => {
      const once = project(type, full, projection);
      holds(sameValue(project(type, once, projection), once), 'not idempotent');
      holds(isPartOf(once, full), 'not a part');
      holds(
        !Object.values(once).some((value) => isComplex(value) && Object.keys(value).length === 0),
        'an empty value',
      );
    }),
  ),
  law(
    'schemas, id and what is always returned survive any projection; what is never returned shows in none',
    fc.property(anyCase, ({ type, full, projection }) => {
      const shown = project(type, full, projection);
      holds(shown['id'] === full['id'] && sameValue(shown['schemas'], full['schemas']), 'id or schemas are gone');
      for (const node of nodesOf(type)) {
        const values = valuesAt(shown, node.keys);
        if (isHidden(node)) holds(values.length === 0, `${node.path} shows`);
        else if (node.definition.returned === 'always') {
          const before = valuesAt(full, node.keys);
          const kept =
            values.length === before.length && values.every((value, index) => sameValue(value, before[index]));
          holds(kept, `${node.path} is gone`);
        }
      }
    }),
  ),
  law(
    'what is returned on request shows only when it is named itself',
    fc.property(anyCase, (example) => {
      const shown = project(example.type, example.full, example.projection);
      for (const node of nodesOf(example.type)) {
        if (node.definition.returned !== 'request') continue;
        const expected = isNamed(example, node) ? valuesAt(example.full, node.keys).length : 0;
        holds(
          valuesAt(shown, node.keys).length === expected,
          `${node.path} shows ${expected === 0 ? 'unasked' : 'not'}`,
        );
      }
    }),
  ),
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
        holds(valuesAt(shown, node.keys).length === expected, `${node.path} shows ${expected} times`);
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
        if (!isProjected(projection, node)) holds(after === 0, `${node.path} shows`);
        else if (node.children.size === 0) holds(after === before, `${node.path} is gone`);
        else
          holds(
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
        holds(isProjected(only, node) !== isProjected(without, node), `${node.path} is in both or in none`);
      }
    }),
  ),
  law(
    'names of attributes may be in any case, and unknown ones change nothing',
    fc.property(anyCase, fc.constantFrom('attributes', 'excludedAttributes'), ({ type, full, names }, kind) => {
      const plain = bound(type, { [kind]: names });
      const other = bound(type, { [kind]: [...names.map((name) => name.toUpperCase()), 'unknown', '__proto__', ''] });
      holds(sameValue(project(type, full, plain), project(type, full, other)), 'the spelling matters');
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
        holds(project(type, full, bound(type, {})) === full, 'it was copied');
      },
    ),
  ),
];
