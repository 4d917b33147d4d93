// Own attributes as an operator or a program reads them.
import { printable } from '@looop-scim/provisioning/activity';
import { pathOf, type DefinedAttribute } from '@looop-scim/provisioning/attributes';

const STATES = { visible: '', removed: 'removed, values are kept', purging: 'being purged' } as const;

/** An attribute in one line. */
export const attributeText = (attribute: DefinedAttribute): string => {
  const { type, multiValued, caseExact, mutability, returned, lookedUp, canonicalValues, state } = attribute;
  const said = [
    `${type}${multiValued ? ' list' : ''}`,
    caseExact ? 'case-exact' : '',
    mutability === 'readWrite' ? '' : mutability,
    returned === 'default' ? '' : `returned ${returned}`,
    lookedUp ? 'looked up by' : '',
    canonicalValues.length === 0 ? '' : `one of ${canonicalValues.map((value) => JSON.stringify(value)).join(', ')}`,
    STATES[state],
  ];
  return printable(`${pathOf(attribute)}: ${said.filter((part) => part !== '').join('; ')}`);
};

/** An attribute as one line of JSON, with what else there is to say. */
export const attributeJson = (
  { lookedUpSince: _lookup, stateSince: _since, ...attribute }: DefinedAttribute,
  more: object = {},
): string => printable(JSON.stringify({ path: pathOf(attribute), ...attribute, ...more }));
