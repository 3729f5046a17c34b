import fc from 'fast-check';
import { normaliseCode } from '#pseudonym/crockford';
import { newPhrase } from '#pseudonym/phrase';
import { relayKeyBody } from '#pseudonym/relay-key';
import { rootsOf } from '#pseudonym/roots';
import { deriveRelayKey } from '#pseudonym/sealed';
import { inline } from '#wallet/arithmetic';
import { claimCredits } from '#wallet/claim';
import { dayOf } from '#wallet/clock';
import { newContent, type Content } from '#wallet/content';
import { nextLetter } from '#wallet/credits';
import { Doors } from '#wallet/doors';
import { claimFirst } from '#wallet/first-claim';
import { MemoryBox } from '#wallet/memory';
import { byText } from '#wallet/node/texts';
import type { FirstKey } from '#wallet/ports';
import { Refusal } from '#wallet/refusal';
import { restoreWallet } from '#wallet/restore';
import type { Incoming, Transport } from '#wallet/transport';
import { Wallet } from '#wallet/wallet';
import { CodeBook } from '../codes/code-book.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, PERIOD, proposePeriod, signedInOwner, stateBits,
} from '../../testing/story.ts';

/*
 * A restore ends at the first claim key that nothing is found for. So whatever a wallet was told is
 * its letter has to be found, or all that was issued after it is lost: the shipped wallet, on
 * devices that die, against the gateway, in any order. Nothing is issued here, since the vault is
 * away: each letter stays as it is claimed.
 */

const LETTERS = 4;
const BITS = 2;

interface Step {
  /** Of two devices with the same words; `restored`: the second one anew from its words. */
  readonly device: 0 | 1;
  readonly does: 'claims' | 'looks' | 'restored';
  readonly letter: number;
  /** After how many of its steps the device dies, and whether it had done the last one. */
  readonly dies: readonly [after: number, done: boolean] | null;
}

const steps = fc.array(fc.record<Step>({
  device: fc.constantFrom(0, 1), does: fc.constantFrom('claims', 'claims', 'looks', 'restored'),
  letter: fc.integer({ min: 0, max: LETTERS - 1 }),
  dies: fc.option(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.boolean())),
}), { minLength: 1, maxLength: 7 });

class Died extends Error {}

/** What two devices keep, and ways to have one of them die. */
class Device {
  readonly box = new MemoryBox<Content>();
  /** Codes that it was told are good, before there was a wallet. */
  readonly looked = new Set<string>();
  private first: Uint8Array | undefined;
  private left: number | undefined;
  private done = false;

  constructor(private readonly rig: Rig, private readonly address: string) {}

  /** Words are typed where no wallet is: where there is one, everything on it is deleted first. */
  makeRoom(): void {
    if (this.box.read() === undefined) return;
    this.first = undefined;
    this.looked.clear();
  }

  /** From here on. */
  dying(dies: Step['dies']): this {
    [this.left, this.done] = dies ?? [undefined, false];
    return this;
  }

  get ports() {
    const clock = { now: () => this.rig.clock.now(), device: () => this.rig.clock.now() };
    const transport: Transport = ({ method, path, headers, body }) => this.step(async () => {
      if (path === '/signed/relay-key.json') return stated(this.rig);
      const answer = await this.rig.app.inject({
        method, url: path, remoteAddress: this.address, headers: { ...headers },
        ...(body === undefined ? {} : { payload: Buffer.from(body) }) });
      return {
        status: answer.statusCode, redirected: false,
        header: (name) => String(answer.headers[name] ?? '') || null,
        text: () => Promise.resolve(answer.payload),
        bytes: () => Promise.resolve(Uint8Array.from(answer.rawPayload)),
      };
    });
    const away = () => Promise.reject(new Refusal('UNAVAILABLE', 'away', { fate: 'unsent' }));
    const doors = new Doors({
      transport, documents: byText, clock, line: { ask: away },
      vaultKey: this.rig.config.vaultSigningPublicKey });
    const firstKey: FirstKey = {
      keepFirst: (fresh) => this.step(async () => this.first ??= fresh),
      read: () => Promise.resolve(this.first),
      drop: () => this.step(async () => { this.first = undefined; }),
    };
    return { doors, arithmetic: inline, clock, firstKey };
  }

  /** The wallet on it, of these roots. */
  async wallet(empty: Content): Promise<Wallet> {
    const keep = (content: Content) => this.step(() => this.box.keep(content));
    return Wallet.open(this.ports, { keep }, this.box.read() ?? empty);
  }

  private async step<T>(work: () => Promise<T>): Promise<T> {
    if (this.left === undefined) return work();
    const isLast = this.left === 0;
    this.left -= 1;
    if (this.left < -1 || (isLast && !this.done)) throw new Died();
    const result = await work();
    if (isLast) throw new Died();
    return result;
  }
}

/** How files are named, as the vault says it on each day. */
async function stated({ clock, sign }: Rig): Promise<Incoming> {
  const { config } = await deriveRelayKey(new Uint8Array(32).fill(3));
  const days = [{ day: dayOf(clock.now()), config }];
  const { body, ...statement } = await sign('relay-key', relayKeyBody(days, clock.now(), BITS));
  const text = JSON.stringify({ ...statement, body: Buffer.from(body, 'base64url').toString() });
  return {
    status: 200, redirected: false, header: () => null, text: () => Promise.resolve(text),
    bytes: () => Promise.resolve(Uint8Array.from(Buffer.from(text))),
  };
}

/** Passes over the death of a device, and over a vault that is away. */
const ended = (error: unknown) => {
  if (!(error instanceof Died || error instanceof Refusal)) throw error;
  return false;
};

describe('whatever becomes of letters and devices, a restore', () => {
  let rig: Rig;
  let codes: { code: string }[][];
  let ending: ReadonlySet<string>;
  let runs = 0;

  beforeAll(async () => {
    rig = await startRig();
    await stateBits(rig, BITS);
    const owner = await signedInOwner(rig);
    const ids = [await createProgramme(owner), await createProgramme(owner, 'Another')];
    for (const id of ids) {
      await proposePeriod(owner, id);
      await confirmPeriod(rig, id);
    }
    // The one that ends: it is over on the day on which others are claimed after it.
    await rig.cluster.query('gateway', `UPDATE period SET closes = '2026-11-10' WHERE programme_id = $1`,
      [ids[0]]);
    const book = rig.app.get(CodeBook, { strict: false });
    const ranges = await rig.cluster.query<{ programme_id: string; number: number }>('gateway',
      'SELECT programme_id, number FROM eligibility_code ORDER BY number');
    const of = (id: string) => ranges.filter(({ programme_id: one }) => one === id)
      .map(({ number }) => ({ code: book.write(id, PERIOD, number, null) }));
    codes = ids.map(of);
    ending = new Set(codes[0]!.map(({ code }) => code));
  });
  afterAll(() => rig.close());

  /** Letters of one run: half of them of the programme that ends. */
  const lettersOfRun = () => Array.from({ length: LETTERS }, (_, at) =>
    codes[at % 2]![runs * (LETTERS / 2) + Math.floor(at / 2)]!.code);

  /** Whatever was claimed before it, and whether or not its wallet was there already. */
  const claimsWhatItLookedAt = async (device: Device, empty: Content) => {
    const isOver = rig.clock.now() >= new Date('2026-11-10');
    for (const code of device.looked) {
      rig.clock.goOn(60);
      const wallet = await device.wallet(empty);
      await claimCredits(wallet, code).catch(ended);
      if (isOver && ending.has(code)) continue;
      expect(wallet.content.letters.map((letter) => letter.code)).toContain(normaliseCode(code));
    }
  };

  it('finds every letter that a wallet was told is its own', async () => {
    await fc.assert(fc.asyncProperty(steps, fc.nat({ max: 7 }), async (all, over) => {
      const letters = lettersOfRun();
      runs += 1;
      rig.clock.moveTo('2026-11-02');
      rig.clock.goOn(runs * 3_600);
      const phrase = newPhrase();
      const empty = newContent(await rootsOf(phrase), null);
      const devices = [0, 1].map((at) => new Device(rig, `10.9.${runs}.${at}`));
      for (const [at, { device, does, letter, dies }] of all.entries()) {
        if (at === over) rig.clock.moveTo('2026-11-12');
        rig.clock.goOn(runs * 3_600 + at * 60);
        const one = devices[device]!.dying(dies);
        const code = letters[letter]!;
        if (does === 'looks' && await claimFirst(one.ports, code).catch(ended)) {
          one.looked.add(code);
        }
        if (does === 'claims') {
          await one.wallet(empty).then((wallet) => claimCredits(wallet, code)).catch(ended);
        }
        if (does === 'restored') {
          one.makeRoom();
          const { content } = await restoreWallet(one.dying(null).ports, phrase);
          await one.box.keep(content);
        }
      }
      for (const device of devices) await claimsWhatItLookedAt(device.dying(null), empty);
      rig.clock.goOn(60);
      const { content } = await restoreWallet(devices[0]!.dying(null).ports, phrase);
      const told = devices.flatMap(({ box }) => box.read()?.letters ?? []);
      const found = content.letters.map(({ j, programme }) => [j, programme]);
      expect(found).toEqual(expect.arrayContaining(told.map(({ j, programme }) => [j, programme])));
      expect(content.letters).toHaveLength(nextLetter(content));
    }), { numRuns: 40, endOnFailure: true });
  });
});
