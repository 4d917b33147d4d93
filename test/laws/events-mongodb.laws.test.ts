import { eventLaws, eventOrderLaws } from '@looop-scim/laws';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongo, openMongoTwice } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

const FEW = 1 / 200;

onMongo('event laws, MongoDB', (suite) => runLaws(suite, eventLaws(openMongo, FEW)));
onMongo('event laws, MongoDB open in two processes', (suite) => runLaws(suite, eventOrderLaws(openMongoTwice, FEW)));
