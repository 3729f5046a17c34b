import { randomUUID } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { Database } from '#platform/database';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, giveFactor, PASSWORD, signedInOwner } from '../../testing/story.ts';
import { InvoicesStore } from '../invoices/invoices.store.ts';

describe('invoices as files', () => {
  let rig: Rig;
  let owner: Client;
  let programmeId: string;
  let number: string;

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    programmeId = await createProgramme(owner);
    const { invoice } = await owner.field<{ invoice: { number: string } }>(
      `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) {
         ... on Purchased { invoice { number } } } }`,
      { input: { programmeId, sessions: 12, method: 'INVOICE', idempotencyKey: randomUUID() } });
    ({ number } = invoice);
  });
  afterAll(() => rig.close());

  const get = (client: Client, path: string) => rig.app.inject({
    method: 'GET', url: `/graphql/invoices/${path}`,
    headers: { cookie: String(Reflect.get(client, 'cookie') ?? '') },
  });

  it('are a PDF to download, in English and Spanish, the same bytes each time', async () => {
    const first = await get(owner, `${number}.pdf`);
    expect(first.headers['content-type']).toBe('application/pdf');
    expect(first.headers['content-disposition']).toBe(`attachment; filename="${number}.pdf"`);
    expect(first.headers['cache-control']).toBe('no-store');
    expect(first.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await get(owner, `${number}.pdf`)).rawPayload.equals(first.rawPayload)).toBe(true);
    const spanish = await get(owner, `${number}.pdf?language=es`);
    expect(spanish.rawPayload.toString('latin1')).toContain('/Lang (es)');
  });

  it('say nothing false: no exemption, no tax invoice, the buyer as she is named', async () => {
    const stranger = await signedInOwner(rig, undefined, {
      name: 'ŁódźŻółć 株式会社 삼성 Ελλάς', country: 'JP', currency: 'PLN' });
    const id = await createProgramme(stranger);
    const { invoice } = await stranger.field<{ invoice: { number: string } }>(
      `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) {
         ... on Purchased { invoice { number } } } }`,
      { input: { programmeId: id, sessions: 12, method: 'INVOICE', idempotencyKey: randomUUID() } });
    for (const [language, title, untrue, country] of [
      ['en', 'Payment request', 'This is not a tax invoice', 'Japan'],
      ['es', 'Solicitud de pago', 'No es una factura fiscal', 'Japón'],
    ]) {
      const { rawPayload } = await get(stranger, `${invoice.number}.pdf?language=${language}`);
      const { text } = await extractText(
        await getDocumentProxy(new Uint8Array(rawPayload)), { mergePages: true });
      const told = text.replaceAll(/\s+/g, ' ');
      expect(told).toContain(`${title} ${invoice.number}`);
      expect(told).toContain(untrue);
      expect(told.replaceAll(' ', '')).toContain(`ŁódźŻółć株式会社삼성Ελλάς,${country}`);
      expect(told).toMatch(/PLN|zł/);
      expect(told).not.toMatch(/exempt|exento|2006\/112|132/i);
    }
  });

  it('are a CSV of all that were issued', async () => {
    const { body } = await get(owner, `${programmeId}.csv`);
    const [header, line, rest] = body.split('\r\n');
    expect(header).toMatch(/^\uFEFFnumber,status,/);
    expect(line).toBe(`${number},OPEN,INVOICE,2026-11-02,2026-12-02,,12,95.00,1140.00,0.00,1140.00,EUR,,,`);
    expect(rest).toBe('');
  });

  it('are the employer\'s own, for billing and up, and nothing else lies there', async () => {
    const stranger = await signedInOwner(rig);
    expect((await get(rig.client(), `${number}.pdf`)).statusCode).toBe(401);
    for (const path of [`${number}.pdf`, `${programmeId}.csv`, 'INV-2026-999999.pdf', 'x']) {
      expect((await get(stranger, path)).statusCode).toBe(404);
    }
  });

  it.each([['VIEWER', 403], ['BILLING', 200], ['ADMIN', 200]])(
    'answer a colleague who is %s with %i', async (role, status) => {
      const { token } = await owner.field<{ token: string }>(
        `mutation ($email: String!, $role: HrRole!) { inviteHrUser(email: $email, role: $role) {
           ... on Invited { token } } }`, { email: `${role.toLowerCase()}@example.org`, role });
      const colleague = rig.client();
      await colleague.field(`mutation ($token: String!, $password: String!) {
        acceptInvitation(token: $token, password: $password) { __typename } }`,
      { token, password: PASSWORD });
      if (role === 'ADMIN') {
        await giveFactor(rig, (await colleague.field<{ id: string }>('{ me { id } }')).id);
      }
      for (const path of [`${number}.pdf`, `${programmeId}.csv`]) {
        expect((await get(colleague, path)).statusCode).toBe(status);
      }
    });

  it('are found for their own employer alone, whoever else\'s number is known', async () => {
    const others = await signedInOwner(rig);
    const theirs = await createProgramme(others);
    const employers = await rig.cluster.query<{ id: string; own: boolean }>('gateway',
      'SELECT employer_id AS id, id = $1 AS own FROM programme WHERE id IN ($1, $2)',
      [programmeId, theirs]);
    const found = await Promise.all(employers.map(async ({ id, own }) => [own, Boolean(
      await rig.app.get(Database, { strict: false }).read('find', (tx) =>
        rig.app.get(InvoicesStore, { strict: false }).findOwn(tx, number, id)))]));
    expect(found.sort()).toEqual([[false, false], [true, true]]);
  });

  it('cost what was previewed', async () => {
    const amounts = 'net { minor } tax { minor } total { minor } unitPrice { minor }';
    const preview = await owner.field<{ total: { minor: string } }>(
      `query ($id: ID!) { previewPurchase(programmeId: $id, sessions: 12) { ${amounts} dueOn } }`,
      { id: programmeId });
    const [invoice] = await owner.field<object[]>(
      `query ($id: ID!) { invoices(programmeId: $id) { ${amounts} dueOn } }`, { id: programmeId });
    expect(preview).toEqual(invoice);
  });
});
