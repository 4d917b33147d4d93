import { modelLaws } from '@looop-scim/laws';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongoTwice } from '../support/open-stores.ts';
import { runLaws } from './run-laws.ts';

onMongo('model laws, MongoDB open in two processes', (suite) => runLaws(suite, modelLaws(openMongoTwice)));
