export { law, type Law, type LawEffort } from './law.ts';
