import { describe, expect, it } from 'vitest';
import { driverProblem } from '../src/patched-driver.ts';

describe('driverProblem', () => {
  it('has nothing against the driver of this workspace', () => {
    expect(driverProblem()).toBeUndefined();
  });

  it('refuses one without the patch, and says where it is', () => {
    expect(driverProblem({ MongoClient: class {} })?.message).toContain('patches/mongodb@7.9.0.patch');
  });
});
