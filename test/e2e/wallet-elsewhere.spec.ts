import { nextPeriod } from '#calendar/periods';
import { bearerText, takenOut, takeOut } from '#wallet/bearer';
import { book } from '#wallet/booking';
import { cancelSession, earliestOpenings, readCase } from '#wallet/care';
import { claimCredits } from '#wallet/claim';
import { readPractices } from '#wallet/directory';
import { written } from '#wallet/documents';
import { synchronise } from '#wallet/finish';
import { underWay } from '#wallet/intents';
import { sessionsLeft } from '#wallet/left';
import { newsOf } from '#wallet/news';
import { restoreWallet } from '#wallet/restore';
import { therapistDoor } from '../../demo/story/therapist-door.ts';
import { BeatingPage } from './away.ts';
import { resealed } from './resealed.ts';
import { claimedTwice, endedEarly } from './unissued.ts';
import { agreeTo, atEachStep, bookEarliest, Device, died, WalletScene } from './wallets.ts';

/*
 * Twelve words on two devices at once, on paper, against a gateway that lies, past an hour without
 * the vault, a period later.
 */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let scene: WalletScene;
beforeAll(async () => { scene = await WalletScene.open(); }, 120_000);
afterAll(() => scene?.close());

describe('two devices with the same words, at the same moment', () => {
  it('book two times with two credits, and the same time once', async () => {
    const { phrase, wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    await agreeTo(wallet);
    const other = await scene.restored(phrase);
    // Both try the first credit first: one of them is refused it, and takes the next.
    expect(await Promise.all([bookEarliest(wallet), bookEarliest(other, 1)]))
      .toEqual(['booked', 'booked']);
    // Both ask for one time: it is theirs, whichever of them got it, and one credit pays for it.
    expect(await Promise.all([bookEarliest(wallet), bookEarliest(other)]))
      .toEqual(['booked', 'booked']);
    const third = await scene.restored(phrase);
    for (const one of [wallet, other]) await synchronise(one);
    for (const one of [wallet, other, third]) {
      expect(one.content.care?.authorisations).toHaveLength(3);
      expect(sessionsLeft(one)).toBe(0);
    }
    expect(await bookEarliest(third)).toBe('credit-spent');
  });

  it('open the case once', async () => {
    const { phrase, wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    const others = [await scene.restored(phrase), await scene.restored(phrase)];
    expect(await Promise.all([wallet, ...others].map(agreeTo))).toEqual(['opened', 'opened', 'opened']);
    const care = (await scene.restored(phrase)).content.care;
    expect(care?.enrolments).toHaveLength(1);
  });
});

describe('a batch that is none of this wallet\'s case', () => {
  it('is not taken: the vault enrolled the case in another block than the gateway says', async () => {
    const { phrase, wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    await agreeTo(wallet);
    scene.letFilesBeMadeAnew();
    const { transport } = scene.connections;
    const ports = (block?: string) => scene.portsOver(async (outgoing) => {
      const answer = await transport(outgoing);
      if (!block || !outgoing.path.startsWith('/issued/')) return answer;
      const anew = await resealed(wallet.roots, await answer.bytes(), () => ({ block }));
      return { ...answer, bytes: () => Promise.resolve(anew) };
    });
    for (const honest of [undefined, 'B1']) {
      expect((await restoreWallet(ports(honest), phrase)).content.credits).toHaveLength(4);
    }
    const { found, content, refused } = await restoreWallet(ports('B7'), phrase);
    expect([found, content.credits, refused]).toEqual([true, [], ['other-block']]);
  });
});

describe('a credit that is taken out on paper', () => {
  it.each(['before', 'after'] as const)(
    'is spent once wherever the device died while it was printed, %s each step', async (when) => {
      const steps = await atEachStep(async (death) => {
        const { phrase, device: first, wallet: whole } = await scene.wallet();
        await claimCredits(whole, scene.nextCode());
        await agreeTo(whole);
        const device = new Device(scene, death);
        const wallet = await device.open(first.box.read()!);
        const shown = await takeOut(wallet).then((held) => bearerText(held!), died);
        // What was kept as printed can be shown again, so that no session is lost with the page.
        const again = await scene.reopened(device);
        const [kept] = takenOut(again);
        if (shown) expect(bearerText(kept!)).toBe(shown);
        const text = kept && bearerText(kept);
        if (text) expect(await scene.redeem(text)).toBe('BearerRedeemed');
        // Another device knows nothing of paper: it finds out by trying.
        const restored = await scene.restored(phrase);
        let booked = 0;
        while (await bookEarliest(restored) === 'booked') booked += 1;
        expect([booked, text !== undefined]).toEqual(text ? [2, true] : [3, false]);
        if (text) expect(await scene.redeem(text)).toBe('CreditNotUsable');
        return device;
      }, when);
      expect(steps).toBeGreaterThan(0);
    });
});

describe('what was ended', () => {
  it('is told on each device of who ended it: what she cancelled herself is news on none', async () => {
    const { phrase, wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    await agreeTo(wallet);
    expect(await bookEarliest(wallet)).toBe('booked');
    const other = await scene.restored(phrase);
    const { id: authorisationId, startsAt } = wallet.content.care!.authorisations[0]!;
    expect(await cancelSession(wallet, { authorisationId, startsAt: startsAt! })).toBe(true);
    await readCase(other);
    const devices = [wallet, other, await scene.restored(phrase)];
    expect(devices.map(({ content }) => newsOf(content).cancelled)).toEqual([[], [], []]);

    expect(await bookEarliest(wallet)).toBe('booked');
    const held = wallet.content.care!.authorisations.find(({ status }) => status === 'held')!;
    await asHer(held.referralId!, `mutation ($input: CancelAppointmentInput!) {
      cancelAppointment(input: $input) { __typename } }`, { authorisationId: held.id });
    devices.push(await scene.restored(phrase));
    for (const device of devices) {
      await readCase(device);
      expect(newsOf(device.content).cancelled.map(({ id }) => id)).toEqual([held.id]);
    }
  });

  it('by the therapist ends her times for this person, and for nobody else', async () => {
    const { wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    await agreeTo(wallet);
    expect(await bookEarliest(wallet)).toBe('booked');
    const [referral] = wallet.content.care!.referrals;
    const practices = await readPractices(wallet);
    const her = practices.find(({ id }) => id === referral!.provider.id)!;
    const hers = async (one: typeof wallet) =>
      (await earliestOpenings(one, practices, 'DE')).filter(({ providerId }) => providerId === her.id);
    const [before] = await hers(wallet);
    await asHer(referral!.id, `mutation ($input: AnswerReferralInput!) {
      answerReferral(input: $input) { __typename } }`,
    { referralId: referral!.id, answer: 'DECLINE' });
    // Asked by a device that does not know of it yet, from where she is known and from elsewhere.
    expect(await book(wallet, before!, her, 'DE')).toBe('declined');
    expect(await book(wallet, before!, her, 'DE')).toBe('declined');
    expect(wallet.content.intents).toEqual([]);
    expect(await hers(wallet)).toEqual([]);
    const { wallet: somebody } = await scene.wallet();
    await claimCredits(somebody, scene.nextCode());
    await agreeTo(somebody);
    expect((await hers(somebody)).map(({ slot }) => slot.id)).toContain(before!.slot.id);
    expect(await book(somebody, before!, her, 'DE')).toBe('booked');
  });
});

/** Whichever therapist this referral is to does something. */
async function asHer(referralId: string, mutation: string, input: object): Promise<void> {
  for (const { door } of scene.scenario.therapists) {
    const { provider } = await door.ask(
      written<{ provider: { referrals: { id: string }[] } }>('{ provider { referrals { id } } }'));
    if (!provider.referrals.some(({ id }) => id === referralId)) continue;
    await door.ask(written(mutation), { input: { idempotencyKey: crypto.randomUUID(), ...input } });
    return;
  }
  throw new Error('nobody has this referral');
}

describe('a worker that is down for an hour', () => {
  const MINUTE_MS = 60_000;

  it('finds what is waited for, does nothing twice, and nothing lay on the queue for it', async () => {
    // Another day has other free times, so the one that is wanted might not be among them.
    await scene.clearOfMidnight(3 * HOUR_MS);
    const { wallet: before } = await scene.wallet();
    await claimCredits(before, scene.nextCode());
    await agreeTo(before);
    expect(await bookEarliest(before)).toBe('booked');
    const practices = await readPractices(before);
    const [opening] = await earliestOpenings(before, practices, 'DE');
    const practice = practices.find(({ id }) => id === opening!.providerId);
    const page = new BeatingPage(scene);
    const wallet = await page.open(before.content);
    const [first] = before.content.care!.authorisations;
    await page.until(readCase(wallet));
    page.statuses.length = 0;

    page.leaveAlone();
    const booking = book(wallet, opening!, practice!, 'DE');
    const cancelling = cancelSession(
      wallet, { authorisationId: first!.id, startsAt: first!.startsAt! });
    const failures = Promise.allSettled([booking, cancelling]);
    await page.pass(5_000);
    expect(new Set(page.statuses)).toEqual(new Set(['sent']));
    await page.pass(6_000);
    expect(page.statuses.at(-1)).toBe('waiting');
    // After ten minutes it is told that there is no answer, and that it may be done.
    for (const failed of await page.until(failures)) {
      expect(failed).toMatchObject({ reason: { code: 'STOPPED', fate: 'unknown' } });
    }
    expect(underWay(wallet).map(({ kind }) => kind).sort()).toEqual(['book', 'cancel']);
    expect(sessionsLeft(wallet)).toBe(1);
    // She puts the device away, and takes it up shortly before the end: what was begun is sent once
    // more, under its keys.
    page.seen(false);
    await page.pass(44 * MINUTE_MS);
    page.seen(true);
    const again = synchronise(wallet);
    await page.pass(2 * MINUTE_MS);
    expect(await page.queued()).toBeGreaterThan(0);
    scene.letPass(HOUR_MS);
    await page.crashGateway(10 * MINUTE_MS);
    while (await page.queued() > 0) await new Promise((next) => setImmediate(next));
    await page.pass(2 * MINUTE_MS);
    await page.back();
    await page.until(again);

    expect(page.statuses.at(-1)).toBe('answered');
    expect(underWay(wallet)).toEqual([]);
    const { authorisations, returnedSessions } = wallet.content.care!;
    expect(authorisations.map(({ id, status }) => [id === first!.id, status]).sort())
      .toEqual([[false, 'held'], [true, 'cancelled']]);
    expect([returnedSessions.length, sessionsLeft(wallet)]).toEqual([1, 2]);
    expect(await scene.scenario.service.cluster.query('vault', 'SELECT * FROM ledger_verify()'))
      .toEqual([]);
  }, 120_000);
});

describe('in the next period', () => {
  it('a wallet that comes back carries its case on, with the next letter', async () => {
    const { scenario } = scene;
    const [early, double] = [await endedEarly(scene), await claimedTwice(scene)];
    const { phrase, wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    await agreeTo(wallet);
    expect(await bookEarliest(wallet)).toBe('booked');
    const next = nextPeriod(scenario.period);
    const [code, ...codes] = await scene.lettersOf(next.label);

    const start = Date.parse(next.opens) + 4 * DAY_MS;
    await scene.moveTo(new Date(start));
    await publishTimes(start);
    const restored = await scene.restored(phrase);
    expect(restored.content.letters).toMatchObject([{ j: 0, period: scenario.period }]);
    // Nothing of the period that is over can be spent; what was booked in it is still there.
    expect([restored.content.credits, sessionsLeft(restored)]).toEqual([[], 0]);
    const { device } = await scene.wallet();
    // Nor is it said that somebody kept something else for her.
    expect((await restoreWallet(device.ports, phrase)).refused).toEqual([]);
    expect(restored.content.care?.authorisations).toHaveLength(1);

    expect(await claimCredits(restored, code!)).toEqual({ kind: 'issued', sessions: 3 });
    expect(restored.content.letters.map(({ j, period }) => [j, period]))
      .toEqual([[0, scenario.period], [1, next.label]]);
    expect(await agreeTo(restored)).toBe('opened');
    expect(restored.content.care?.enrolments.map(({ period }) => period).sort())
      .toEqual([scenario.period, next.label]);
    expect(await bookEarliest(restored)).toBe('booked');
    expect([sessionsLeft(restored), restored.content.care?.authorisations.length]).toEqual([2, 2]);

    const again = await scene.restored(phrase);
    expect(again.content.letters).toHaveLength(2);
    expect(again.content.credits).toHaveLength(4);
    await readCase(again);
    expect([sessionsLeft(again), again.content.care?.authorisations.length]).toEqual([2, 2]);

    // Letters for which nothing was issued stand before the next ones: a restore goes past them.
    for (const [at, { phrase: words, wallet: before }] of [early, double].entries()) {
      const letters = before.content.letters.length;
      expect(await claimCredits(before, codes[at]!)).toEqual({ kind: 'issued', sessions: 3 });
      const { content: { letters: found, credits } } = await scene.restored(words);
      expect(found.map(({ j }) => j)).toEqual([0, 1, 2].slice(0, letters + 1));
      expect(credits).toHaveLength(4);
    }
  }, 120_000);
});

/** Her therapist has time in the new period; she signs in anew for it. */
async function publishTimes(start: number): Promise<void> {
  const { service, therapists: [therapist] } = scene.scenario;
  const door = await therapistDoor(service.world.scenario, therapist!);
  // Enough that some are left of what is withheld.
  const slots = [2, 3, 4, 5, 6, 7, 8, 9].map((days) => ({
    startsAt: new Date(start + days * DAY_MS + 9 * HOUR_MS).toISOString(), minutes: 50,
    modality: 'VIDEO' }));
  await door.ask(written(
    'mutation ($slots: [SlotInput!]!) { publishSlots(slots: $slots) { __typename } }'), { slots });
}
