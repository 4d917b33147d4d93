import { corePatcher, corePatchLaws, patchLaws } from '@looop-scim/laws';
import { interopPolicy, strictPolicy } from '@looop-scim/scim/interop';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('PATCH, with all leniencies', patchLaws(corePatcher(interopPolicy)));
runLaws('PATCH, by the letter', patchLaws(corePatcher(strictPolicy)), 0.2);
runLaws('PATCH of the core', corePatchLaws);
