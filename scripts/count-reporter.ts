// Ends a test run with one line that says how many tests passed and how many failed.
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Writes `N passed, N failed` last; whatever cannot be collected or fails outside of a test counts as failed. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandled.length;
    let skipped = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped += 1;
      }
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
    }
    if (passed + failed === 0) failed = 1;
    if (failed > 0) process.exitCode = 1;
    // The other reporters write while they finish; this line comes after theirs.
    process.once('exit', () => {
      if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
      process.stdout.write(`${passed} passed, ${failed} failed\n`);
    });
  }
}
