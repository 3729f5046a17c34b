import fc from 'fast-check';
import { randomBytes } from '#pseudonym/bytes';
import { deriveKeyPair } from '#pseudonym/hpke';
import { platformPrimitives } from '#pseudonym/hpke.primitives';
import { TEXT_LENGTH } from './content.ts';
import {
  lookedAt, Messenger, newMailbox, threadOf, unreadIn, withoutUnsent, type Answer, type Delivered,
  type Mailbox, type MailboxPorts,
} from './mailbox.ts';
import { faultsOf, wordsOf, type Sides } from './thread.ts';

const REFERRAL = 'a3c1f6e0-0000-4000-8000-000000000001';
const OTHER = 'a3c1f6e0-0000-4000-8000-000000000002';
const words = (text: string) => ({ kind: 'words', text } as const);

let client: Sides;
let therapist: Sides;
beforeAll(async () => {
  const pair = () => deriveKeyPair(platformPrimitives, randomBytes(32));
  const [hers, theirs] = await Promise.all([pair(), pair()]);
  client = { thread: REFERRAL, own: hers, others: [theirs.publicKey] };
  therapist = { thread: REFERRAL, own: theirs, others: [hers.publicKey] };
});

/** The vault as it should be: one place for the same bytes. */
class Kept {
  readonly messages: Delivered[] = [];
  refuses: string | undefined;

  write(referralId: string, sealed: string): Answer {
    if (this.refuses) return { kind: 'refused', code: this.refuses };
    const known = this.messages.find((one) => one.sealed === sealed);
    const message = known ?? { referralId, place: this.messages.length + 1, sealed,
      sentOn: '2026-11-10' };
    if (!known) this.messages.push(message);
    return { kind: 'kept', message };
  }
}

/** A device that may die before or after one of its steps; what it kept stays. */
class Device implements MailboxPorts {
  readonly messenger = new Messenger(this);
  private steps = 0;

  constructor(
    private readonly vault: Kept, private readonly sides: Sides,
    private mailbox: Mailbox = newMailbox(), private readonly diesAt = Infinity,
  ) {}

  now = () => this.mailbox;
  change = (change: (before: Mailbox) => Mailbox) => this.step(() => {
    this.mailbox = JSON.parse(JSON.stringify(change(this.mailbox))) as Mailbox;
  });

  sidesOf = (referralId: string) =>
    Promise.resolve(referralId === REFERRAL ? this.sides : null);

  read = (after: number) => this.step(() =>
    this.vault.messages.filter(({ place }) => place > after).slice(0, 3));

  write = (referralId: string, sealed: string) => this.step(() =>
    this.vault.write(referralId, sealed));

  again = (diesAt = Infinity) => new Device(this.vault, this.sides, this.mailbox, diesAt);
  thread = () => threadOf(this.mailbox, REFERRAL);
  told = () => wordsOf(this.thread()).map(({ text }) => text);

  async exchange() {
    await this.messenger.send();
    await this.messenger.read();
  }

  /** Odd steps die once what they do is done, even ones before. */
  private async step<T>(work: () => T): Promise<T> {
    const at = this.steps++;
    if (at > this.diesAt || (at === this.diesAt && at % 2 === 0)) throw new Error('died');
    await Promise.resolve();
    const result = work();
    if (at === this.diesAt) throw new Error('died');
    return result;
  }
}

describe('a mailbox', () => {
  it('brings words to the other side, once and whole, wherever its device dies', async () => {
    const long = 'ä'.repeat(TEXT_LENGTH - 4);
    await fc.assert(fc.asyncProperty(fc.nat({ max: 24 }), fc.nat({ max: 12 }), async (one, two) => {
      const vault = new Kept();
      const desk = new Device(vault, therapist);
      await desk.messenger.queue(REFERRAL, words('Good morning.'));
      await desk.exchange();
      let phone = new Device(vault, client, newMailbox(), one);
      const written: string[] = [];
      for (const [round, diesAt] of [two, Infinity, Infinity].entries()) {
        for (const text of [`${round} at once`, `${round} ${long}`, `${round} later`]) {
          // Whatever the device kept is to arrive, whether it lived to say so or not.
          const isQueued = () => phone.now().outbox.some((queued) => queued.text === text);
          await phone.messenger.queue(REFERRAL, words(text)).catch(() => undefined);
          if (isQueued()) written.push(text);
          if (text.endsWith('once')) await phone.messenger.send().catch(() => undefined);
        }
        await phone.exchange().catch(() => undefined);
        phone = phone.again(diesAt);
      }
      await phone.exchange();
      await desk.exchange();
      expect(phone.now().outbox).toEqual([]);
      expect(desk.told()).toEqual(['Good morning.', ...written]);
      expect(phone.told()).toEqual(desk.told());
      expect([...faultsOf(phone.thread()), ...faultsOf(desk.thread())]).toEqual([]);
    }), { numRuns: 40 });
  });

  it('is numbered without gaps, however many write and send at once', async () => {
    const vault = new Kept();
    const [phone, desk] = [new Device(vault, client), new Device(vault, therapist)];
    await Promise.all(Array.from({ length: 6 }, async (_, nth) => {
      await phone.messenger.queue(REFERRAL, words(`${nth}`));
      await phone.exchange();
    }));
    await desk.exchange();
    expect(desk.told().toSorted()).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(faultsOf(desk.thread())).toEqual([]);
  });

  it('of two devices with the same keys is one conversation', async () => {
    const vault = new Kept();
    const [phone, laptop] = [new Device(vault, client), new Device(vault, client)];
    for (const [device, text] of [[phone, 'a'], [laptop, 'b'], [phone, 'c']] as const) {
      await device.messenger.queue(REFERRAL, words(text));
      await device.exchange();
    }
    const fresh = new Device(vault, client);
    for (const device of [phone, laptop, fresh]) {
      await device.exchange();
      expect(device.told()).toEqual(['a', 'b', 'c']);
      expect(faultsOf(device.thread())).toEqual([]);
    }
  });

  it('counts what nobody has looked at here, and only what the other side wrote', async () => {
    const vault = new Kept();
    const [phone, desk] = [new Device(vault, client), new Device(vault, therapist)];
    for (const text of ['a', 'x'.repeat(TEXT_LENGTH + 1)]) {
      await phone.messenger.queue(REFERRAL, words(text));
    }
    await phone.exchange();
    await desk.exchange();
    expect([unreadIn(phone.now(), REFERRAL), unreadIn(desk.now(), REFERRAL)]).toEqual([0, 2]);
    await desk.change((now) => lookedAt(now, REFERRAL));
    expect(unreadIn(desk.now(), REFERRAL)).toBe(0);
  });

  it('gives words back that the vault refuses, and goes on from there', async () => {
    const vault = new Kept();
    const [phone, desk] = [new Device(vault, client), new Device(vault, therapist)];
    vault.refuses = 'TOO_MANY_TODAY';
    for (const text of ['a', 'b']) await phone.messenger.queue(REFERRAL, words(text));
    await phone.exchange();
    expect(phone.now().unsent).toEqual(['a', 'b'].map((text) =>
      ({ code: 'TOO_MANY_TODAY', referralId: REFERRAL, text })));
    await phone.change((now) => withoutUnsent(now, REFERRAL));
    expect(phone.now().unsent).toEqual([]);
    vault.refuses = undefined;
    await phone.messenger.queue(REFERRAL, words('c'));
    await phone.exchange();
    await desk.exchange();
    expect(desk.told()).toEqual(['c']);
    expect(faultsOf(desk.thread())).toEqual([]);
  });

  it('writes to nobody whose keys are not known, and cuts nothing to fit', async () => {
    const phone = new Device(new Kept(), client);
    expect(await phone.messenger.queue(OTHER, words('a'))).toBe('no-keys');
    const long = 'x'.repeat(4 * TEXT_LENGTH + 1);
    expect(await phone.messenger.queue(REFERRAL, words(long))).toBe('too-long');
    expect(phone.now().outbox).toEqual([]);
  });

  it('asks a vault whose places do not go on no more than once', async () => {
    const vault = new Kept();
    const phone = new Device(vault, client);
    vault.messages.push({ referralId: OTHER, place: 1, sealed: 'AAAA', sentOn: '2026-11-10' });
    await phone.exchange();
    const asked = stuck(phone);
    await phone.exchange();
    expect(asked()).toBe(1);
    expect(threadOf(phone.now(), OTHER).unreadable).toHaveLength(1);
  });
});

/** Have a device read the same for ever; gives how often it asked. */
function stuck(device: Device): () => number {
  let asked = 0;
  device.read = () => {
    asked += 1;
    return Promise.resolve([{ referralId: OTHER, place: 1, sealed: 'AAAA', sentOn: '2026-11-10' }]);
  };
  return () => asked;
}
