// What other systems call an attribute, by the path that SCIM has for it. Only names that are no attributes of SCIM.

/** Attribute paths, relative to their schema, by names that other systems use. Of several paths the first that a type has counts. */
export const COMMON_NAMES: readonly (readonly [path: string, names: readonly string[]])[] = [
  ['userName', ['login', 'loginName', 'user', 'userId', 'uid', 'upn', 'userPrincipalName', 'sAMAccountName']],
  ['externalId', ['objectId', 'objectGUID', 'immutableId']],
  ['name.givenName', ['firstName', 'forename', 'fname']],
  ['name.familyName', ['lastName', 'surname', 'lname', 'sn']],
  ['name.middleName', ['secondName']],
  ['name.honorificPrefix', ['prefix', 'salutation']],
  ['name.honorificSuffix', ['suffix']],
  ['displayName', ['fullName', 'cn', 'commonName', 'groupName', 'name']],
  ['emails', ['email', 'mail', 'emailAddress', 'primaryEmail', 'workEmail', 'secondEmail']],
  ['phoneNumbers', ['phone', 'mobile', 'mobilePhone', 'telephone', 'telephoneNumber', 'phoneNumber', 'primaryPhone']],
  ['addresses', ['address', 'street', 'streetAddress', 'city', 'zip', 'zipCode', 'postalCode', 'country', 'state']],
  ['photos', ['photo', 'picture', 'avatar', 'image', 'thumbnailPhoto']],
  ['title', ['jobTitle', 'function']],
  ['active', ['enabled', 'isActive', 'accountEnabled', 'status', 'suspended', 'isEnabled']],
  ['preferredLanguage', ['language', 'lang']],
  ['locale', ['userLocale']],
  ['timezone', ['timeZoneId', 'tz']],
  ['employeeNumber', ['employeeId', 'personnelNumber', 'staffId', 'staffNumber']],
  ['organization', ['organisation', 'company', 'companyName', 'org']],
  ['costCenter', ['costCentre']],
  ['manager', ['managerId', 'supervisor', 'boss']],
  ['members', ['users', 'memberIds', 'userIds', 'uniqueMember']],
  ['groups', ['memberOf', 'groupIds']],
];
