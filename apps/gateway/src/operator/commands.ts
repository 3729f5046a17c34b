import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { GatewayDesk } from './gateway-desk.ts';
import { OperatorError, OperatorSettings } from './operator-settings.ts';
import { addRestoreCommands } from './restore-commands.ts';
import { VaultDesk } from './vault-desk.ts';

const CREATE_EMPLOYER = `mutation ($input: CreateEmployerInput!) { createEmployer(input: $input) {
  ... on EmployerCreated { employerId invitationToken }
  ... on EmployerRefused { code message } } }`;
const RECORD_PAYMENT = `mutation ($invoice: String!, $amount: String!, $reference: String!) {
  recordPayment(invoiceNumber: $invoice, amountMinor: $amount, reference: $reference) {
    ... on PaymentRecorded { invoice { number status } missing { minor currency }
      surplus { minor currency } }
    ... on PaymentRefused { code message } } }`;
const OPERATIONS = `{ operations { purchasedCredits members issuedEntry issuedSession openedPeriods
  ledger { entries debitsMinor creditsMinor } } }`;
const VAULT_OPERATIONS = `{ operations { cases referrals booked cancelled delivered bearer
  claimsSubmitted claimsPaid claimsRejected payouts spentEntry spentSession
  refusedKeys overdraftsAtLimit periodsNotClosed { programme period reason failedOn tries }
  ledger { problems
    currencies { currency entries debitsMinor creditsMinor openHoldsMinor } } } }`;
const REGISTER_PROVIDER = `mutation ($input: RegisterProviderInput!) {
  registerProvider(input: $input) {
    ... on ProviderRegistered { providerId login initialPassword }
    ... on RegistrationRefused { code message } } }`;
const KEEP_LICENCE = `mutation ($input: KeepLicenceInput!) { keepLicence(input: $input) {
  ... on LicenceKept { providerId } ... on ProviderNotFound { code message } } }`;
const RESET_PASSWORD = `mutation ($login: String!, $key: ID!) {
  resetProviderPassword(login: $login, idempotencyKey: $key) {
    ... on PasswordReset { password } ... on ProviderNotFound { code message } } }`;
const RESET_FACTOR = `mutation ($login: String!) { resetProviderSecondFactor(login: $login) {
  ... on SecondFactorReset { hadOne } ... on ProviderNotFound { code message } } }`;
const RUN_PAYOUTS = `mutation ($key: ID!) { runPayouts(idempotencyKey: $key) {
  count totals { minor currency } } }`;

interface Common {
  readonly origin: string;
  readonly folder: string;
}

/** What the operator can do: each command prints its result, as JSON, by `print`. */
export function operatorCommands(
  env: Readonly<Record<string, string | undefined>>, print: (line: string) => void,
): Command {
  const program = new Command('operator').description('Operate a running Sotto service.')
    .option('--origin <url>', 'where it answers', env['SOTTO_ORIGIN'] ?? 'http://127.0.0.1:3000')
    .option('--folder <path>', 'data folder with the operator\'s tokens', '.sotto');
  const show = (result: unknown) => { print(JSON.stringify(result, null, 2)); };
  const desks = () => {
    const { origin, folder } = program.opts<Common>();
    const settings = new OperatorSettings(folder, env);
    if (!URL.canParse(origin)) throw new OperatorError('--origin must be a URL: http://host:port.');
    const gateway = new GatewayDesk(origin);
    return {
      settings,
      gateway: (query: string, variables?: object) =>
        gateway.ask(settings.gatewayToken(), query, variables),
      vault: (query: string, variables?: object) =>
        new VaultDesk(gateway, settings.vaultKey()).ask(settings.vaultToken(), query, variables),
    };
  };
  addGatewayCommands(program, desks, show);
  addVaultCommands(program, desks, show);
  addRestoreCommands(program, desks, print);
  program.command('vault-key').description('print the vault\'s public key, to pin it')
    .action(() => { print(desks().settings.vaultKey()); });
  return program;
}

type Desks = () => Record<
  'gateway' | 'vault', (query: string, variables?: object) => Promise<unknown>
>;

function addGatewayCommands(
  program: Command, desks: Desks, show: (result: unknown) => void,
): void {
  program.command('employer').description('customers').command('create')
    .description('create a customer and invite its owner')
    .requiredOption('--name <name>', 'name on invoices')
    .requiredOption('--email <address>', 'who administrates')
    .requiredOption('--country <code>', 'ISO 3166-1 alpha-2, such as DE')
    .requiredOption('--currency <code>', 'ISO 4217, such as EUR')
    .option('--price <minor>', 'price of a session in minor units')
    .action(async ({ name, email, country, currency, price }: Record<string, string>) => {
      const input = { name, country, currency, ownerEmail: email, sessionPriceMinor: price };
      show(await desks().gateway(CREATE_EMPLOYER, { input }));
    });
  program.command('payment').description('payments').command('record')
    .description('record a bank payment; the same reference counts once')
    .requiredOption('--invoice <number>').requiredOption('--amount <minor>', 'in minor units')
    .requiredOption('--reference <text>', 'the bank\'s reference')
    .action(async (payment: Record<string, string>) => {
      show(await desks().gateway(RECORD_PAYMENT, payment));
    });
  program.command('operations').description('counts of the gateway, or of the vault')
    .option('--vault', 'of the vault, through a sealed request')
    .action(async ({ vault }: { vault?: boolean }) => {
      const { gateway, vault: sealed } = desks();
      show(await (vault ? sealed(VAULT_OPERATIONS) : gateway(OPERATIONS)));
    });
}

function addVaultCommands(program: Command, desks: Desks, show: (result: unknown) => void): void {
  const provider = program.command('provider').description('therapists');
  provider.command('licence').description('keep a licence, new or renewed')
    .requiredOption('--login <login>').requiredOption('--jurisdiction <code>', 'such as DE, US-CA')
    .requiredOption('--number <number>').requiredOption('--expires <day>', 'last valid day')
    .action(async ({ login, ...licence }: Record<string, string>) => {
      show(await desks().vault(KEEP_LICENCE, { input: { login, licence } }));
    });
  provider.command('reset-second-factor')
    .description('take the second factor away of who lost phone and recovery codes')
    .requiredOption('--login <login>')
    .action(async (who: Record<string, string>) => {
      show(await desks().vault(RESET_FACTOR, who));
    });
  provider.command('reset-password')
    .description('a new first password for who lost hers, printed once; she chooses her own with it')
    .requiredOption('--login <login>')
    .action(async ({ login }: Record<string, string>) => {
      show(await desks().vault(RESET_PASSWORD, { login, key: randomUUID() }));
    });
  provider.command('register')
    .description('register a therapist; prints the login and the first password')
    .requiredOption('--file <path>', 'JSON: name, languages, specialities, modalities, gender, ' +
      'timeZone, licences, idempotencyKey')
    .action(async ({ file }: { file: string }) => {
      show(await desks().vault(REGISTER_PROVIDER, { input: readJson(file) }));
    });
  program.command('payouts').description('payouts').command('run')
    .description('pay all therapists what is due')
    .option('--key <uuid>', 'the same key pays once', randomUUID())
    .action(async ({ key }: { key: string }) => {
      show(await desks().vault(RUN_PAYOUTS, { key }));
    });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    throw new OperatorError(`${file} cannot be read as JSON: check its path and its commas.`);
  }
}
