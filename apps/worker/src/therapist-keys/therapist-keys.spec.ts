import { saidIn } from '#contracts/carried-statement';
import { keyringOf, readChain, signKeys, type KeyVersion } from '#messages/keyring';
import { newPhrase } from '#pseudonym/phrase';
import { openVault, registerTherapist, type Vault } from '../../test/vault.ts';

const PUBLISH = `mutation ($input: PublishKeysInput!) { publishKeys(input: $input) { __typename
  ... on KeysPublished { version } ... on KeysRefused { code message } } }`;
const CHAIN = `query ($providerId: ID!) { therapistKeys(providerId: $providerId) { versions {
  version body signature vouch } } }`;

interface Somebody { id: string; authorization: string }
interface Result { __typename: string; version?: number; message?: string }

describe('a therapist\'s keys', () => {
  let vault: Vault;
  let ada: Somebody;
  beforeAll(async () => { vault = await openVault(); });
  beforeEach(async () => { ada = await registerTherapist(vault); });
  afterAll(() => vault.close());

  const publish = ({ body, signature, vouch }: KeyVersion, who = ada) =>
    vault.get<Result>(PUBLISH, { input: { body, signature, vouch } }, who.authorization);
  const chainOf = async (providerId: string) => (await vault.get<{ versions: KeyVersion[] }>(
    CHAIN, { providerId })).versions;
  const listed = async () => {
    const { body } = await vault.row<{ body: string }>(
      'SELECT body FROM directory_version ORDER BY version DESC LIMIT 1');
    const { providers } = saidIn(body) as { providers: { id: string; keys: string | null }[] };
    return providers.find(({ id }) => id === ada.id)?.keys;
  };

  it('are named by the directory as soon as they are published, and by each version after', async () => {
    expect(await listed()).toBeNull();
    const [first, second] = [await keyringOf(newPhrase()), await keyringOf(newPhrase())];
    const one = await signKeys(first, ada.id, null);
    expect(await publish(one)).toEqual({ __typename: 'KeysPublished', version: 1 });
    expect(await publish(one)).toEqual({ __typename: 'KeysPublished', version: 1 });
    const [checked] = (await readChain(ada.id, await chainOf(ada.id)))!;
    expect(await listed()).toBe(checked!.hash);
    await publish(await signKeys(second, ada.id, { version: checked!, keyring: first }));
    const chain = (await readChain(ada.id, await chainOf(ada.id)))!;
    expect(chain.map(({ isReset }) => isReset)).toEqual([false, false]);
    expect(await listed()).toBe(chain.at(-1)!.hash);
  });

  it('are gone on from by whoever has them alone: signed in is not enough', async () => {
    const first = await signKeys(await keyringOf(newPhrase()), ada.id, null);
    await publish(first);
    const [version] = (await readChain(ada.id, [first]))!;
    const thief = await keyringOf(newPhrase());
    for (const other of [
      await signKeys(thief, ada.id, { version: version! }), await signKeys(thief, ada.id, null),
      await signKeys(thief, ada.id, { version: version!, keyring: thief }),
    ]) {
      expect(await publish(other)).toMatchObject({ __typename: 'KeysRefused',
        code: 'KEYS_REFUSED', message: expect.stringContaining('twelve words') as string });
    }
    expect(await chainOf(ada.id)).toHaveLength(1);
  });

  it('are her own: those of another are refused', async () => {
    const bea = await registerTherapist(vault);
    const hers = await signKeys(await keyringOf(newPhrase()), bea.id, null);
    expect(await publish(hers)).toMatchObject({ __typename: 'KeysRefused' });
    expect(await publish({ ...hers, body: hers.body.replace('"version":1', '"version":2') }, bea))
      .toMatchObject({ __typename: 'KeysRefused' });
  });

  it('are published once, however often at once', async () => {
    const keyrings = await Promise.all([1, 2, 3].map(() => keyringOf(newPhrase())));
    const published = await Promise.all(keyrings.map(async (keyring) =>
      publish(await signKeys(keyring, ada.id, null))));
    expect(published.map(({ __typename }) => __typename).sort())
      .toEqual(['KeysPublished', 'KeysRefused', 'KeysRefused']);
  });

  it('are none for whoever published none, and for nobody', async () => {
    expect(await chainOf(ada.id)).toEqual([]);
    await expect(vault.get(CHAIN, { providerId: 'ada' })).rejects.toThrow('BAD_USER_INPUT');
  });
});
