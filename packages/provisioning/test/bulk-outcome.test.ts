// A bulk request may write a thousand large resources: until it is answered it keeps of each what its result says, and no more.
import { describe, expect, it } from 'vitest';
import { doneOf } from '../src/use-cases/bulk-outcome.ts';

const answer = { id: 'u1', location: 'https://looop.example/scim/v2/Users/u1', version: 7 };

describe('what a bulk request keeps of an operation', () => {
  it('is where the resource is and its version, not the resource (RFC 7644 section 3.7.3)', () => {
    expect(doneOf({ ...answer, representation: { userName: 'ana', title: 'x'.repeat(1000) } })).toEqual({
      ...answer,
      noContent: false,
    });
  });

  it('says when the operation alone would have had no body (RFC 7644 section 3.5.2)', () => {
    expect(doneOf(answer)).toEqual({ ...answer, noContent: true });
  });
});
