import { randomBytes } from 'node:crypto';
import { keyringOf, readChain, signKeys } from '#messages/keyring';
import { faultsOf, wordsOf } from '#messages/thread';
import { newPhrase } from '#pseudonym/phrase';
import { claimCredits } from '#wallet/claim';
import { readCase } from '#wallet/care';
import { readPractices } from '#wallet/directory';
import { exchangeMessages, ownThreads, writeTo } from '#wallet/messages';
import type { Wallet } from '#wallet/wallet';
import { dumpDatabase, serverLog } from '../trust/dump.ts';
import { Search } from '../trust/search.ts';
import { Desk } from './desk.ts';
import { agreeTo, atEachStep, bookEarliest, Device, died, WalletScene } from './wallets.ts';

/*
 * A client and her therapist write to each other, over a running service: wallets as they ship, and
 * a therapist with the code of her console.
 */

let scene: WalletScene;
const desks = new Map<string, Desk>();
beforeAll(async () => {
  scene = await WalletScene.open();
  for (const therapist of scene.scenario.therapists) {
    const desk = await Desk.open(therapist.door);
    desks.set(desk.id, desk);
  }
});
afterAll(() => scene?.close());

/** A wallet with a session booked, whose therapist can be written to. */
async function inCare(): Promise<{ phrase: string; device: Device; wallet: Wallet }> {
  const made = await scene.wallet();
  await claimCredits(made.wallet, scene.nextCode());
  await agreeTo(made.wallet);
  await bookEarliest(made.wallet);
  await readCase(made.wallet);
  await exchangeMessages(made.wallet);
  return made;
}

const onlyThread = async (wallet: Wallet) => (await ownThreads(wallet))[0]!;
const deskOf = async (wallet: Wallet) =>
  desks.get((await onlyThread(wallet)).referral.provider.id)!;
const texts = async (wallet: Wallet) => (await onlyThread(wallet)).words.map(({ text }) => text);

describe('a client and her therapist', () => {
  it('write to each other, and another device with the words reads all of it', async () => {
    const { phrase, wallet } = await inCare();
    const { referral } = await onlyThread(wallet);
    const desk = await deskOf(wallet);
    expect(await writeTo(wallet, referral.id, 'I would rather begin with my sleep.')).toBe('queued');
    await exchangeMessages(wallet);
    await desk.messenger.read();
    await desk.answer(referral.id, `Of course. ${'Until Tuesday. '.repeat(200)}`);
    await exchangeMessages(wallet);
    const said = await texts(wallet);
    expect(said).toHaveLength(2);
    expect(wordsOf(desk.thread(referral.id)).map(({ text }) => text)).toEqual(said);
    const again = await scene.restored(phrase);
    await readPractices(again);
    await exchangeMessages(again);
    expect(await texts(again)).toEqual(said);
    await writeTo(again, referral.id, 'From my new phone.');
    for (const one of [again, wallet]) await exchangeMessages(one);
    await desk.messenger.read();
    expect(await texts(wallet)).toEqual([...said, 'From my new phone.']);
    const threads = [await onlyThread(wallet), await onlyThread(again)];
    expect(threads.flatMap(({ faults }) => faults)).toEqual([]);
    expect(faultsOf(desk.thread(referral.id))).toEqual([]);
  });

  it('lose nothing and repeat nothing, wherever the client\'s device dies', async () => {
    const made = await inCare();
    const { referral } = await onlyThread(made.wallet);
    const desk = await deskOf(made.wallet);
    const steps = await atEachStep(async (death) => {
      const device = new Device(scene, death);
      const wallet = await device.open(made.device.box.read()!);
      const text = `${death.when} ${death.step}`;
      await writeTo(wallet, referral.id, text).catch(died);
      await exchangeMessages(wallet).catch(died);
      const again = await scene.reopened(device);
      await exchangeMessages(again);
      if (!(await texts(again)).includes(text)) {
        await writeTo(again, referral.id, text);
        await exchangeMessages(again);
      }
      await desk.messenger.read();
      const read = wordsOf(desk.thread(referral.id)).filter((one) => one.text === text);
      expect(read).toHaveLength(1);
      await made.device.box.keep(again.content);
      return device;
    }, 'after');
    expect(steps).toBeGreaterThan(3);
    expect(faultsOf(desk.thread(referral.id))).toEqual([]);
  });

  it('leave no word of it in either database, in the queue or in a log', async () => {
    const { wallet } = await inCare();
    const { referral } = await onlyThread(wallet);
    const needle = randomBytes(24).toString('hex');
    await writeTo(wallet, referral.id, needle);
    await exchangeMessages(wallet);
    const desk = await deskOf(wallet);
    await desk.messenger.read();
    await desk.answer(referral.id, needle);
    await exchangeMessages(wallet);
    expect(await texts(wallet)).toEqual([needle, needle]);
    const { cluster, world } = scene.scenario.service;
    const dumps = await Promise.all((['gateway', 'vault', 'queue'] as const).map((domain) =>
      dumpDatabase(cluster, domain)));
    const logs = (['gateway', 'worker'] as const).map((part) =>
      ({ place: `${part}.log`, bytes: Buffer.from(world.log(part)) }));
    const search = new Search([{ label: 'words', value: needle }]);
    const all = [...dumps.flat(), ...logs, serverLog('gateway'), serverLog('vault')];
    expect(all.flatMap((part) => search.in(part))).toEqual([]);
    // Seen to find: what a vault that could read would keep.
    await cluster.query('vault', `UPDATE message SET sealed =
      overlay(sealed PLACING convert_to($1, 'UTF8') FROM 100)`, [needle]);
    const planted = await dumpDatabase(cluster, 'vault', 'rows');
    expect(planted.flatMap((part) => search.in(part))).not.toEqual([]);
  });
});

describe('a vault that shows a client other keys', () => {
  it('than the directory names is refused by name, and nothing is sealed to them', async () => {
    const { wallet } = await inCare();
    const { referral: { id, provider } } = await onlyThread(wallet);
    const thief = await keyringOf(newPhrase());
    const chain = [await signKeys(thief, provider.id, null)];
    const [version] = (await readChain(provider.id, chain))!;
    // A directory of another version of her keys than the vault hands out.
    const directory = await wallet.doors.readDirectory();
    const practices = directory.practices.map((one) =>
      (one.id === provider.id ? { ...one, keys: version!.hash } : one));
    wallet.doors.directoryIfThere = () => Promise.resolve({ ...directory, practices });
    await exchangeMessages(wallet);
    expect((await onlyThread(wallet)).faults).toEqual(['not-listed']);
    expect(await writeTo(wallet, id, 'still to the keys that were seen')).toBe('queued');
    await exchangeMessages(wallet);
    const desk = await deskOf(wallet);
    await desk.messenger.read();
    expect(wordsOf(desk.thread(id)).map(({ text }) => text))
      .toEqual(['still to the keys that were seen']);
  });
});
