import { randomBytes } from 'node:crypto';
import { ConfigError, readGatewayConfig, refuseMisspelt, type Environment } from './config.ts';
import { readCourierConfig } from './courier-config.ts';

const random = () => randomBytes(32).toString('hex');
const VAULT_SIGNING_PUBLIC_KEY = random();
const courier = {
  COURIER_ORIGIN: 'https://care.example', COURIER_SECRET: random(),
  GATEWAY_ORIGIN: 'https://sotto.example', VAULT_SIGNING_PUBLIC_KEY,
};
const gateway = {
  GATEWAY_DATABASE_URL: 'postgres://gateway_app:x@127.0.0.1:5432/gateway',
  QUEUE_URL: 'redis://127.0.0.1:6379', SESSION_KEY: random(), GATEWAY_KEK: random(),
  MEMBER_PEPPER: random(), CODE_SECRET: random(), GATEWAY_OPERATOR_TOKEN: random(),
  GATEWAY_TREATY_SEED: random(), VAULT_TREATY_PUBLIC_KEY: random(),
  VAULT_SIGNING_PUBLIC_KEY,
};
const own = { COURIER_ORIGIN: courier.COURIER_ORIGIN, COURIER_SECRET: courier.COURIER_SECRET };
const refusalOf = (read: () => unknown): string => {
  try {
    read();
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
};

describe('a courier of its own', () => {
  it('is read whole, and frozen', () => {
    const config = readCourierConfig(courier);
    expect(config).toMatchObject({
      port: 3001, origin: 'https://care.example', gatewayOrigin: 'https://sotto.example',
      pagesPerAddress: 500, organisations: 'one', trustedProxies: [],
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it.each(Object.keys(courier))('without %s says so in one line', (name) => {
    expect(refusalOf(() => readCourierConfig({ ...courier, [name]: '' })))
      .toMatch(new RegExp(`^${name} is missing: [^\\n]*\\.$`));
  });

  it.each([
    ['COURIER_SECRET', 'short'], ['COURIER_SECRET', 'ab'.repeat(32)],
    ['COURIER_SECRET', 'changeme'.repeat(8)], ['GATEWAY_ORIGIN', 'http://sotto.example'],
    ['GATEWAY_ORIGIN', 'here'], ['COURIER_PORT', 'x'], ['ORGANISATIONS', 'four'],
    ['COURIER_PAGES_PER_ADDRESS', '0'], ['TRUSTED_PROXIES', 'proxy'],
  ])('refuses %s = %s, and does not repeat a secret', (name, value) => {
    const refusal = refusalOf(() => readCourierConfig({ ...courier, [name]: value }));
    expect(refusal).toMatch(new RegExp(`^${name} [^\\n]*\\.$`));
    if (name === 'COURIER_SECRET') expect(refusal).not.toContain(value);
  });

  it.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'https://sotto.example'])(
    'may reach a gateway at %s: no secret leaves the machine in the clear', (GATEWAY_ORIGIN) => {
      expect(readCourierConfig({ ...courier, GATEWAY_ORIGIN }).gatewayOrigin).toBe(GATEWAY_ORIGIN);
    });

  it.each(['MEMBER_PEPPER', 'VAULT_KEK', 'VAULT_OPERATOR_TOKENS', 'QUEUE_URL', 'VAULT_DATABASE_URL'])(
    'does not start with %s, which it has no use for', (name) => {
      expect(refusalOf(() => readCourierConfig({ ...courier, [name]: random() })))
        .toContain(`${name} must not reach the courier`);
    });

  it('has another address than the gateway, on either side', () => {
    const same = { ...courier, COURIER_ORIGIN: courier.GATEWAY_ORIGIN };
    expect(refusalOf(() => readCourierConfig(same))).toContain('must differ');
    expect(refusalOf(() => readGatewayConfig(
      { ...gateway, ...own, PUBLIC_ORIGIN: own.COURIER_ORIGIN }))).toContain('must differ');
  });
});

describe('a gateway with a courier of its own', () => {
  const readWith = (more: Environment) =>
    refusalOf(() => readGatewayConfig({ ...gateway, ...more }));

  it('knows its origin and its secret', () => {
    expect(readGatewayConfig({ ...gateway, ...own }).courier)
      .toEqual({ origin: own.COURIER_ORIGIN, secret: own.COURIER_SECRET });
    expect(readGatewayConfig(gateway).courier).toBeUndefined();
  });

  it.each(Object.keys(own))('is told both or none: not %s alone', (name) => {
    const other = Object.keys(own).find((one) => one !== name) ?? '';
    expect(readWith({ [name]: own[name as keyof typeof own] }))
      .toMatch(new RegExp(`^${name} is set, and ${other} is not: [^\\n]*\\.$`));
  });

  it('counts no addresses, and shares no secret with another purpose', () => {
    expect(readWith({ ...own, COURIER_PAGES_PER_ADDRESS: '5' })).toContain('set it there');
    expect(readWith({ ...own, COURIER_SECRET: gateway.CODE_SECRET })).toContain('must differ from');
  });

  it.each([
    ['one', true, true], ['gateway-and-courier', true, true],
    ['vault-and-courier', false, true], ['three', false, true],
  ])('%s can be true without it: %p, and with it: %p', (ORGANISATIONS, without, beside) => {
    expect(readWith({ ORGANISATIONS }) === '').toBe(without);
    expect(readWith({ ORGANISATIONS, ...own }) === '').toBe(beside);
  });
});

test('slips of a finger are told by the name that was meant', () => {
  const names = { COURIER_ORIGIM: 'COURIER_ORIGIN', COURIER_SECRETS: 'COURIER_SECRET',
    ORGANIZATIONS: 'ORGANISATIONS', COURIER_PAGE_PER_ADDRESS: 'COURIER_PAGES_PER_ADDRESS',
    GATEWAY_ORIGINS: 'GATEWAY_ORIGIN' };
  for (const [name, meant] of Object.entries(names)) {
    expect(refusalOf(() => refuseMisspelt({ [name]: 'x' }))).toContain(`${meant} was probably meant`);
  }
});
