import { randomBytes } from 'node:crypto';
import { BACKUP_LENGTH } from '#pseudonym/backup';
import { openVault, type Vault } from '../../test/vault.ts';

const PUT = `mutation ($address: String!, $version: Int!, $blob: String!) {
  putBackup(address: $address, version: $version, blob: $blob) {
    __typename ... on BackupStored { version } ... on BackupConflict { version code } } }`;
const COUNT = 'SELECT count(*)::integer AS n FROM wallet_backup';
const GET = 'query ($address: String!) { backup(address: $address) { version blob } }';

describe('a sealed wallet', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const address = () => randomBytes(32).toString('hex');
  const blob = () => randomBytes(BACKUP_LENGTH).toString('base64url');
  const put = (at: string, version: number, bytes: string) =>
    vault.get<{ __typename: string; version: number }>(PUT, { address: at, version, blob: bytes });

  it('comes back as it was sent, to whoever knows where it lies', async () => {
    const [at, bytes] = [address(), blob()];
    expect(await put(at, 1, bytes)).toEqual({ __typename: 'BackupStored', version: 1 });
    expect(await vault.get(GET, { address: at })).toEqual({ version: 1, blob: bytes });
    expect(await vault.get(GET, { address: address() })).toBeNull();
  });

  it('is stored once for a repeated request, and never overwritten out of turn', async () => {
    const [at, one, two] = [address(), blob(), blob()];
    await put(at, 1, one);
    expect(await put(at, 1, one)).toMatchObject({ __typename: 'BackupStored' });
    expect(await put(at, 1, two)).toMatchObject({ __typename: 'BackupConflict', version: 1 });
    expect(await put(at, 3, two)).toMatchObject({ __typename: 'BackupConflict', version: 1 });
    expect(await put(at, 2, two)).toMatchObject({ __typename: 'BackupStored', version: 2 });
    expect(await vault.get(GET, { address: at })).toEqual({ version: 2, blob: two });
    expect(await put(address(), 2, two))
      .toMatchObject({ __typename: 'BackupConflict', version: 0 });
  });

  it('of two devices that write the same version is the first one\'s', async () => {
    const at = address();
    await put(at, 1, blob());
    const answers = await Promise.all([blob(), blob(), blob()].map((bytes) => put(at, 2, bytes)));
    expect(answers.filter(({ __typename }) => __typename === 'BackupStored')).toHaveLength(1);
  });

  it.each([
    ['side by side', (fields: string[]) => `mutation { ${fields.join(' ')} }`],
    ['in a fragment', (fields: string[]) =>
      `mutation { ... on Mutation { ${fields.join(' ')} } }`],
    ['in fragments of fragments', ([first, ...rest]: string[]) =>
      `mutation { ...A ... on Mutation { ...B } } fragment A on Mutation { ${first} ...B }
       fragment B on Mutation { ... { ${rest.join(' ')} } }`],
  ])('is one for each operation, also %s', async (_how, written) => {
    const field = (name: string, bytes: string) => `${name}: putBackup(address: "${address()}",
      version: 1, blob: "${bytes}") { __typename }`;
    const { n: before } = await vault.row<{ n: number }>(COUNT);
    const { errors } = await vault.ask(written([field('a', blob()), field('b', blob())]));
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('too many'),
      extensions: { code: 'BAD_USER_INPUT' } });
    expect(await vault.row(COUNT)).toEqual({ n: before });
    const alone = await vault.ask(`mutation { ... on Mutation { ${field('a', blob())} } }`);
    expect(alone.errors).toBeUndefined();
  });

  it.each([
    ['another size', { blob: 'AAAA' }], ['no base64url', { blob: '!'.repeat(blob().length) }],
    ['no address', { address: 'x' }], ['version 0', { version: 0 }],
  ])('with %s is refused', async (_what, odd) => {
    const honest = { address: address(), version: 1, blob: blob() };
    const { errors } = await vault.ask(PUT, { ...honest, ...odd });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
