// Every case by the client that sends it.
import { readCase, readClientProfile, type ConformanceCase } from '../case/case-format.ts';
import type { ClientProfile } from '../client/scim-client.ts';
import type { Json } from '../json.ts';
import { files as authentik } from './authentik/index.ts';
import { files as entra } from './entra/index.ts';
import { files as google } from './google/index.ts';
import { files as jumpcloud } from './jumpcloud/index.ts';
import { files as libraries } from './libraries/index.ts';
import { files as okta } from './okta/index.ts';
import { files as onelogin } from './onelogin/index.ts';
import { files as others } from './others/index.ts';
import { files as ping } from './ping/index.ts';
import { files as rippling } from './rippling/index.ts';
import { files as sailpoint } from './sailpoint/index.ts';

/** The cases of a client, with what it sends in every request. */
export interface ClientCases {
  /** Name of the folder, such as `okta`. */
  readonly client: string;
  readonly profile: ClientProfile;
  /** In the order of ids, numbers by value. */
  readonly cases: readonly ConformanceCase[];
}

const PROFILE_FILE = 'client.json';

const byNumber = (left: ConformanceCase, right: ConformanceCase): number =>
  left.file.localeCompare(right.file, 'en', { numeric: true });

/** Reads the files of a folder, each as the content of a JSON module. */
const read = (client: string, files: Readonly<Record<string, unknown>>): ClientCases => {
  // A JSON module is JSON; TypeScript gives each one a type of its own.
  const contents = files as Readonly<Record<string, Json>>;
  const cases = Object.entries(contents).filter(([file]) => file !== PROFILE_FILE);
  return {
    client,
    profile: readClientProfile(`${client}/${PROFILE_FILE}`, contents[PROFILE_FILE] ?? null),
    cases: cases.map(([file, content]) => readCase(file, content)).toSorted(byNumber),
  };
};

/** What clients send, as cases that any SCIM server may be held against. */
export const allCases: readonly ClientCases[] = [
  read('okta', okta),
  read('entra', entra),
  read('onelogin', onelogin),
  read('jumpcloud', jumpcloud),
  read('google', google),
  read('ping', ping),
  read('sailpoint', sailpoint),
  read('rippling', rippling),
  read('authentik', authentik),
  read('libraries', libraries),
  read('others', others),
];
