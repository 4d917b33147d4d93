import { modelLaws } from '@looop-scim/laws';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongoTwice } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

onMongo('model laws, MongoDB open in two processes', (suite) => runLaws(suite, modelLaws(openMongoTwice)));
