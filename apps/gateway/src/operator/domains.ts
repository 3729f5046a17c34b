import type { Environment } from '#platform/settings/config';
import { systemClock } from '#wallet/clock';
import { written } from '#wallet/documents';
import { Doors } from '#wallet/doors';
import { byText } from '#wallet/node/texts';
import { connect } from '#wallet/node/undici';
import { Refusal } from '#wallet/refusal';
import type { Domains } from './deed.ts';
import { OperatorError, OperatorSettings } from './operator-settings.ts';

/** Where the service answers, and the folder of the operator's tokens. */
export interface Whereabouts {
  readonly origin: string;
  /** Where a courier of its own answers; the gateway is the courier where it is left out. */
  readonly courier?: string;
  readonly folder?: string;
}

/** Who is asked, and the option that says where that is. */
interface Asked {
  readonly url: string;
  readonly what: string;
  readonly option: string;
}

/** After this long a vault that does not answer is given up. */
const TIMEOUT_MS = 30_000;
const CONNECTIONS = 2;
/** What is no answer of the service, but somebody else's. */
const FOREIGN = ['PORTAL', 'BLOCKED', 'AWAY', 'UNKNOWN'];

/** Both domains as the operator asks them: by the doors that everybody else has, as herself. */
export function domainsOf(
  { origin, courier = origin, folder }: Whereabouts, env: Environment,
): Domains {
  const settings = new OperatorSettings(folder, env);
  for (const [option, url] of [['--origin', origin], ['--courier', courier]] as const) {
    if (!URL.canParse(url)) throw new OperatorError(`${option} must be a URL: http://host:port.`);
  }
  const { transport: claiming } = connect(origin, CONNECTIONS);
  const transport = courier === origin ? claiming : connect(courier, CONNECTIONS).transport;
  const atGateway = { url: origin, what: 'service', option: '--origin' };
  const atCourier = courier === origin ? atGateway
    : { url: courier, what: 'courier', option: '--courier' };
  const doors = (vaultKey: string) => new Doors({
    transport, claiming, documents: byText, clock: systemClock, vaultKey });
  return {
    gateway: async <T>(query: string, variables: object = {}) => {
      const client = doors('').gateway.as(`Operator ${settings.gatewayToken()}`);
      return fieldOf(
        client.ask(written(query), variables as Record<string, unknown>), atGateway) as T;
    },
    vault: async <T>(query: string, variables: object = {}) => {
      const client = doors(settings.vaultKey()).vault.as(`Operator ${settings.vaultToken()}`);
      return fieldOf(client.askUntil(
        AbortSignal.timeout(TIMEOUT_MS), written(query), variables as Record<string, unknown>),
      atCourier) as T;
    },
    therapistPage: new URL('/therapist', courier).href,
    vaultKey: () => settings.vaultKeyToHandOut(),
    signNextKey: (key) => settings.succession(key),
  };
}

/**
 * The one field of an answer. An expected refusal, a member of a result union with a code, is an
 * error for a command: it was not carried out.
 *
 * @throws OperatorError with the answer's own words.
 */
async function fieldOf(answer: Promise<unknown>, asked: Asked): Promise<unknown> {
  const data = await answer.catch((error: unknown) => { throw wordsOf(error, asked); });
  const [field] = Object.values(data ?? {}) as unknown[];
  const refused = refusedAs(field);
  if (refused !== undefined) throw new OperatorError(refused);
  return field;
}

/** An expected refusal in one line: its code, the field that it is about, once, and what to do. */
export function refusedAs(answer: unknown): string | undefined {
  const { code, message, field } =
    (answer ?? {}) as { code?: unknown; message?: unknown; field?: unknown };
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  const isNamed = typeof field !== 'string' || message.startsWith(`"${field}"`);
  return `${code}: ${isNamed ? '' : `"${field}" `}${message}`;
}

/** Why a command was not carried out, and what its operator does about it. */
function wordsOf(error: unknown, asked: Asked): unknown {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new OperatorError('The vault does not answer: start it and try again.');
  }
  if (!(error instanceof Refusal)) return error;
  const { code, message } = error;
  if (FOREIGN.includes(code)) {
    return new OperatorError('The answer is not one of this service: check --origin, and '
      + '--courier where there is one of its own.');
  }
  return new OperatorError(WORDS[code]?.(message, asked) ?? `${code}: ${message}`);
}

const WORDS: Record<string, (message: string, asked: Asked) => string> = {
  UNREACHABLE: (_, { url, what, option }) =>
    `Nobody answers at ${url}: start the ${what}, or give ${option}.`,
  STOPPED: () => 'The vault has not published its key yet, or does not answer: start it.',
  OLD_KEY: (message) => `${message} Start the vault, which states it anew, and compare the clocks.`,
  NOT_THE_VAULT: () => 'The relay key is not signed by the vault that you expect: stop here.',
};
