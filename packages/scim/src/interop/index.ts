export {
  interopPolicy,
  POLICY_RULES,
  PROFILE_NAMES,
  strictPolicy,
  zollner02Policy,
  type InteropPolicy,
  type PolicyRule,
  type ProfileName,
} from './policy-rules.ts';
