import { patchLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('PATCH', patchLaws);
