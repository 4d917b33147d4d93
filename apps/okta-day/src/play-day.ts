// The order of the day, and what becomes of it when something stops it.
import { cleanUp, makeLedger } from './clean-up.ts';
import { makeClient, NoAnswer } from './client.ts';
import { beginDay, CutShort, printingClient, unanswered } from './day.ts';
import type { Day } from './day.ts';
import { makeCast, randomSuffix } from './people.ts';
import type { Report } from './report.ts';
import { at, elements } from './json.ts';
import type { Json } from './json.ts';
import { assignNewPerson, checkNewPerson, linkExistingPerson } from './steps/assign-people.ts';
import { testCredentials } from './steps/connect.ts';
import { importAll, importBeyondTheEnd } from './steps/import-directory.ts';
import { deactivate, reactivate, switchByPatch, switchByPut } from './steps/leave-and-return.ts';
import { changeMembersByPatch, pushGroupByPatch } from './steps/push-group-by-patch.ts';
import type { Members } from './steps/push-group-by-patch.ts';
import { changeMembersByPut, pushGroupByPut } from './steps/push-group-by-put.ts';
import { showErrors } from './steps/show-error.ts';
import { unlinkWithDelete } from './steps/unlink-group.ts';
import { updateByPatch, updateByPut } from './steps/update-profile.ts';
import { platformUrlOf, showTold } from './told-profiles.ts';

/** OIN: an app of Okta's catalogue, which uses PATCH. AIW: a custom app, which uses GET and PUT. */
export type AppKind = 'oin' | 'aiw';

/** What a day needs to know. */
export interface PlaySettings {
  readonly baseUrl: string;
  readonly token: string;
  readonly apps: readonly AppKind[];
  /** A key of the platform: each step shows what the platform was told. */
  readonly platformKey?: string;
  readonly curl: boolean;
  readonly verbose: boolean;
  readonly report: Report;
  /** Once aborted, the next step does not begin and the clean-up starts. */
  readonly stop: AbortSignal;
  /** Once aborted, not even the answer under way is waited for. */
  readonly cutOff: AbortSignal;
  readonly timeoutMs?: number;
}

/** How a day ended. `unreachable` carries the reason. */
export type Ending =
  | { readonly kind: 'played' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** A clean-up does not wait as long as Okta does. */
const cleanUpTimeoutMs = 10_000;

/** Plays the day, cleans up whatever happened, and prints the summary; `report.failed()` has the verdict. */
export const playDay = async (settings: PlaySettings): Promise<Ending> => {
  const { baseUrl, token, timeoutMs, platformKey } = settings;
  const ledger = makeLedger();
  const plain = {
    client: makeClient({ baseUrl, token, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    report: settings.report,
  };
  const { client, report } =
    platformKey === undefined ? plain : showTold({ baseUrl: platformUrlOf(baseUrl), key: platformKey }, plain);
  const day = { ...settings, report };
  const ending = await endingOf(() => playThrough(beginDay({ ...day, client, ledger }), settings.apps), day);
  if (ending.kind === 'unreachable') return ending;
  const cleaner = makeClient({ baseUrl, token, timeoutMs: timeoutMs ?? cleanUpTimeoutMs });
  report.cleanedUp(await cleanUp(ledger, printingClient({ ...settings, client: cleaner })));
  report.summary();
  return ending;
};

/** Turns whatever stops a day into its ending; a defect of this program goes on as it is, after nothing was hidden. */
const endingOf = async (play: () => Promise<void>, { report, stop }: PlaySettings): Promise<Ending> => {
  try {
    await play();
    return { kind: 'played' };
  } catch (error) {
    if (stop.aborted) {
      report.stopped('Interrupted.');
      return { kind: 'interrupted' };
    }
    if (error instanceof NoAnswer) {
      if (report.steps() === 0) return { kind: 'unreachable', reason: error.message };
      report.step(unanswered(error));
      return { kind: 'played' };
    }
    report.stopped(`The day broke off: ${error instanceof Error ? error.message : String(error)}`);
    return { kind: 'played' };
  }
};

const playThrough = async (day: Day, apps: readonly AppKind[]): Promise<void> => {
  const { report } = day;
  if (!(await testCredentials(day))) {
    report.stopped('Without credentials that the server accepts nothing else can be tried.');
    return;
  }
  report.heading('First import', 'Okta reads who is there already');
  await importAll(day, '/Users', []);
  await importAll(day, '/Groups', []);
  await importBeyondTheEnd(day);
  for (const app of apps) {
    try {
      await playApp(day, app);
    } catch (error) {
      if (!(error instanceof CutShort)) throw error;
      report.stopped(`The rest of this part is left out: ${error.message}.`);
    }
  }
  await showErrors(day);
};

const titles = {
  oin: {
    name: 'App of the Okta catalogue (OIN)',
    profile: 'GET and PUT, or one PATCH where the app supports it',
    members: 'only the difference, by PATCH',
  },
  aiw: {
    name: 'Custom app (AIW)',
    profile: 'GET and PUT of the whole user',
    members: 'GET and PUT of the whole group',
  },
} as const;

/** Everything that an app of one kind does in a day. */
const playApp = async (day: Day, app: AppKind): Promise<void> => {
  const { report } = day;
  const { name, profile, members: membership } = titles[app];
  const { ana, ion, mara, groupName, newGroupName } = makeCast(randomSuffix());
  const turn = app === 'oin' ? switchByPatch : switchByPut;

  report.heading(`${name}: assign people`, 'existence check, create, link what exists');
  const anaId = await assignNewPerson(day, ana);
  await checkNewPerson(day, ana, anaId);
  const maraId = await assignNewPerson(day, mara);
  const ionId = await linkExistingPerson(day, ion);

  report.heading(`${name}: update a profile`, profile);
  const updated = await updateByPut(day, ana, anaId);
  const current = app === 'oin' ? await updateByPatch(day, updated, anaId) : updated;

  report.heading(`${name}: leave and come back`, 'deactivate, keep, reactivate');
  await deactivate(day, turn, current, anaId);
  await reactivate(day, turn, current, anaId);
  await turn(day, maraId, false);

  const members: Members = [
    { id: anaId, userName: ana.userName },
    { id: ionId, userName: ion.userName },
    { id: maraId, userName: mara.userName },
  ];
  report.heading(`${name}: push a group`, 'look up, create, rename');
  const group = await (app === 'oin' ? pushGroupByPatch : pushGroupByPut)(day, { groupName, newGroupName }, members);
  report.heading(`${name}: change memberships`, membership);
  await (app === 'oin' ? changeMembersByPatch : changeMembersByPut)(day, group, members);

  report.heading(`${name}: import again`, 'everything of this day is in it');
  const inactive = (user: Json): boolean => at(user, 'active') === false;
  await importAll(day, '/Users', [
    { id: anaId, okta: 'OKTA-48', needs: 'the reactivated user, active', holds: (user) => at(user, 'active') === true },
    { id: ionId, okta: 'OKTA-48', needs: 'the linked user, active', holds: (user) => at(user, 'active') === true },
    { id: maraId, okta: 'OKTA-47', needs: 'the deactivated user, inactive', holds: inactive },
  ]);
  const holds = (found: Json): boolean => sameIds(found, [anaId, maraId]);
  await importAll(day, '/Groups', [
    { id: group.id, okta: 'OKTA-50', needs: 'the pushed group with its two members', holds },
  ]);

  report.heading(`${name}: unlink the group`, 'and delete it in the app');
  await unlinkWithDelete(day, group, anaId);
};

const sameIds = (group: Json, ids: readonly string[]): boolean => {
  const found = elements(at(group, 'members')).map((member) => at(member, 'value'));
  return found.length === ids.length && ids.every((id) => found.includes(id));
};
