import { patchLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('PATCH', patchLaws);
