import { coreProjectionLaws, coreProjector, projectionLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('projection', projectionLaws(coreProjector));
runLaws('projection of the core', coreProjectionLaws);
