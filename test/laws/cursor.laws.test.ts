import { cursorLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('paging by cursor', cursorLaws);
