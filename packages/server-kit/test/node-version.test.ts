import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LEAST_NODE, nodeProblem } from '../src/node-version.ts';

describe('nodeProblem', () => {
  it.each(['20.20.2', '22.18.9', '22.9.0', '18.0.0', '9.99.99'])('%s is too old', (version) => {
    expect(nodeProblem(version)).toContain(`Node.js ${LEAST_NODE} or later is needed, and this is ${version}`);
  });

  it.each(['22.19.0', '22.20.0', '23.0.0', '24.21.0', '100.0.0-nightly'])('%s will do', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it('asks for what the package asks for', () => {
    const { engines }: { readonly engines: { readonly node: string } } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    );
    expect(`>=${LEAST_NODE}`).toBe(`${engines.node}.0`);
  });
});
