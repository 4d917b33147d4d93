import { mappingLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('attribute mappings', mappingLaws);
