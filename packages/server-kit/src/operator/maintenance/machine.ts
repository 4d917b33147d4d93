// What a check tells of everything around the store: configuration, certificate, system libraries, clock, limits of the process.
import { realpathSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { certificateWarnings } from '../../http/tls/certificate-warnings.ts';
import { readKeyPair } from '../../http/tls/key-pair.ts';
import type { App } from '../../app.ts';
import { isAtLeast } from '../../node-version.ts';
import { unreachableLocations, settingsWithoutEffect, type Config } from '../../settings/config.ts';
import { ConfigurationError } from '../../settings/environment.ts';
import { hostOf } from '../../settings/public-url.ts';
import type { InspectedSettings } from '../../settings/inspect-settings.ts';
import type { Settings } from '../../settings/settings.ts';
import { refusePlainHttp } from '../../settings/tls.ts';
import { minuteOf } from '../columns.ts';
import { isForOwnerAlone, okOr, type Finding } from './findings.ts';

/** What the process runs on. */
export interface Machine {
  /** Version of Node.js. */
  readonly node: string;
  /** `linux-x64` and the like. */
  readonly platform: string;
  /** Version of glibc; absent where there is none. */
  readonly glibc?: string;
  /** Version in the name of libstdc++'s file, such as `6.0.30`. */
  readonly libstdcxx?: string;
  /** Files that the process may have open; absent: as many as it likes, or not known. */
  readonly openFiles?: number;
}

/** The parts of a report of Node.js that are read. */
interface Report {
  readonly header?: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects?: readonly string[];
  readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
}

const CXX = 'libstdc++.so.';

const cxxVersionOf = (objects: readonly string[]): string | undefined => {
  const path = objects.find((object) => basename(object).startsWith(CXX));
  if (path === undefined) return undefined;
  return basename(realpathSync(path)).slice(CXX.length);
};

/** Looks at what this process runs on. */
export const machineOf = (): Machine => {
  // Otherwise the names of all peers would be asked for.
  Object.assign(process.report, { excludeNetwork: true });
  // Documented, and typed as an object only.
  const { header, sharedObjects = [], userLimits } = process.report.getReport() as Report;
  const cxx = cxxVersionOf(sharedObjects);
  const files = userLimits?.open_files?.soft;
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    ...(header?.glibcVersionRuntime !== undefined && { glibc: header.glibcVersionRuntime }),
    ...(cxx !== undefined && { libstdcxx: cxx }),
    ...(typeof files === 'number' && { openFiles: files }),
  };
};

/** What the native part of the SQLite driver needs. */
const LEAST_GLIBC = '2.34';
const LEAST_CXX = '6.0.25';
/** Below it a server cannot keep a connection for each of its clients. */
const FEWEST_FILES = 1024;
/** Milliseconds by which two clocks may differ. */
const CLOCK_TOLERANCE_MS = 60_000;

const libraryFinding = (what: string, version: string | undefined, least: string): readonly Finding[] =>
  version === undefined
    ? []
    : [
        okOr(
          isAtLeast(version, least),
          { what, text: `version ${version}` },
          `Version ${least} or later is needed: Debian 12, Ubuntu 22.04, Red Hat Enterprise Linux 9, or later`,
        ),
      ];

const filesFinding = (openFiles: number): Finding =>
  okOr(
    openFiles >= FEWEST_FILES,
    { what: 'open files', text: `${openFiles} at most` },
    'Let the server have more, by LimitNOFILE= of its systemd unit or by ulimit -n: each connection is one',
  );

/** What a server should be started with and is not, a line each. */
export const startWarnings = ({ openFiles }: Pick<Machine, 'openFiles'>): readonly string[] => {
  const finding = openFiles === undefined ? undefined : filesFinding(openFiles);
  return finding === undefined || finding.isOk ? [] : [`${finding.what}: ${finding.text}. ${finding.advice}`];
};

/** Findings about the machine. */
export const machineFindings = ({ node, platform, glibc, libstdcxx, openFiles }: Machine): readonly Finding[] => [
  { isOk: true, what: 'runtime', text: `Node.js ${node} on ${platform}` },
  ...libraryFinding('glibc', glibc, LEAST_GLIBC),
  ...libraryFinding('libstdc++', libstdcxx, LEAST_CXX),
  ...(openFiles === undefined ? [] : [filesFinding(openFiles)]),
];

/** Whether the clock stands behind what was written by it. */
export const clockFinding = (now: number, lastWritten: number | undefined): Finding =>
  okOr(
    lastWritten === undefined || lastWritten <= now + CLOCK_TOLERANCE_MS,
    {
      what: 'clock',
      text: `${minuteOf(now)}${lastWritten === undefined ? '' : `, the newest record is of ${minuteOf(lastWritten)}`}`,
    },
    'The clock was set back: set it right (timedatectl), or new records stand before older ones',
  );

const problemFinding = (text: string, advice: string): Finding => ({ isOk: false, what: 'configuration', text, advice });

/** Findings about the settings. */
export const settingFindings = ({ settings, config, problems }: InspectedSettings): readonly Finding[] => {
  const { environment, file } = settings;
  const mode = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.mode;
  const findings = [
    ...problems.map((text) => problemFinding(text, 'No server starts with it, and other commands refuse it: mend it')),
    ...[...settingsWithoutEffect(environment, config), ...unreachableLocations(config)].map((text) =>
      problemFinding(text, 'Change the setting in the configuration file or the environment'),
    ),
  ];
  return [
    ...(findings.length > 0
      ? findings
      : [{ isOk: true, what: 'configuration', text: file ?? 'no configuration file' }]),
    ...(file === undefined || mode === undefined || isForOwnerAlone(mode)
      ? []
      : [
          okOr(
            false,
            { what: 'configuration file', text: `others may read ${file}` },
            `It may hold secrets: chmod 600 ${file}`,
          ),
        ]),
  ];
};

const plainFinding = (environment: Settings['environment'], config: Config, app: App): Finding => {
  try {
    refusePlainHttp(environment, config, app);
    return { isOk: true, what: 'TLS', text: `plain HTTP on ${config.host}` };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { isOk: false, what: 'TLS', text: `plain HTTP on ${config.host}`, advice: error.message };
  }
};

const TLS_SETTINGS = ['LOOOP_SCIM_TLS_CERT', 'LOOOP_SCIM_TLS_KEY'] as const;

/** Findings about the certificate. */
export const tlsFindings = (
  { settings: { environment }, config, unread }: InspectedSettings,
  app: App,
  now: number,
): readonly Finding[] => {
  const { tls, publicUrl } = config;
  // Where it is cannot be told from what is left of the settings.
  if (TLS_SETTINGS.some((name) => unread.has(name))) return [];
  if (tls === undefined) return [plainFinding(environment, config, app)];
  const path = resolve(tls.certificate);
  try {
    const pair = readKeyPair(tls);
    const warnings = certificateWarnings(pair, { now, host: hostOf(publicUrl) });
    const [own] = pair.certificates;
    const ends = own.validToDate.toISOString().slice(0, 10);
    if (warnings.length === 0) return [{ isOk: true, what: 'certificate', text: `${path}, valid until ${ends}` }];
    return warnings.map(({ text }) => ({
      isOk: false,
      what: 'certificate',
      text,
      advice: `Put a new one in the place of ${path}: a running server takes it up by itself`,
    }));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return [{ isOk: false, what: 'certificate', text: error.message, advice: 'The server does not start with it' }];
  }
};
