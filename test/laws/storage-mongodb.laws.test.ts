import { storageLaws } from '@looop-scim/laws';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongo } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

onMongo('storage laws, MongoDB', (suite) => runLaws(suite, storageLaws(openMongo), 0.5));
