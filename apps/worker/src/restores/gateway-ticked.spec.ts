import { withoutPartner, type State } from '#platform/restores/standing-watch';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { openVault, type Vault } from '../../test/vault.ts';
import { RelayKeys } from '../sealed/relay-keys.service.ts';
import { GatewayTickedProcessor } from './gateway-ticked.processor.ts';

describe('a gateway\'s tick', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const told = async () => (await vault.row<{ told: number }>(
    `SELECT count(*)::int AS told FROM outbox WHERE name = 'relay-key.published'`)).told;

  it('that shows it as restored gets it the relay\'s keys of now, at once and once', async () => {
    const seed = new Uint8Array(32).fill(7);
    const key = Buffer.from(await signingPublicKey(seed)).toString('hex');
    const { body, signature } = await signStatement(seed, 'gateway-tick', {
      number: 3, challenge: 'ab'.repeat(32), seen: { number: 0, challenge: null }, asks: false, key });
    const tick = {
      type: 'gateway-tick' as const, signature,
      body: Buffer.from(body, 'utf8').toString('base64url') };
    let state: State = 'open';
    let next: State = 'open';
    const standings = {
      ...withoutPartner, state: () => state,
      hear: () => {
        state = next;
        return Promise.resolve();
      },
    };
    const processor = new GatewayTickedProcessor(
      standings, vault.app.get(RelayKeys, { strict: false }));
    const before = await told();
    await processor.process(tick);
    expect(await told()).toBe(before);
    next = 'partner-restored';
    await processor.process(tick);
    await processor.process(tick);
    expect(await told()).toBe(before + 1);
  });
});
