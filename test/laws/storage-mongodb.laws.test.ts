import { storageLaws } from '@looop-scim/laws';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongo } from '../support/open-stores.ts';
import { runLaws } from './run-laws.ts';

onMongo('storage laws, MongoDB', (suite) => runLaws(suite, storageLaws(openMongo)));
