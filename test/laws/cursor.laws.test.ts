import { cursorLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('paging by cursor', cursorLaws);
