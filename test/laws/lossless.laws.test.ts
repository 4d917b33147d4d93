import { losslessLaws, memberLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('what a request takes away', [...losslessLaws, ...memberLaws]);
