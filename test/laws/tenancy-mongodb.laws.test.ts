import { tenancyLaws } from '@looop-scim/laws';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongo } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

onMongo('tenancy laws, MongoDB', (suite) => runLaws(suite, tenancyLaws(openMongo), 0.4));
