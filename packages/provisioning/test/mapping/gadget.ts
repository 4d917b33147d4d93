// A resource type with what User lacks: attributes that may not be changed, of every data type, and lists of each kind.
import { attribute, makeSchemaRegistry, type ResourceType } from '@looop-scim/scim/schema';

const URN = 'urn:example:params:scim:schemas:core:2.0:Gadget';

const schema = {
  id: URN,
  name: 'Gadget',
  description: 'What User lacks.',
  attributes: [
    attribute({ name: 'name' }),
    attribute({ name: 'computed', mutability: 'readOnly' }),
    attribute({ name: 'serial', mutability: 'immutable' }),
    attribute({ name: 'pin', mutability: 'writeOnly' }),
    attribute({ name: 'size', type: 'decimal' }),
    attribute({ name: 'builtAt', type: 'dateTime' }),
    attribute({ name: 'image', type: 'binary' }),
    attribute({ name: 'home', type: 'reference', referenceTypes: ['external'] }),
    attribute({ name: 'labels', multiValued: true }),
    attribute({ name: 'flags', type: 'boolean', multiValued: true }),
    attribute({
      name: 'safe',
      type: 'complex',
      mutability: 'writeOnly',
      subAttributes: [{ name: 'code' }],
    }),
    attribute({
      name: 'seal',
      type: 'complex',
      mutability: 'immutable',
      subAttributes: [{ name: 'number' }],
    }),
    attribute({
      name: 'parts',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'value' },
        { name: 'type', mutability: 'immutable' },
        { name: 'primary', type: 'boolean' },
        { name: 'sizes', multiValued: true },
        { name: 'image', type: 'binary' },
      ],
    }),
    attribute({
      name: 'kinds',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'label' },
        { name: 'type', type: 'integer' },
        { name: 'primary', multiValued: true, type: 'boolean' },
      ],
    }),
  ],
};

/** The type. */
export const gadgetType = ((): ResourceType => {
  const { resourceTypes } = makeSchemaRegistry(
    [schema],
    [{ name: 'Gadget', description: schema.description, endpoint: '/Gadgets', schema: URN, schemaExtensions: [] }],
  );
  const [type] = resourceTypes;
  if (type === undefined) throw new TypeError('the registry has no type');
  return type;
})();
