export { PATCH_LIMITS, type PatchOperation, type PatchOperationName } from './patch-operation.ts';
export { type PatchFailure } from './patch-failure.ts';
export { parsePatch } from './parse-patch.ts';
export { bindPatchPath, type PatchPath } from './patch-path.ts';
export { applyPatch, type PatchedResource } from './apply-patch.ts';
export { joinSteps } from './membership-steps.ts';
