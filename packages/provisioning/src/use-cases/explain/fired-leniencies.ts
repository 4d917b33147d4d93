// Which leniencies made a request do what it does: those without which it would do something else.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { POLICY_RULES, strictPolicy, type InteropPolicy, type PolicyRule } from '@looop-scim/scim/interop';
import { errorMessage } from '@looop-scim/scim/message';
import type { FiredLeniency } from '../../ports/inbound/explanation.ts';
import type { DryOutcome } from './dry-run.ts';

/** What of an outcome anybody can notice, as a text. */
const essenceOf = (outcome: DryOutcome): string => {
  if (Result.isFailure(outcome)) return JSON.stringify(errorMessage(outcome.failure).body);
  const { outcome: written, activity, isDeletion } = outcome.success;
  const { resource, changed, membersAdded, membersRemoved, membersUnknown } = written;
  return JSON.stringify([
    ...[isDeletion, changed, resource.document, membersAdded, membersRemoved, membersUnknown],
    activity.ignored,
  ]);
};

const rules = Object.keys(POLICY_RULES) as readonly PolicyRule[];

/**
 * Tries the request without each leniency of the policy that the letter of the RFCs does not have. One that another would have
 * done for is not noticed.
 */
export const findFiredLeniencies = Effect.fnUntraced(function* (
  policy: InteropPolicy,
  outcome: DryOutcome,
  run: (policy: InteropPolicy) => Effect.Effect<DryOutcome, StorageUnavailable>,
): Effect.fn.Return<readonly FiredLeniency[], StorageUnavailable> {
  const fired: FiredLeniency[] = [];
  const essence = essenceOf(outcome);
  for (const rule of rules) {
    if (!policy[rule] || strictPolicy[rule]) continue;
    // Others are served between the runs.
    yield* Effect.yieldNow;
    const without = yield* run({ ...policy, [rule]: false });
    if (essenceOf(without) === essence) continue;
    const { summary, clients } = POLICY_RULES[rule];
    fired.push({
      ...{ rule, summary, clients },
      ...(Result.isFailure(without) && { refusal: errorMessage(without.failure).body.detail }),
    });
  }
  return fired;
});
