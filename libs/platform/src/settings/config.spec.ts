import { randomBytes } from 'node:crypto';
import { ConfigError, readGatewayConfig, readWorkerConfig } from './config.ts';
import { signSuccession, writeSuccession } from '#pseudonym/succession';

const random = () => randomBytes(32).toString('hex');
const gateway = {
  GATEWAY_DATABASE_URL: 'postgres://gateway_app:x@127.0.0.1:5432/gateway',
  QUEUE_URL: 'redis://127.0.0.1:6379',
  SESSION_KEY: random(),
  GATEWAY_KEK: random(),
  MEMBER_PEPPER: random(),
  CODE_SECRET: random(),
  GATEWAY_OPERATOR_TOKEN: random(),
  VAULT_SIGNING_PUBLIC_KEY: random(),
  GATEWAY_TREATY_SEED: random(),
  VAULT_TREATY_PUBLIC_KEY: random(),
};
const worker = {
  VAULT_DATABASE_URL: 'postgres://worker_app:x@127.0.0.1:5432/vault',
  QUEUE_URL: 'postgres://worker_app:x@127.0.0.1:5432/queue',
  VAULT_SIGNING_SEED: random(),
  VAULT_KEK: random(),
  VAULT_OPERATOR_TOKEN: random(),
  VAULT_TREATY_SEED: random(),
  GATEWAY_TREATY_PUBLIC_KEY: random(),
};

test('a whole environment gives a frozen configuration', () => {
  const config = readGatewayConfig(gateway);
  expect(config).toMatchObject({ mode: 'production', port: 3000, logLevel: 'info' });
  expect(config.sessionKey).toHaveLength(32);
  // Links lead to where passkeys are good, for HR as for therapists.
  expect(config.publicOrigin).toBe('http://localhost:3000');
  expect(config.passkeys?.origin).toBe(config.publicOrigin);
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(readWorkerConfig(worker))).toBe(true);
});

test.each(Object.keys(gateway))('without %s the gateway says so in one line', (name) => {
  const refusal = () => readGatewayConfig({ ...gateway, [name]: undefined });
  expect(refusal).toThrow(ConfigError);
  expect(refusal).toThrow(new RegExp(`^${name} is missing: .*\\.$`));
});

test.each(Object.keys(worker))('without %s the worker says so in one line', (name) => {
  expect(() => readWorkerConfig({ ...worker, [name]: '' })).toThrow(new RegExp(`^${name} is missing`));
});

test.each([
  ['short', 'abcdef'],
  ['repeated', 'ab'.repeat(32)],
  ['all zero', '0'.repeat(64)],
  ['few digits', '0123'.repeat(16)],
  ['a known word', 'changeme'.repeat(8)],
])('a secret that is %s is refused, and not repeated in the message', (_why, weak) => {
  for (const name of ['SESSION_KEY', 'GATEWAY_KEK', 'MEMBER_PEPPER', 'CODE_SECRET']) {
    const refusal = () => readGatewayConfig({ ...gateway, [name]: weak });
    expect(refusal).toThrow(new RegExp(`^${name} (must be|is too weak)`));
    expect(refusal).not.toThrow(weak);
  }
});

test('the other domain\'s treaty key is one, or two while it is changed, and nothing else', () => {
  const [one, two] = [random(), random()];
  const keys = (text: string) =>
    readWorkerConfig({ ...worker, GATEWAY_TREATY_PUBLIC_KEY: text }).partnersTreatyKeys;
  expect(keys(one.toUpperCase())).toEqual([one]);
  expect(keys(`${one}, ${two}`)).toEqual([one, two]);
  for (const wrong of ['key', `${one},`, `${one},${two},${one}`, `${one} ${two}`]) {
    expect(() => keys(wrong)).toThrow(/^GATEWAY_TREATY_PUBLIC_KEY must be/);
  }
});

test('no secret serves two purposes', () => {
  const twice = { ...gateway, CODE_SECRET: gateway.SESSION_KEY };
  expect(() => readGatewayConfig(twice)).toThrow(/CODE_SECRET must differ from SESSION_KEY/);
});

test('a process that is handed the other domain\'s secrets does not start', () => {
  const { VAULT_KEK, VAULT_DATABASE_URL } = worker;
  expect(() => readGatewayConfig({ ...gateway, VAULT_KEK })).toThrow(/VAULT_KEK must not reach/);
  expect(() => readGatewayConfig({ ...gateway, VAULT_DATABASE_URL })).toThrow(/must not reach/);
  expect(() => readWorkerConfig({ ...worker, MEMBER_PEPPER: random() })).toThrow(/must not reach/);
});

test('a pace of its own for pages is refused in production, where all have one', () => {
  const paced = { ...gateway, SOTTO_BEATS: '50,60' };
  expect(() => readGatewayConfig(paced)).toThrow(/SOTTO_BEATS is refused in production/);
  expect(readGatewayConfig({ ...paced, SOTTO_MODE: 'test' }).beats)
    .toEqual({ touched: 50, untouched: 60 });
  expect(readGatewayConfig(gateway).beats).toBeUndefined();
});

test('pages in the clear are refused in production, but on this very machine', () => {
  const clear = { PUBLIC_ORIGIN: 'http://sotto.example' };
  expect(() => readGatewayConfig({ ...gateway, ...clear })).toThrow(/PUBLIC_ORIGIN must begin/);
  expect(() => readWorkerConfig({ ...worker, THERAPIST_ORIGIN: 'http://sotto.example' }))
    .toThrow(/THERAPIST_ORIGIN must begin with https/);
  expect(readGatewayConfig({ ...gateway, ...clear, SOTTO_MODE: 'test' }).publicOrigin)
    .toBe('http://sotto.example');
  for (const PUBLIC_ORIGIN of ['https://sotto.example', 'http://localhost:3000', 'http://[::1]:3000']) {
    expect(readGatewayConfig({ ...gateway, PUBLIC_ORIGIN }).publicOrigin).toBe(PUBLIC_ORIGIN);
  }
});

test('a moved clock is refused in production', () => {
  const moved = { ...worker, SOTTO_CLOCK_FILE: '/tmp/offset' };
  expect(() => readWorkerConfig(moved)).toThrow(/SOTTO_CLOCK_FILE is refused/);
  expect(readWorkerConfig({ ...moved, SOTTO_MODE: 'demo' }).clockFile).toBe('/tmp/offset');
});

test.each([
  ['GATEWAY_PORT', '99999'],
  ['GATEWAY_DATABASE_URL', 'mysql://x'],
  ['QUEUE_URL', 'not a url'],
  ['SOTTO_MODE', 'staging'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_ORIGIN', 'here'],
  ['TRUSTED_PROXIES', 'proxy.example'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TRUSTED_PROXIES', '127.0.0.1,'],
  ['SOTTO_BEATS', '50'],
  ['SOTTO_BEATS', '0,50'],
  ['COURIER_PAGES_PER_ADDRESS', '0'],
  ['COURIER_PAGES_PER_ADDRESS', 'many'],
  ['COURIER_ORIGIN', 'there'],
  ['ORGANISATIONS', 'two'],
])('%s = %s is refused with what it must be', (name, value) => {
  expect(() => readGatewayConfig({ ...gateway, [name]: value })).toThrow(new RegExp(`^${name} must be`));
});

test('nobody\'s word is believed on where a caller is, unless proxies are named', () => {
  expect(readGatewayConfig(gateway).trustedProxies).toEqual([]);
  const named = { ...gateway, TRUSTED_PROXIES: '127.0.0.1, 10.1.0.0/16,fd00::/8' };
  expect(readGatewayConfig(named).trustedProxies).toEqual(['127.0.0.1', '10.1.0.0/16', 'fd00::/8']);
});

test('the relay has a limit wherever people are real', () => {
  expect(readGatewayConfig(gateway).pagesPerAddress).toBe(500);
  expect(readGatewayConfig({ ...gateway, SOTTO_MODE: 'demo' }).pagesPerAddress).toBeNull();
  const own = { ...gateway, SOTTO_MODE: 'demo', COURIER_PAGES_PER_ADDRESS: '5' };
  expect(readGatewayConfig(own).pagesPerAddress).toBe(5);
});

test('everything that is wrong is told at once, in one line', () => {
  const wrong = { ...gateway, SESSION_KEY: 'abc', GATEWAY_PORT: '99999', CODE_SECRET: undefined };
  expect(() => readGatewayConfig(wrong)).toThrow(
    /^GATEWAY_PORT must be 0 to 65535; SESSION_KEY must be .*; CODE_SECRET is missing: [^\n]*\.$/);
});

describe('operators with names', () => {
  const [anna, ben] = [random(), random()];
  const named = { ...gateway, GATEWAY_OPERATOR_TOKENS: `anna=${anna}, ben=${ben}` };

  it('have a token each, and beside them the token without a name opens nothing', () => {
    const operators = [{ name: 'anna', token: anna }, { name: 'ben', token: ben }];
    for (const left of [gateway.GATEWAY_OPERATOR_TOKEN, undefined, '']) {
      expect(readGatewayConfig({ ...named, GATEWAY_OPERATOR_TOKEN: left }).operators)
        .toEqual(operators);
    }
    const vault = { ...worker, VAULT_OPERATOR_TOKENS: `anna=${anna}` };
    for (const left of [worker.VAULT_OPERATOR_TOKEN, '']) {
      expect(readWorkerConfig({ ...vault, VAULT_OPERATOR_TOKEN: left }).operators)
        .toEqual([{ name: 'anna', token: anna }]);
    }
    const alone = [{ name: 'operator', token: gateway.GATEWAY_OPERATOR_TOKEN }];
    expect(readGatewayConfig(gateway).operators).toEqual(alone);
  });

  it.each([
    ['no name', `=${anna}`, /^GATEWAY_OPERATOR_TOKENS must be names and tokens/],
    ['a token alone', anna, /^GATEWAY_OPERATOR_TOKENS must be names and tokens/],
    ['the name of who has none', `operator=${anna}`, /must be names and tokens/],
    ['a weak token', 'anna=changeme', /has too weak a token for anna/],
    ['one token for two', `anna=${anna},ben=${anna}`, /must give ben a name and a token of her own/],
    ['one name for two', `anna=${anna},anna=${ben}`, /must give anna a name and a token of her own/],
    ['another secret', `anna=${gateway.SESSION_KEY}`, /The token of anna must differ from SESSION_KEY/],
    ['the unnamed one\'s', `anna=${gateway.GATEWAY_OPERATOR_TOKEN}`, /must differ from GATEWAY_OPER/],
  ])('are refused with %s, in one line without a token', (_what, tokens, words) => {
    const refusal = () => readGatewayConfig({ ...gateway, GATEWAY_OPERATOR_TOKENS: tokens });
    expect(refusal).toThrow(ConfigError);
    expect(refusal).toThrow(words);
    expect(refusal).not.toThrow(anna);
  });

  it('of the other domain must not reach a process', () => {
    expect(() => readGatewayConfig({ ...gateway, VAULT_OPERATOR_TOKENS: `anna=${anna}` }))
      .toThrow('VAULT_OPERATOR_TOKENS must not reach the gateway');
    expect(() => readWorkerConfig({ ...worker, GATEWAY_OPERATOR_TOKENS: `anna=${anna}` }))
      .toThrow('GATEWAY_OPERATOR_TOKENS must not reach the worker');
  });
});

test('successions of the vault\'s key are read by both, and what is none is named', async () => {
  const [next, later] = [random(), random()];
  const [one, two] = await Promise.all([next, later].map((key) =>
    signSuccession(randomBytes(32), key)));
  const text = `${writeSuccession(one!)}, ${writeSuccession(two!)}`;
  const told = { VAULT_KEY_SUCCESSIONS: text };
  expect(readGatewayConfig({ ...gateway, ...told }).vaultKeySuccessions).toEqual([one, two]);
  expect(readWorkerConfig({ ...worker, ...told }).keySuccessions).toEqual([one, two]);
  expect(readGatewayConfig(gateway).vaultKeySuccessions).toEqual([]);
  expect(() => readGatewayConfig({ ...gateway, VAULT_KEY_SUCCESSIONS: next }))
    .toThrow(
      /^VAULT_KEY_SUCCESSIONS must be what `npm run --silent operator -- vault-key-succession`/);
});
