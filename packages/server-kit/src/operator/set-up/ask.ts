// Asks on a terminal for what the options of `init` did not say.
import type * as Clack from '@clack/prompts';
import { LONGEST_PASSWORD, passwordFault, isEmailAddress, normalisedEmail } from '@looop-scim/provisioning/accounts';
import { isOrganisationName } from '@looop-scim/provisioning/organisation';
import type { App } from '../../app.ts';
import type { GivenSettings } from '../../settings/settings.ts';
import { explainPassword } from '../password-text.ts';

/** What is needed to set up. */
export interface Answers {
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
  readonly settings: GivenSettings;
}

/** What was said already. */
export interface Asked extends Partial<Omit<Answers, 'settings'>> {
  readonly settings: GivenSettings;
}

/** Somebody who ended the questions. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** What is wrong with the name of an organisation; undefined when nothing is. */
export const organisationFault = (name: string): string | undefined =>
  isOrganisationName(name) ? undefined : '1 to 63 lower-case letters, digits and hyphens, no hyphen first or last';

/** What is wrong with an e-mail address. */
export const emailFault = (email: string): string | undefined =>
  isEmailAddress(normalisedEmail(email)) ? undefined : 'an e-mail address, such as ana@example.com';

type Prompts = typeof Clack;

interface TextQuestion {
  readonly message: string;
  readonly initialValue?: string;
  readonly placeholder?: string;
  readonly fault?: (text: string) => string | undefined;
}

const makeAsk = ({ text, password, isCancel }: Prompts) => {
  const answered = (value: string | symbol | undefined): string => {
    if (isCancel(value)) throw new Cancelled('Nothing was changed');
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    text: async ({ fault = () => undefined, ...question }: TextQuestion): Promise<string> =>
      answered(await text({ ...question, validate: (typed) => fault((typed ?? '').trim()) })),
    secret: async (message: string, fault: (text: string) => string | undefined): Promise<string> => {
      const typed = await password({ message, validate: (value) => fault(value ?? '') });
      if (isCancel(typed)) throw new Cancelled('Nothing was changed');
      return typed;
    },
  };
};

type Ask = ReturnType<typeof makeAsk>;

const askPassword = async ({ secret }: Ask, email: string): Promise<string> => {
  const chosen = await secret(`Password of ${email} (up to ${LONGEST_PASSWORD} characters)`, (text) => {
    const fault = passwordFault(text, { email, isCommon: false });
    return fault === undefined ? undefined : explainPassword(fault);
  });
  await secret('The same password again', (text) => (text === chosen ? undefined : 'this is another one'));
  return chosen;
};

const askSettings = async ({ text }: Ask, settings: GivenSettings): Promise<GivenSettings> => {
  const questions = [
    { name: 'HOST', message: 'Address to listen on', initialValue: '127.0.0.1' },
    { name: 'PORT', message: 'Port', initialValue: '8080' },
    {
      name: 'LOOOP_SCIM_PUBLIC_URL',
      message: 'URL by which the identity provider reaches the server; empty: the address above',
      placeholder: 'https://scim.example.com',
    },
    { name: 'LOOOP_SCIM_TLS_CERT', message: 'PEM file with the certificate; empty: plain HTTP' },
  ] as const;
  const answers: Record<string, string> = { ...settings };
  for (const { name, ...question } of questions) {
    if (answers[name] === undefined) answers[name] = await text(question);
  }
  if (answers['LOOOP_SCIM_TLS_CERT'] !== '' && answers['LOOOP_SCIM_TLS_KEY'] === undefined) {
    answers['LOOOP_SCIM_TLS_KEY'] = await text({ message: 'PEM file with its key' });
  }
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== ''));
};

/** Asks where the data goes, unless it was said. Rejects: `Cancelled`. */
export const askPlace = async (
  settings: GivenSettings,
  { dataDirectory }: Pick<App, 'dataDirectory'>,
): Promise<GivenSettings> => {
  if (settings.LOOOP_SCIM_DATA !== undefined || process.env['LOOOP_SCIM_DATA'] !== undefined) return settings;
  const { text } = makeAsk(await import('@clack/prompts'));
  return {
    ...settings,
    LOOOP_SCIM_DATA: await text({ message: 'Directory of the data', initialValue: dataDirectory }),
  };
};

/** Asks for what was not said. Rejects: `Cancelled`. */
export const ask = async (said: Asked): Promise<Answers> => {
  const prompts = await import('@clack/prompts');
  const asking = makeAsk(prompts);
  prompts.intro('Looop SCIM is set up');
  const organisation =
    said.organisation ??
    (await asking.text({ message: 'Name of the organisation', placeholder: 'acme', fault: organisationFault }));
  const email = said.email ?? (await asking.text({ message: "The administrator's e-mail address", fault: emailFault }));
  const password = said.password ?? (await askPassword(asking, normalisedEmail(email)));
  const settings = await askSettings(asking, said.settings);
  return { organisation, email, password, settings };
};
