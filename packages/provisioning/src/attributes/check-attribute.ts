// Accepts or refuses the definition of an own attribute: names and URNs by RFC 7643 sections 2.1 and 10.2.1, characteristics by
// section 7, and nothing that another attribute of users is called already.
import * as Result from 'effect/Result';
import { foldCase } from '@looop-scim/scim/attribute';
import { LOOOP_USER_SCHEMA, standardRegistry } from '@looop-scim/scim/schema';
import { InvalidAttribute, type AttributeFault, type AttributeFaultKind } from './attribute-fault.ts';
import { ATTRIBUTE_LIMITS, isSameAttribute, type AttributeDefinitions, type OwnAttribute } from './own-attribute.ts';
import { isOwnUrn, standsInTheWay } from './own-urn.ts';

type Refuse = (at: keyof OwnAttribute, kind: AttributeFaultKind, reason: string) => void;

const isAlpha = (character: string): boolean =>
  (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');

const isNameCharacter = (character: string): boolean =>
  isAlpha(character) || (character >= '0' && character <= '9') || character === '-' || character === '_';

/** Names that JavaScript programs find on every object, whether or not a client sent them. */
const INHERITED: ReadonlySet<string> = new Set(
  [
    'constructor',
    'hasOwnProperty',
    'isPrototypeOf',
    'propertyIsEnumerable',
    'toLocaleString',
    'toString',
    'valueOf',
  ].map((name) => name.toLowerCase()),
);

const userSchemas = () => standardRegistry.resourceType('User')?.schemas ?? [];

/** The attribute of users that has the name already, as its path. */
const holderOf = ({ name }: OwnAttribute): string | undefined => {
  const wanted = name.toLowerCase();
  for (const common of ['schemas', 'id', 'externalId', 'meta']) if (common.toLowerCase() === wanted) return common;
  for (const { id, attributes } of userSchemas()) {
    const found = attributes.find((attribute) => attribute.name.toLowerCase() === wanted);
    if (found !== undefined) return `${id}:${found.name}`;
  }
  return undefined;
};

const checkName = (own: OwnAttribute, others: readonly OwnAttribute[], refuse: Refuse): void => {
  const { name } = own;
  const isWellFormed = isAlpha(name.charAt(0)) && Array.from(name).every(isNameCharacter);
  if (!isWellFormed || name.length > ATTRIBUTE_LIMITS.nameCharacters) {
    const most = ATTRIBUTE_LIMITS.nameCharacters;
    return refuse('name', 'name', `a name has 1 to ${most} letters, digits, - and _, a letter first`);
  }
  if (INHERITED.has(name.toLowerCase())) return refuse('name', 'name', 'the name is reserved');
  // Clients may leave the URN of an extension out as long as one extension has the name.
  const holder = holderOf(own) ?? others.find((other) => other.name.toLowerCase() === name.toLowerCase())?.schema;
  if (holder !== undefined) refuse('name', 'taken', `${holder} has the name already, in this case or another`);
};

const checkSchema = ({ schema }: OwnAttribute, others: readonly OwnAttribute[], refuse: Refuse): void => {
  if (schema === LOOOP_USER_SCHEMA) return;
  if (!isOwnUrn(schema)) {
    const most = ATTRIBUTE_LIMITS.urnCharacters;
    return refuse(
      'schema',
      'urn',
      `must be a URN of at most ${most} letters, digits and . : - _, such as urn:acme:scim:1.0:User`,
    );
  }
  const urns = [...new Set(others.map((other) => other.schema))];
  const sameButForCase = urns.find((urn) => urn !== schema && urn.toLowerCase() === schema.toLowerCase());
  if (sameButForCase !== undefined)
    return refuse('schema', 'taken', `the organisation spells this URN ${sameButForCase}`);
  const shipped = standardRegistry.schemas.some(({ id }) => id.toLowerCase() === schema.toLowerCase());
  if (shipped)
    return refuse('schema', 'taken', `only ${LOOOP_USER_SCHEMA} and URNs of your own take further attributes`);
  const blocking = [...standardRegistry.schemas.map(({ id }) => id), ...urns].find((urn) =>
    standsInTheWay(urn, schema),
  );
  if (blocking !== undefined) {
    return refuse('schema', 'taken', `attribute paths could not be told from those of ${blocking}`);
  }
  const own = urns.filter((urn) => urn !== LOOOP_USER_SCHEMA);
  if (!own.includes(schema) && own.length >= ATTRIBUTE_LIMITS.schemas) {
    refuse('schema', 'bound', `an organisation has at most ${ATTRIBUTE_LIMITS.schemas} extensions of its own`);
  }
};

const hasFaultyText = (text: string): boolean => !text.isWellFormed() || text.includes('\u0000');

const checkCanonicalValues = ({ canonicalValues, caseExact, type }: OwnAttribute, refuse: Refuse): void => {
  const { canonicalValues: most, canonicalCharacters } = ATTRIBUTE_LIMITS;
  if (canonicalValues.length === 0) return;
  if (type !== 'string') refuse('canonicalValues', 'type', 'only an attribute of type string has canonical values');
  if (canonicalValues.length > most) refuse('canonicalValues', 'bound', `there are at most ${most} canonical values`);
  const faulty = canonicalValues.some(
    (value) => value.trim() === '' || value.length > canonicalCharacters || hasFaultyText(value),
  );
  if (faulty)
    refuse('canonicalValues', 'bound', `a canonical value has 1 to ${canonicalCharacters} characters and is not blank`);
  const distinct = new Set(canonicalValues.map((value) => (caseExact ? value : foldCase(value))));
  if (distinct.size < canonicalValues.length) refuse('canonicalValues', 'taken', 'two canonical values are the same');
};

const checkRest = (own: OwnAttribute, others: readonly OwnAttribute[], refuse: Refuse): void => {
  const { description, lookedUp, type } = own;
  if (description.length > ATTRIBUTE_LIMITS.descriptionCharacters || hasFaultyText(description)) {
    refuse('description', 'bound', `has at most ${ATTRIBUTE_LIMITS.descriptionCharacters} characters`);
  }
  if (!lookedUp) return;
  if (type !== 'string') refuse('lookedUp', 'type', 'users are looked up by attributes of type string alone');
  if (others.filter((other) => other.lookedUp).length >= ATTRIBUTE_LIMITS.lookedUp) {
    refuse('lookedUp', 'bound', `users are looked up by at most ${ATTRIBUTE_LIMITS.lookedUp} own attributes`);
  }
};

/**
 * Checks the definition of an own attribute beside the others that the organisation has.
 * Fails: `InvalidAttribute` with every fault. RFC 7643 sections 2.1 and 7.
 */
export const checkAttribute = (
  own: OwnAttribute,
  { attributes }: AttributeDefinitions,
): Result.Result<OwnAttribute, InvalidAttribute> => {
  const others = attributes.filter((other) => !isSameAttribute(other, own));
  const faults: AttributeFault[] = [];
  const refuse: Refuse = (at, kind, reason) => void faults.push({ at, kind, reason });
  checkName(own, others, refuse);
  checkSchema(own, others, refuse);
  checkCanonicalValues(own, refuse);
  checkRest(own, others, refuse);
  if (others.length >= ATTRIBUTE_LIMITS.attributes) {
    refuse('name', 'bound', `an organisation has at most ${ATTRIBUTE_LIMITS.attributes} own attributes`);
  }
  return faults.length === 0 ? Result.succeed(own) : Result.fail(new InvalidAttribute({ faults }));
};
