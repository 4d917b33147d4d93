import { losslessLaws, memberLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('what a request takes away', [...losslessLaws, ...memberLaws]);
