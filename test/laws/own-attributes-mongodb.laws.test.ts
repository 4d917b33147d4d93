import { ownAttributeLaws } from '@looop-scim/laws';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { runLaws } from '../support/run/run-laws.ts';
import { openMongo } from '../support/storage/open-stores.ts';
import { openShipped } from '../support/storage/open-shipped.ts';

// Each case is dozens of requests.
const ONE_OF = 40;

onMongo('own attributes, MongoDB', (suite) => runLaws(suite, ownAttributeLaws(openMongo, openShipped, ONE_OF)));
