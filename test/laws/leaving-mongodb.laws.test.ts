import { afterAll } from 'vitest';
import { leavingLaws } from '../support/laws/leaving.ts';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongo } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

onMongo('laws of leaving, MongoDB', (suite) => {
  const { laws, close } = leavingLaws(openMongo);
  afterAll(close);
  runLaws(suite, laws, 0.02);
});
