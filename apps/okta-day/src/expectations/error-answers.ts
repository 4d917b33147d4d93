import { at, elements, showValue } from '../json.ts';
import { errorUrn } from '../requests.ts';
import { expectation } from './expectation.ts';
import type { Expectation } from './expectation.ts';

/** A SCIM error that says to the administrator what is wrong. RFC 7644 has `status` as a string; Okta compares loosely. */
export const isScimError = (okta: string): Expectation =>
  expectation(
    {
      okta,
      needs: 'a SCIM error: the Error URN in schemas, the status again, and a detail for the administrator',
      advice: 'Answer every refusal under the base URL with a SCIM error message and a detail that names the cause.',
    },
    ({ json, status }) => {
      if (!elements(at(json, 'schemas')).includes(errorUrn)) return `schemas ${showValue(at(json, 'schemas'))}`;
      const stated = at(json, 'status');
      if (stated !== String(status) && stated !== status) return `status ${showValue(stated)}`;
      const detail = at(json, 'detail');
      return typeof detail === 'string' && detail.trim() !== '' ? undefined : `detail ${showValue(detail)}`;
    },
  );
