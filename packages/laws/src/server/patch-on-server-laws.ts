// Laws of PATCH on a server, which is held against the core (RFC 7644 section 3.5.2).
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { isComplex, isList, type Complex, type Element } from '@looop-scim/scim/attribute';
import { strictPolicy } from '@looop-scim/scim/interop';
import { applyPatch, type PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { writableNodes } from '../arbitraries/patch.ts';
import type { Law } from '../law.ts';
import type { JsonObject } from '../subjects/subject.ts';
import { memberOf, textOf } from './json.ts';
import { bodyOf, emailAddress, patchBody, plainText, userPlan } from './resource-plan.ts';
import { serverLaw, type ServerContext } from './server-law.ts';
import { documentIn, expectSame } from './shown.ts';
import { expectThat, idOf, objectOf, type Trial } from './trial.ts';

const KINDS = ['set', 'unset', 'pathless', 'again', 'addEmail', 'setSelected', 'removeSelected', 'primary'] as const;

/** An operation, as far as it can be said before the resource is known. */
interface OperationPlan {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly text: string;
  readonly email: string;
}

const operationPlan: fc.Arbitrary<OperationPlan> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fc.nat({ max: 20 }),
  text: plainText,
  email: emailAddress,
});

const one = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(1, items.length)];

const stringsOf = (type: ResourceType): readonly AttributeNode[] =>
  writableNodes(type).filter(({ definition }) => definition.type === 'string' && definition.name !== 'userName');

const emailsOf = (document: Complex): readonly Element[] => {
  const emails = document['emails'];
  return emails !== undefined && isList(emails) ? emails : [];
};

const valueOf = (element: Element | undefined): string =>
  element !== undefined && isComplex(element) ? String(element['value']) : '';

const emailOperation = (plan: OperationPlan, document: Complex): PatchOperation | undefined => {
  const { kind, at, text, email } = plan;
  const values = emailsOf(document).map(valueOf);
  const selected = values.length === 0 ? undefined : `emails[value eq ${JSON.stringify(one(values, at))}]`;
  const isNew = !values.some((value) => value.toLowerCase() === email.toLowerCase());
  if (kind === 'addEmail')
    return isNew ? { op: 'add', path: 'emails', value: [{ value: email, type: 'other' }] } : undefined;
  if (selected === undefined) return undefined;
  if (kind === 'removeSelected') return { op: 'remove', path: selected };
  if (kind === 'primary') return { op: 'replace', path: `${selected}.primary`, value: true };
  return kind === 'setSelected' ? { op: 'replace', path: `${selected}.type`, value: text } : undefined;
};

/** The operation on a document; undefined where the document has nothing for it. */
const operationOf = (plan: OperationPlan, type: ResourceType, document: Complex): PatchOperation | undefined => {
  const { kind, at, text } = plan;
  const node = one(stringsOf(type), at);
  const held = Object.entries(document).filter(([name, value]) => name !== 'userName' && typeof value === 'string');
  const [name, value] = one(held, at) ?? [];
  switch (kind) {
    case 'set':
      return node && { op: at % 2 === 0 ? 'replace' : 'add', path: node.path, value: text };
    case 'unset':
      return node === undefined || node.definition.required ? undefined : { op: 'remove', path: node.path };
    case 'again':
      return name === undefined ? undefined : { op: 'add', path: name, value };
    case 'pathless':
      return name === undefined ? undefined : { op: 'replace', value: { [name]: text } };
    default:
      return type.attributes.has('emails') ? emailOperation(plan, document) : undefined;
  }
};

const primariesIn = (document: Complex): readonly string[] =>
  emailsOf(document)
    .filter((element) => isComplex(element) && element['primary'] === true)
    .map(valueOf);

const expectPatched = (type: ResourceType, before: JsonObject, after: JsonObject, operation: PatchOperation): void => {
  const document = documentIn(type, before);
  const expected = Result.getOrThrow(applyPatch(type, document, [operation], strictPolicy)).document;
  const shown = documentIn(type, after);
  expectSame(shown, expected, `after ${JSON.stringify(operation)}`);
  expectThat(primariesIn(shown).length <= 1, 'two emails are primary');
  if (operation.path?.endsWith('.primary') === true) {
    const wanted = primariesIn(expected);
    expectThat(
      String(primariesIn(shown)) === String(wanted),
      `primary is ${String(primariesIn(shown))}, expected ${String(wanted)}`,
    );
  }
};

/** Sends an operation; answers the resource after it. */
const send = async (trial: Trial, path: string, operation: PatchOperation): Promise<JsonObject> => {
  const answer = await trial.ask({ method: 'PATCH', path, body: patchBody([operation]) }, 200, 204);
  if (answer.status === 200 && answer.body !== undefined) return objectOf(answer);
  return objectOf(await trial.ask({ method: 'GET', path }, 200));
};

/** Laws of PATCH on users. */
export const patchLawsOf = (context: ServerContext): readonly Law[] => {
  const { endpoint, type } = context.users;
  return [
    serverLaw(
      'PATCH changes what its path and filter select, and nothing else; what is there already is not modified',
      context,
      fc.record({ attributes: userPlan(type), plans: fc.array(operationPlan, { minLength: 1, maxLength: 5 }) }),
      async (trial, { attributes, plans }) => {
        const body = bodyOf(type, { userName: trial.newUserName(), ...attributes });
        const created = await trial.ask({ method: 'POST', path: endpoint, body }, 201);
        const path = `${endpoint}/${encodeURIComponent(idOf(created))}`;
        let before = objectOf(created);
        for (const plan of plans) {
          const operation = operationOf(plan, type, documentIn(type, before));
          if (operation === undefined) continue;
          const after = await send(trial, path, operation);
          expectPatched(type, before, after, operation);
          const [then, now] = [before, after].map(({ meta }) => textOf(memberOf(meta, 'lastModified')));
          if (plan.kind === 'again') expectThat(now === then, 'add of what is there modifies the resource');
          before = after;
        }
        const read = objectOf(await trial.ask({ method: 'GET', path }, 200));
        expectSame(documentIn(type, read), documentIn(type, before), 'read after PATCH');
      },
    ),
  ];
};
