import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeResponse, encodeRequest, type BinaryRequest } from '#pseudonym/http';
import { sealRequest } from '#pseudonym/sealed';
import { askWhole } from '#wallet/parts';
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

  /** A line to the vault in this process; `lengths` of what came over it. */
  const lengths: [number, number][] = [];
  const ask = async (inner: Uint8Array) => {
    const { config } = vault.app.get(RelayKeys, { strict: false }).configs[0]!;
    const { sealed, open } = await sealRequest(config, inner);
    const [reply] = await vault.app.get(OpenRequestsProcessor, { strict: false })
      .process({ requests: [Buffer.from(sealed).toString('base64url')] });
    const answer = new Uint8Array(Buffer.from(reply!, 'base64url'));
    lengths.push([sealed.length, answer.length]);
    return open(answer);
  };
  const requestOf = (query: string, variables: object, authorization: string): BinaryRequest => ({
    method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
    headers: [['content-type', 'application/json'], ['authorization', authorization]],
    content: new TextEncoder().encode(JSON.stringify({ query, variables })),
  });
  /** Sealed length of the answer to an operation. */
  const lengthOf = async (query: string, variables: object, authorization: string) => {
    await ask(encodeRequest(requestOf(query, variables, authorization)));
    return lengths.at(-1)![1];
  };

  it('does not tell who is in care, nor how much', async () => {
    const issuer = await openPeriod(vault);
    const therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, Array.from({ length: 40 }, (_, n) =>
      new Date(Date.parse('2026-11-10T08:00:00Z') + n * 3_600_000).toISOString()));
    const nobody = `Case ${randomBytes(32).toString('hex')}`;
    const person = await openCase(vault, issuer);
    const own = (whose = person.authorization) => lengthOf(OWN_CASE, {}, whose);
    const seen = [await own(nobody), await own()];
    const { referral: { id: referralId } } = await refer(vault, person);
    for (const { id: slotId } of (await openSlots(vault, person, referralId)).slice(0, 8)) {
      const input = {
        referralId, slotId, payment: { credit: issuer.mint('session') },
        idempotencyKey: randomUUID() };
      seen.push(await lengthOf(BOOK_SESSION, { input }, person.authorization));
      // Sent again it is answered as before, so this is what its length was of.
      expect((await book(vault, person, input)).__typename).toBe('SessionBooked');
      seen.push(await own());
    }
    seen.push(await lengthOf(`query ($ids: [ID!]!) {
      openings(providerIds: $ids, jurisdiction: "DE") { slot { id startsAt minutes modality } } }`,
    { ids: [therapist.id] }, person.authorization));
    expect(seen).toEqual(seen.map(() => 8192));
    expect(seen).toHaveLength(19);
  });

  it('is that of a filler, of a refusal, and of each part of what is longer', async () => {
    const therapist = await registerTherapist(vault);
    // At odd minutes, so that they can be packed less.
    await publishSlots(vault, therapist, Array.from({ length: 200 }, (_, n) =>
      new Date(Date.parse('2026-11-10T08:00:00Z')
        + (n * 180 + randomInt(120)) * 60_000).toISOString()));
    const issuer = await openPeriod(vault);
    for (let client = 0; client < 15; client += 1) {
      await refer(vault, await openCase(vault, issuer), { providerId: therapist.id });
    }
    const { programme, period } = issuer;
    lengths.length = 0;
    const filler = decodeResponse(await ask(encodeRequest({
      method: 'GET', scheme: 'https', authority: 'vault', path: '/filler', headers: [],
      content: new Uint8Array() })));
    expect([filler.status, filler.content.length]).toEqual([204, 0]);
    const times = `{ provider { openSlots { id startsAt minutes modality } referrals { id handle } }
      keyDirectory(programmeId: "${programme}", period: "${period}") { body signature } }`;
    lengths.length = 0;
    const request = requestOf(times, {}, therapist.authorization);
    expect(decodeResponse(await ask(encodeRequest(request))).status).toBe(200);
    const whole = await askWhole({ ask }, request, new AbortController().signal);
    const { data: { provider } } = JSON.parse(new TextDecoder().decode(whole)) as {
      data: { provider: { openSlots: { id: string }[] } } };
    expect(new Set(provider.openSlots.map(({ id }) => id)).size).toBe(200);
    expect(lengths).toEqual(lengths.map(() => [4096, 8192]));
    // The refusal to one who takes no parts, and the parts.
    expect(lengths.length).toBeGreaterThan(2);
  });
});
