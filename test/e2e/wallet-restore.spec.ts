import { bearerText, putBack, takeOut } from '#wallet/bearer';
import { cancelSession } from '#wallet/care';
import { claimCredits } from '#wallet/claim';
import { synchronise } from '#wallet/finish';
import { claimFirst } from '#wallet/first-claim';
import { sessionsLeft } from '#wallet/left';
import { programmesBeside, turnTo } from '#wallet/programmes';
import { restoreWallet } from '#wallet/restore';
import { settleTimes } from '../web/employee.scenario.ts';
import {
  agreeTo, atEachStep, bookEarliest, Device, died, WalletScene,
} from './wallets.ts';

/** A wallet follows from twelve words: whatever becomes of a device, nothing is lost or doubled. */

let scene: WalletScene;
beforeAll(async () => { scene = await WalletScene.open(); });
afterAll(() => scene?.close());

describe('claiming', () => {
  it.each(['before', 'after'] as const)(
    'goes on from wherever the device died, %s each step, here and from the words', async (when) => {
      const steps = await atEachStep(async (death) => {
        const code = scene.nextCode();
        const { phrase, device, wallet } = await scene.wallet(death);
        await claimCredits(wallet, code).catch(died);
        const ids = [];
        for (const again of [
          await scene.restored(phrase), await scene.reopened(device), await scene.restored(phrase),
        ]) {
          if (again.content.credits.length === 0) {
            expect(await claimCredits(again, code)).toEqual({ kind: 'issued', sessions: 3 });
          }
          ids.push(again.content.credits.map(({ id }) => id));
        }
        expect(ids[0]).toHaveLength(4);
        expect(ids).toEqual([ids[0], ids[0], ids[0]]);
        return device;
      }, when);
      expect(steps).toBeGreaterThan(6);
    });

  it('of a letter brings also the one that was looked at before it, when its code comes', async () => {
    const codes = [scene.nextCode(), scene.nextCode()] as const;
    const { phrase, device } = await scene.wallet();
    const empty = device.box.read()!;
    for (const code of codes) expect(await claimFirst(device.ports, code)).toBe(true);
    const wallet = await device.open(empty);
    for (const code of [codes[1], codes[0], codes[1]]) {
      expect(await claimCredits(wallet, code)).toEqual({ kind: 'issued', sessions: 3 });
    }
    const { content } = await scene.restored(phrase);
    expect([content.letters.length, content.credits.length]).toEqual([2, 4]);
  });

  it('leaves the same columns of a letter whether or not its device had a wallet', async () => {
    const codes = [scene.nextCode(), scene.nextCode()] as const;
    const { device } = await scene.wallet();
    await claimFirst(device.ports, codes[0]);
    await claimCredits(await device.open(device.box.read()!), codes[0]);
    const { wallet } = await scene.wallet();
    await claimCredits(wallet, codes[1]);
    const { cluster } = scene.scenario.service;
    const claimed = await cluster.query('gateway', `SELECT wallet_key_hash IS NULL AS bare, count(*)
      FROM eligibility_code WHERE claim_key_hash IS NOT NULL GROUP BY 1`);
    expect(claimed).toMatchObject([{ bare: false }]);
    // Nor do entries tell: whoever was issued credits has those and the note that she has a letter.
    expect(await cluster.query('gateway', `SELECT DISTINCT pieces FROM (SELECT cover_key,
        array_agg(piece ORDER BY piece) AS pieces FROM issued_entry GROUP BY 1) e
        WHERE 0 = ANY (pieces)`)).toEqual([{ pieces: [0, 255] }]);
  });

  it('brings a second letter under the next claim key, also where another device took it', async () => {
    const { phrase, wallet } = await scene.wallet();
    const other = await scene.restored(phrase);
    await claimCredits(wallet, scene.nextCode());
    scene.letFilesBeMadeAnew();
    // The other device does not know of the first letter, and begins at the same number.
    expect(await claimCredits(other, scene.nextCode())).toEqual({ kind: 'issued', sessions: 3 });
    expect(other.content.letters.map(({ j }) => j)).toEqual([0, 1]);
    expect(other.content.credits.map(({ id }) => id))
      .toEqual(wallet.content.credits.map(({ id }) => id));
  });

  it('of words that were never used finds nothing, and asks nothing of the vault', async () => {
    const { phrase, device } = await scene.wallet();
    const restored = await restoreWallet(device.ports, phrase);
    expect([restored.found, restored.content.credits]).toEqual([false, []]);
  });
});

describe('opening and booking', () => {
  it.each(['before', 'after'] as const)(
    'are done once wherever the device died, %s each step, and are there from the words', async (when) => {
      const steps = await atEachStep(async (death) => {
        const { phrase, wallet: claiming, device: first } = await scene.wallet();
        await claimCredits(claiming, scene.nextCode());
        const device = new Device(scene, death);
        const wallet = await device.open(first.box.read()!);
        await agreeTo(wallet).catch(died);
        await bookEarliest(wallet).catch(died);
        const again = await scene.reopened(device);
        await synchronise(again);
        if (!again.content.care?.enrolments.length) await agreeTo(again);
        const booked = () => again.content.care?.authorisations.length ?? 0;
        if (booked() === 0) expect(await bookEarliest(again)).toBe('booked');
        expect([booked(), again.content.intents, sessionsLeft(again)]).toEqual([1, [], 2]);
        const restored = await scene.restored(phrase);
        expect(restored.content.care?.authorisations).toHaveLength(1);
        expect(sessionsLeft(restored)).toBe(2);
        return device;
      }, when);
      expect(steps).toBeGreaterThan(8);
    });

  it('on two devices with the same words spend each credit once, and all of them', async () => {
    const { phrase, wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    const other = await scene.restored(phrase);
    expect(await Promise.all([agreeTo(wallet), agreeTo(other)])).toEqual(['opened', 'opened']);
    expect(await bookEarliest(wallet)).toBe('booked');
    expect(await bookEarliest(other)).toBe('booked');
    expect(await bookEarliest(wallet)).toBe('booked');
    expect(await bookEarliest(other)).toBe('credit-spent');
    expect([sessionsLeft(wallet), sessionsLeft(other)]).toEqual([0, 0]);
    expect(other.content.care?.authorisations).toHaveLength(3);
  });
});

describe('letters of two programmes', () => {
  it('each show their sessions and spend their credits, within cases that nobody joins', async () => {
    const [first] = await scene.lettersOfAnother('Care of her employer');
    const [code] = await scene.lettersOfAnother('Care of the next one');
    const { phrase, wallet } = await scene.wallet();
    await claimCredits(wallet, first!);
    await agreeTo(wallet);
    expect(await bookEarliest(wallet)).toBe('booked');
    const [older, booked] = [wallet.programme!, wallet.care!.authorisations.map(({ id }) => id)];

    expect(await claimCredits(wallet, code!)).toEqual({ kind: 'issued', sessions: 3 });
    await synchronise(wallet);
    expect(wallet.programme).not.toBe(older);
    expect([sessionsLeft(wallet), wallet.content.care]).toEqual([3, null]);
    // What she booked by the older letter is shown yet, as it was last seen.
    const [beside] = programmesBeside(wallet);
    expect(beside).toMatchObject({ programme: older, left: [{ sessions: 2 }] });
    expect(beside!.seen!.care.authorisations.map(({ id }) => id)).toEqual(booked);
    await agreeTo(wallet);
    await settleTimes(scene.scenario);
    expect(await bookEarliest(wallet)).toBe('booked');

    const newer = wallet.programme!;
    await turnTo(wallet, older);
    expect([wallet.programme, sessionsLeft(wallet)]).toEqual([older, 2]);
    await synchronise(wallet);
    await settleTimes(scene.scenario);
    expect(await bookEarliest(wallet)).toBe('booked');
    const { id: authorisationId, startsAt } =
      wallet.care!.authorisations.find(({ id }) => id === booked[0])!;
    expect(await cancelSession(wallet, { authorisationId, startsAt: startsAt! })).toBe(true);
    expect([sessionsLeft(wallet), wallet.care?.authorisations.length]).toEqual([2, 2]);
    expect(programmesBeside(wallet)).toMatchObject([{ programme: newer, left: [{ sessions: 2 }] }]);

    // From the words alone both come back: each case is read when she turns to it.
    const restored = await scene.restored(phrase);
    expect([restored.programme, sessionsLeft(restored)]).toEqual([newer, 2]);
    expect(programmesBeside(restored)).toMatchObject([{ programme: older, seen: undefined }]);
    await turnTo(restored, older);
    expect(restored.content.isCaseUnread).toBe(true);
    await synchronise(restored);
    expect([sessionsLeft(restored), restored.content.care?.authorisations.length]).toEqual([2, 2]);
  }, 120_000);
});

describe('a credit on paper', () => {
  it('is spent once: by the therapist, or by the wallet that came back from the words', async () => {
    for (const paperFirst of [true, false]) {
      const { phrase, wallet } = await scene.wallet();
      await claimCredits(wallet, scene.nextCode());
      const text = bearerText((await takeOut(wallet))!);
      const restored = await scene.restored(phrase);
      await agreeTo(restored);
      if (paperFirst) expect(await scene.redeem(text)).toBe('BearerRedeemed');
      // Tried from the front, and taken out from the back: two are there for certain.
      expect([await bookEarliest(restored), await bookEarliest(restored)]).toEqual(['booked', 'booked']);
      expect(await bookEarliest(restored)).toBe(paperFirst ? 'credit-spent' : 'booked');
      if (!paperFirst) expect(await scene.redeem(text)).toBe('CreditNotUsable');
      expect(restored.unspent('session')).toEqual([]);
    }
  });

  it('that was put back is tried, and where it was used after all nothing is lost', async () => {
    const { wallet } = await scene.wallet();
    await claimCredits(wallet, scene.nextCode());
    await agreeTo(wallet);
    const held = (await takeOut(wallet))!;
    expect(sessionsLeft(wallet)).toBe(2);
    expect(await scene.redeem(bearerText(held))).toBe('BearerRedeemed');
    await putBack(wallet, held);
    expect(await bookEarliest(wallet)).toBe('booked');
    expect(await bookEarliest(wallet)).toBe('booked');
    expect(await bookEarliest(wallet)).toBe('credit-spent');
  });
});
