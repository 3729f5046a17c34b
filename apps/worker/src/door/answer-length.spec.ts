import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { encodeRequest } from '#pseudonym/http';
import { sealRequest } from '#pseudonym/sealed';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Vault,
} from '../../test/vault.ts';
import { OpenRequestsProcessor } from './open-requests.processor.ts';
import { RelayKeys } from './relay-keys.service.ts';

const DOCUMENTS = readFileSync('libs/wallet/documents/vault/care.graphql', 'utf8');
const documentOf = (operation: RegExp) =>
  [/fragment Care on Case \{.*?\n\}/s, operation].map((part) => part.exec(DOCUMENTS)![0]).join('\n');
/** What the employee's page asks whenever a wallet is unlocked. */
const OWN_CASE = documentOf(/query OwnCase \{.*?\n\}/s);
const BOOK_SESSION = documentOf(/mutation BookSession\(.*?\n\}/s);

describe('the length of an answer', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  /** Sealed length of the answer to an operation. */
  const lengthOf = async (query: string, variables: object, authorization: string) => {
    const { config } = vault.app.get(RelayKeys, { strict: false }).configs[0]!;
    const { sealed } = await sealRequest(config, encodeRequest({
      method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
      headers: [['content-type', 'application/json'], ['authorization', authorization]],
      content: new TextEncoder().encode(JSON.stringify({ query, variables })),
    }));
    const [reply] = await vault.app.get(OpenRequestsProcessor, { strict: false })
      .process({ requests: [Buffer.from(sealed).toString('base64url')] });
    return Buffer.from(reply!, 'base64url').length;
  };

  it('does not tell who is in care, nor how much', async () => {
    const issuer = await openPeriod(vault);
    await publishSlots(vault, await registerTherapist(vault), Array.from({ length: 40 }, (_, n) =>
      new Date(Date.parse('2026-11-10T08:00:00Z') + n * 3_600_000).toISOString()));
    const nobody = `Case ${randomBytes(32).toString('hex')}`;
    const person = await openCase(vault, issuer);
    const own = (whose = person.authorization) => lengthOf(OWN_CASE, {}, whose);
    const lengths = [await own(nobody), await own()];
    const { referral: { id: referralId } } = await refer(vault, person);
    for (const { id: slotId } of (await openSlots(vault, person, referralId)).slice(0, 12)) {
      const input = {
        referralId, slotId, payment: { credit: issuer.mint('session') },
        idempotencyKey: randomUUID() };
      lengths.push(await lengthOf(BOOK_SESSION, { input }, person.authorization));
      // Sent again it is answered as before, so this is what its length was of.
      expect((await book(vault, person, input)).__typename).toBe('SessionBooked');
      lengths.push(await own());
    }
    lengths.push(await lengthOf(`query ($id: ID!) { slots(referralId: $id, first: 20) {
      id startsAt minutes modality } }`, { id: referralId }, person.authorization));
    expect(lengths).toEqual(lengths.map(() => 8192));
    expect(lengths).toHaveLength(27);
  });
});
