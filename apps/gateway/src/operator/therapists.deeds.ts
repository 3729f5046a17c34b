import { createHash, randomUUID } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { readUserJson } from '#platform/process/user-files';
import { asVaultInput, withValues } from './check-input.ts';
import type { Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { EXAMPLE } from './therapist.example.ts';
import { facts, table } from './table.ts';

const THERAPIST = `id login name active registeredOn languages specialities modalities gender
  timeZone licences { jurisdiction number expires }`;
const ROSTER = `query ($active: Boolean, $login: String) {
  roster(active: $active, login: $login) { ${THERAPIST} } }`;
const REGISTER_PROVIDER = `mutation ($input: RegisterProviderInput!) {
  registerProvider(input: $input) {
    ... on ProviderRegistered { providerId login initialPassword signInAt }
    ... on RegistrationRefused { code field message } } }`;
const CHANGE_PROVIDER = `mutation ($input: ChangeProviderInput!) { changeProvider(input: $input) {
  ... on ProviderChanged { provider { ${THERAPIST} } }
  ... on ProviderNotFound { code message } ... on ProfileRefused { code field message } } }`;
const KEEP_LICENCE = `mutation ($input: KeepLicenceInput!) { keepLicence(input: $input) {
  ... on LicenceKept { providerId licensedUntil } ... on ProviderNotFound { code message } } }`;
const RESET_PASSWORD = `mutation ($login: String!, $key: ID!) {
  resetProviderPassword(login: $login, idempotencyKey: $key) {
    ... on PasswordReset { password signInAt } ... on ProviderNotFound { code message } } }`;
const RESET_FACTOR = `mutation ($login: String!) { resetProviderSecondFactor(login: $login) {
  ... on SecondFactorReset { hadOne } ... on ProviderNotFound { code message } } }`;
const SET_ACTIVE = `mutation ($login: String!, $active: Boolean!) {
  setProviderActive(login: $login, active: $active) {
    ... on ProviderActiveSet { login active returnedSessions unclaimedSessions licensedUntil }
    ... on ProviderNotFound { code message } } }`;

const SPECIALITIES = 'STRESS, ANXIETY, DEPRESSION, RELATIONSHIPS, WORK, GRIEF, OTHER';
const GIVE_HER = 'Give all three to the therapist by a safe way: the password is good for one '
  + 'sign-in, at which she chooses her own.';

interface Therapist {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly active: boolean;
  readonly registeredOn: string;
  readonly languages: readonly string[];
  readonly specialities: readonly string[];
  readonly modalities: readonly string[];
  readonly gender: string;
  readonly timeZone: string;
  readonly licences: readonly {
    readonly jurisdiction: string; readonly number: string; readonly expires: string;
  }[];
}

interface ActiveSet {
  readonly login: string;
  readonly active: boolean;
  readonly returnedSessions: number;
  readonly unclaimedSessions: number;
  readonly licensedUntil: string;
}

/** Words for one therapist. */
function one(therapist: Therapist): string {
  return facts({
    'Login': therapist.login, 'Name': therapist.name, 'Active': therapist.active,
    'Registered': therapist.registeredOn, 'Languages': therapist.languages,
    'Specialities': therapist.specialities, 'Meets by': therapist.modalities,
    'Gender': therapist.gender, 'Time zone': therapist.timeZone,
    'Licences': therapist.licences.map(({ jurisdiction, number, expires }) =>
      `${jurisdiction} ${number} until ${expires}`),
  });
}

/** The same file registers once: its content is the key of the request, shaped as a UUID. */
function keyOf(content: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`,
    hex.slice(20, 32)].join('-');
}

function switched(active: boolean): Deed['run'] {
  return async ({ vault }, { login }) => {
    const set = await vault<ActiveSet>(SET_ACTIVE, { login, active });
    const next = set.active ? `She can sign in, and be booked until ${set.licensedUntil}, the last `
      + 'day of her licences: where that is past, enter a renewal by `provider licence`.'
      : 'She is out of the directory and cannot sign in. Sessions to come went back to clients. '
        + 'Held sessions that are not claimed can be claimed once she is reactivated.';
    return {
      data: set,
      text: [facts({
        'Login': set.login, 'Active': set.active, 'Sessions given back': set.returnedSessions,
        'Held and not claimed': set.unclaimedSessions,
      }), next],
    };
  };
}

const list = (text: string) => text.split(',').map((part) => part.trim());
const file = (text: string) => {
  if (text.trim() === '') throw new InvalidArgumentError('Name a file.');
  return text;
};

/** Commands about therapists. */
export const THERAPISTS: readonly Deed[] = [
  {
    name: 'provider list', about: 'therapists, with the logins that other commands take', example: '',
    options: (command) => command.option('--active', 'only those who are active')
      .option('--inactive', 'only those who were deactivated'),
    run: async ({ vault }, { active, inactive }) => {
      const wanted = active ? true : inactive ? false : null;
      const rows = await vault<Therapist[]>(ROSTER, { active: wanted, login: null });
      return {
        data: rows,
        text: [table(rows, 'There are no such therapists: register one by `provider register`.', {
          'login': ({ login }) => login, 'name': ({ name }) => name,
          'active': (row) => row.active, 'since': (row) => row.registeredOn,
          'licences until': ({ licences }) =>
            licences.map(({ jurisdiction, expires }) => `${jurisdiction} ${expires}`),
        })],
      };
    },
  },
  {
    name: 'provider show', about: 'one therapist', example: '--login ada-brandt-k3v9',
    options: (command) => command.requiredOption('--login <login>', 'from `provider list`'),
    run: async ({ vault }, { login }) => {
      const rows = await vault<Therapist[]>(ROSTER, { login, active: null });
      return { data: rows[0], text: rows.map(one) };
    },
  },
  {
    name: 'provider example', about: 'print a file that `provider register` takes as it is',
    example: '> therapist.json',
    run: () => Promise.resolve({ data: EXAMPLE, text: [JSON.stringify(EXAMPLE, null, 2)] }),
  },
  {
    name: 'provider register',
    about: 'register a therapist; prints the login and the first password, once',
    example: '--file therapist.json',
    options: (command) => command
      .requiredOption('--file <path>', 'JSON as `provider example` prints it', file),
    run: async ({ vault, therapistPage }, { file: path = '' }) => {
      const content = readUserJson(path);
      const input = asVaultInput('RegisterProviderInput', content, path,
        { idempotencyKey: keyOf(content) });
      const registered = await withValues(input, path, () => vault<{
        login: string; initialPassword: string | null; signInAt: string | null;
      }>(REGISTER_PROVIDER, { input }));
      const { login, initialPassword, signInAt } = registered;
      return {
        data: registered,
        text: [facts({
          'Login': login,
          'Password': initialPassword ?? 'was shown before: `provider reset-password` gives another',
          'Signs in at': signInAt ?? therapistPage,
        }), GIVE_HER],
      };
    },
  },
  {
    name: 'provider change', about: 'change what is said of a therapist in the directory',
    example: '--login ada-brandt-k3v9 --languages en,de',
    options: (command) => command.requiredOption('--login <login>', 'from `provider list`')
      .option('--file <path>', 'JSON with the fields that change, as in `provider example`', file)
      .option('--name <name>')
      .option('--languages <codes>', 'two letters each (ISO 639-1), with commas: en,de')
      .option('--specialities <names>', `with commas, of ${SPECIALITIES}`)
      .option('--modalities <names>', 'with commas, of VIDEO, PHONE, IN_PERSON')
      .option('--gender <name>', 'FEMALE, MALE or NONBINARY').option('--time-zone <name>', 'such as Europe/Berlin'),
    run: async ({ vault }, { login, file: path, ...flags }) => {
      const typed = Object.entries(flags).filter(([, value]) => value !== undefined)
        .map(([name, value = '']) => [name, /^(lang|spec|moda)/.test(name) ? list(value) : value]);
      const content = path === undefined ? {} : readUserJson(path);
      const where = path ?? 'The options';
      if (typed.length === 0 && path === undefined) {
        throw new OperatorError('Say what changes: --name, --languages and so on, or --file.');
      }
      const input = asVaultInput('ChangeProviderInput',
        typeof content === 'object' && content !== null && !Array.isArray(content)
          ? { ...content, ...Object.fromEntries(typed) as object } : content, where, { login });
      const { provider } = await withValues(input, where, () =>
        vault<{ provider: Therapist }>(CHANGE_PROVIDER, { input }));
      return { data: provider, text: [one(provider)] };
    },
  },
  {
    name: 'provider licence', about: 'keep a licence that you have checked: new, renewed or corrected',
    example: '--login ada-brandt-k3v9 --jurisdiction DE --number PT-2291 --expires 2029-12-31',
    options: (command) => command.requiredOption('--login <login>', 'from `provider list`')
      .requiredOption('--jurisdiction <code>', 'such as DE, US-CA').requiredOption('--number <number>')
      .requiredOption('--expires <day>', 'last valid day; one that is past ends it'),
    run: async ({ vault }, { login, ...licence }) => {
      const kept = await vault<{ licensedUntil: string }>(
        KEEP_LICENCE, { input: { login, licence } });
      const words = facts({ 'Login': login, 'Licence': Object.values(licence).join(' '),
        'Can be booked until': kept.licensedUntil });
      return { data: kept, text: [words] };
    },
  },
  {
    name: 'provider reset-password', about: 'a new first password for who lost hers; printed once',
    example: '--login ada-brandt-k3v9',
    options: (command) => command.requiredOption('--login <login>', 'from `provider list`'),
    run: async ({ vault, therapistPage }, { login }) => {
      const reset = await vault<{ password: string | null; signInAt: string | null }>(
        RESET_PASSWORD, { login, key: randomUUID() });
      return { data: reset, text: [facts({
        'Login': login, 'Password': reset.password, 'Signs in at': reset.signInAt ?? therapistPage,
      }), GIVE_HER] };
    },
  },
  {
    name: 'provider reset-second-factor',
    about: 'take the second factor away of who lost phone and recovery codes',
    example: '--login ada-brandt-k3v9',
    options: (command) => command.requiredOption('--login <login>', 'from `provider list`'),
    run: async ({ vault }, { login }) => {
      const reset = await vault<{ hadOne: boolean }>(RESET_FACTOR, { login });
      return { data: reset, text: [facts({ 'Login': login, 'Had one': reset.hadOne })] };
    },
  },
  {
    name: 'provider deactivate', about: 'take a therapist out; sessions to come go back to clients',
    example: '--login ada-brandt-k3v9',
    options: (command) => command.requiredOption('--login <login>', 'from `provider list`'),
    run: switched(false),
  },
  {
    name: 'provider reactivate', about: 'take a therapist in again', example: '--login ada-brandt-k3v9',
    options: (command) => command.requiredOption('--login <login>', 'from `provider list`'),
    run: switched(true),
  },
];
