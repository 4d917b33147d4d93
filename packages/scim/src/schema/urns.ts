// The URNs of schemas and messages (RFC 7643 section 10.3, RFC 7644 section 8.2).

/** Core User. RFC 7643 section 4.1. */
export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** Core Group. RFC 7643 section 4.2. */
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Enterprise extension of User. RFC 7643 section 4.3. */
export const ENTERPRISE_USER_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Looop extension of User. */
export const LOOOP_USER_SCHEMA = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
/** The ServiceProviderConfig resource. RFC 7643 section 5. */
export const SERVICE_PROVIDER_CONFIG_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
/** The ResourceType resource. RFC 7643 section 6. */
export const RESOURCE_TYPE_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
/** The Schema resource. RFC 7643 section 7. */
export const SCHEMA_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

/** Answer to a query. RFC 7644 section 3.4.2. */
export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
/** Query by POST. RFC 7644 section 3.4.3. */
export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
/** Body of a PATCH. RFC 7644 section 3.5.2. */
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Body of an error. RFC 7644 section 3.12. */
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
/** Many operations in one request. RFC 7644 section 3.7. */
export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
/** Answer to many operations. RFC 7644 section 3.7. */
export const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
