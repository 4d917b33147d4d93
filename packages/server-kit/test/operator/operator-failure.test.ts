import { expect, it } from 'vitest';
import { LastOperator } from '@looop-scim/provisioning/accounts';
import { explainOperatorFailure } from '../../src/operator/operator-failure.ts';
import { server } from '../support/app.ts';

it('says that the last operator stays, and what to do first', () => {
  const said = explainOperatorFailure(new LastOperator(), server);
  expect(said).toContain('last operator who can sign in');
  expect(said).toContain('account add');
});
