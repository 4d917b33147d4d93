// Laws of `attributes` and `excludedAttributes` over any implementation (RFC 7644 section 3.9; RFC 7643 section 7, `returned`).
import fc from 'fast-check';
import { isComplex, sameValue, type Complex } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { law, type Law } from '../law.ts';
import type { ProjectionParameters, Projector } from '../subjects/subject.ts';
import { representationOf } from './filter-case.ts';
import { claim, isHidden, isPartOf, namesOf, nodesOf, valuesAt } from './projection-case.ts';
import { asComplex, lawsOver, subjectType, type SubjectLaw, type SubjectOptions } from './subject-case.ts';

interface Trial {
  readonly type: ResourceType;
  readonly full: Complex;
  readonly names: readonly string[];
  readonly parameters: ProjectionParameters;
}

type ProjectionLaw = SubjectLaw<Projector>;

const trials = (types: fc.Arbitrary<ResourceType>): fc.Arbitrary<Trial> =>
  types.chain((type) =>
    fc
      .record({
        full: representationOf(type, { secrets: true }),
        names: namesOf(type),
        kind: fc.constantFrom('attributes', 'excludedAttributes', 'none'),
      })
      .map(({ full, names, kind }) => ({ type, full, names, parameters: kind === 'none' ? {} : { [kind]: names } })),
  );

const shownBy = async (
  projector: Projector,
  { type, full }: Pick<Trial, 'type' | 'full'>,
  parameters: ProjectionParameters,
): Promise<Complex> => asComplex(await projector.project(subjectType(type), structuredClone(full), parameters));

const projectionLaw = (name: string, holds: (projector: Projector, trial: Trial) => Promise<void>): ProjectionLaw => ({
  law: (projector, types) =>
    law(
      name,
      fc.asyncProperty(trials(types), (trial) => holds(projector, trial)),
    ),
});

const isAsked = ({ names, parameters }: Trial, node: AttributeNode): boolean =>
  parameters.attributes !== undefined && names.some((name) => name.toLowerCase() === node.path.toLowerCase());

const all: readonly ProjectionLaw[] = [
  projectionLaw(
    'projecting twice is projecting once, and the result is a part of the resource',
    async (projector, { type, full, parameters }) => {
      const once = await shownBy(projector, { type, full }, parameters);
      claim(sameValue(await shownBy(projector, { type, full: once }, parameters), once), 'not idempotent');
      claim(isPartOf(once, full), 'not a part');
      claim(
        !Object.values(once).some((value) => isComplex(value) && Object.keys(value).length === 0),
        'an empty value',
      );
    },
  ),
  projectionLaw(
    'schemas, id and what is always returned survive any projection; what is never returned shows in none',
    async (projector, { type, full, parameters }) => {
      const shown = await shownBy(projector, { type, full }, parameters);
      claim(
        shown['id'] === full['id'] && sameValue(shown['schemas'] ?? [], full['schemas'] ?? []),
        'id or schemas are gone',
      );
      for (const node of nodesOf(type)) {
        const values = valuesAt(shown, node.keys);
        if (isHidden(node)) claim(values.length === 0, `${node.path} shows`);
        else if (node.definition.returned === 'always') {
          const before = valuesAt(full, node.keys);
          const kept =
            values.length === before.length && values.every((value, index) => sameValue(value, before[index]));
          claim(kept, `${node.path} is gone`);
        }
      }
    },
  ),
  projectionLaw('what is returned on request shows only when it is named itself', async (projector, trial) => {
    const shown = await shownBy(projector, trial, trial.parameters);
    for (const node of nodesOf(trial.type)) {
      if (node.definition.returned !== 'request') continue;
      const expected = isAsked(trial, node) ? valuesAt(trial.full, node.keys).length : 0;
      claim(valuesAt(shown, node.keys).length === expected, `${node.path} shows ${expected === 0 ? 'unasked' : 'not'}`);
    }
  }),
  projectionLaw(
    'attributes and excludedAttributes with the same names are complementary on what is returned by default',
    async (projector, { type, full, names }) => {
      const only = await shownBy(projector, { type, full }, { attributes: names });
      const others = await shownBy(projector, { type, full }, { excludedAttributes: names });
      for (const node of nodesOf(type)) {
        if (node.children.size > 0 || node.definition.returned !== 'default' || isHidden(node)) continue;
        if (node.parent?.definition.returned === 'always') continue;
        const counts = [only, others].map((shown) => valuesAt(shown, node.keys).length);
        const { length } = valuesAt(full, node.keys);
        claim(counts.includes(length) && (length === 0 || counts.includes(0)), `${node.path} is in both or in none`);
      }
    },
  ),
  projectionLaw(
    'names of attributes may be in any case, and unknown ones change nothing',
    async (projector, { type, full, names }) => {
      for (const kind of ['attributes', 'excludedAttributes'] as const) {
        const plain = await shownBy(projector, { type, full }, { [kind]: names });
        const respelled = [...names.map((name) => name.toUpperCase()), 'unknown', '__proto__', ''];
        const other = await shownBy(projector, { type, full }, { [kind]: respelled });
        claim(sameValue(plain, other), 'the spelling matters');
      }
    },
  ),
];

/** Laws of projection over an implementation. RFC 7644 section 3.9, RFC 7643 section 7. */
export const projectionLaws = (projector: Projector, options: SubjectOptions = {}): readonly Law[] =>
  lawsOver(projector, options, all);
