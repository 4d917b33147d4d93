// Every write is recorded together with what was asked for, whatever became of it.
import type { CallerOfWrite } from '../activity/activity-record.ts';
import { keptRequest } from '../activity/kept-request.ts';
import type { ChangeRequest, DeleteRequest, WriteRequest } from '../ports/inbound/requests.ts';
import type { ScimService } from '../ports/inbound/scim-service.ts';
import type { ScimDependencies } from './dependencies.ts';
import { requestedName } from './refusals.ts';

type Writes = Pick<ScimService, 'create' | 'replace' | 'patch' | 'remove'>;

/** The writes of an organisation, which keep what was asked for beside the caller. */
export const keepingRequests = (
  { policyName }: Pick<ScimDependencies, 'policyName'>,
  { create, replace, patch, remove }: Writes,
): Writes => {
  const noted = (caller: CallerOfWrite, sent: Parameters<typeof keptRequest>[0]): CallerOfWrite => ({
    ...caller,
    request: { ...keptRequest(sent), ...(policyName !== undefined && { policy: policyName }) },
  });
  const ofCreation = (request: WriteRequest): WriteRequest => {
    const { caller, type, body } = request;
    return { ...request, caller: noted(caller, { type, body, isNameless: requestedName(body) === undefined }) };
  };
  const ofChange = <Request extends ChangeRequest | DeleteRequest>(request: Request): Request => ({
    ...request,
    caller: noted(request.caller, { ...request, isNameless: false }),
  });
  return {
    create: (request) => create(ofCreation(request)),
    replace: (request) => replace(ofChange(request)),
    patch: (request) => patch(ofChange(request)),
    remove: (request) => remove(ofChange(request)),
  };
};
