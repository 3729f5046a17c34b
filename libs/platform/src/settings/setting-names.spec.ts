import fc from 'fast-check';
import { refuseMisspelt } from './config.ts';

const KNOWN = [
  'PUBLIC_ORIGIN', 'COURIER_ORIGIN', 'GATEWAY_PORT', 'TRUSTED_PROXIES', 'LOG_LEVEL', 'SOTTO_MODE',
  'COURIER_PAGES_PER_ADDRESS', 'SOTTO_BEATS', 'SOTTO_CLOCK_FILE', 'SESSION_KEY', 'GATEWAY_KEK', 'MEMBER_PEPPER',
  'CODE_SECRET', 'GATEWAY_OPERATOR_TOKEN', 'VAULT_SIGNING_PUBLIC_KEY',
  'GATEWAY_TREATY_SEED', 'VAULT_TREATY_SEED', 'GATEWAY_TREATY_PUBLIC_KEY', 'VAULT_TREATY_PUBLIC_KEY',
  'VAULT_KEY_SUCCESSIONS', 'VAULT_SIGNING_SEED', 'VAULT_KEK', 'VAULT_OPERATOR_TOKEN',
  'GATEWAY_DATABASE_URL', 'VAULT_DATABASE_URL', 'QUEUE_URL', 'VAULT_QUEUE_URL', 'QUEUE_OWNER_URL',
  'GATEWAY_DATABASE_OWNER_URL', 'VAULT_DATABASE_OWNER_URL',
];
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ_'];

/** A slip of a finger: a character left out, put in, replaced, or swapped with its neighbour. */
const slip = (name: string) => fc.tuple(
  fc.constantFrom('out', 'in', 'other', 'swapped'), fc.nat(name.length - 1), fc.constantFrom(...LETTERS),
).map(([kind, at, letter]) => {
  const [before, after] = [name.slice(0, at), name.slice(at + 1)];
  if (kind === 'out') return before + after;
  if (kind === 'in') return before + letter + name.slice(at);
  if (kind === 'other') return before + letter + after;
  return before + (after[0] ?? '') + (name[at] ?? '') + after.slice(1);
});

const told = (env: Record<string, string>, isOurs = false) => {
  try {
    refuseMisspelt(env, isOurs);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each(KNOWN)('%s is known, and each slip in it is told with it', (name) => {
  expect(told({ [name]: 'x' })).toBe('');
  fc.assert(fc.property(slip(name), (written) => {
    fc.pre(!KNOWN.includes(written));
    expect(told({ [written]: 'x' }))
      .toBe(`${written} is no setting: ${name} was probably meant; rename it, or take it out.`);
  }), { numRuns: 30 });
});

test.each([
  ['GATEWAY_DATABSE_URL', 'GATEWAY_DATABASE_URL'], ['gateway_database_url', 'GATEWAY_DATABASE_URL'],
  ['GATEWAY-DATABASE-URL', 'GATEWAY_DATABASE_URL'], ['GATEWAY_DB_URL', 'GATEWAY_DATABASE_URL'],
  ['VAULT_DB_URL', 'VAULT_DATABASE_URL'], ['QUEUE_URI', 'QUEUE_URL'], ['VAULT_KEY', 'VAULT_KEK'],
  ['LOGLEVEL', 'LOG_LEVEL'], ['GATEWAY_TOKEN', 'GATEWAY_OPERATOR_TOKEN'],
])('%s is told to be %s, without its value', (written, meant) => {
  expect(told({ [written]: 'hunter2' })).toContain(`${written} is no setting: ${meant} was probably`);
  expect(told({ [written]: 'hunter2' })).not.toContain('hunter2');
});

test.each([
  'PATH', 'HOME', 'VAULT_ADDR', 'VAULT_TOKEN', 'GATEWAY_SERVICE_HOST', 'GATEWAY_PORT_80_TCP_ADDR',
  'npm_config_registry', 'DATABASE_URL', 'NODE_OPTIONS', 'SOTTO_SURFACES', 'PGPASSWORD',
])('%s is somebody else\'s, and no obstacle', (name) => {
  expect(told({ [name]: 'x' })).toBe('');
});

test.each([
  ['GATEWAY_SERVER', /GATEWAY_\w+/], ['DATABASE_URL', /(GATEWAY|VAULT)_DATABASE_URL/],
  ['QUEUE', /QUEUE_URL/], ['PUBLIC_URL', /PUBLIC_ORIGIN/], ['TOKEN', /\w+_TOKEN/],
  ['HOSTNAME_OF_US', /\w+/], ['REDIS_URL', /\w+_URL/], ['LOG', /LOG_LEVEL/],
])('in a file of settings, where each must be ours, %s is refused with the nearest', (name, meant) => {
  expect(told({ [name]: 'x' })).toBe('');
  expect(told({ [name]: 'hunter2' }, true))
    .toMatch(new RegExp(`^${name} is no setting: ${meant.source} was probably meant`));
});

test('in a file of settings stands, beside ours, what the machine itself reads', () => {
  const others = ['TZ', 'LANG', 'LC_ALL', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'PGSSLROOTCERT',
    'https_proxy', 'NO_PROXY', 'GATEWAY_AUDITOR_URL'];
  expect(told(Object.fromEntries(others.map((name) => [name, 'x'])), true)).toBe('');
});

test.each(['TRUSTED_PROXY', 'GATEWAY_OPERATOR_TOKENSS', 'COURIER_PAGE_PER_ADDRESS'])(
  '%s, as one or as many, is told wherever it stands', (name) => {
    expect(told({ [name]: 'x' })).toMatch(new RegExp(`^${name} is no setting`));
  });
