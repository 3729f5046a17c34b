import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  batchSecret, coverKeyOf, coverPiece, ENTRY_LENGTH, fillerEntry, sealBatch,
} from '#pseudonym/issued-batches';
import { bucketName, bucketOf, LEAST_LENGTH } from '#pseudonym/issued-buckets';
import { newPhrase } from '#pseudonym/phrase';
import { relayKeyBody } from '#pseudonym/relay-key';
import { claimKey, rootsOf, type WalletRoots } from '#pseudonym/roots';
import { deriveRelayKey } from '#pseudonym/sealed';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { inline } from '#wallet/arithmetic';
import { claimCredits } from '#wallet/claim';
import { newContent } from '#wallet/content';
import { nextLetter } from '#wallet/credits';
import { Doors } from '#wallet/doors';
import { synchronise } from '#wallet/finish';
import { MemoryBox } from '#wallet/memory';
import { byText } from '#wallet/node/texts';
import { codeOf, Refusal } from '#wallet/refusal';
import { restoreWallet } from '#wallet/restore';
import type { Incoming, Outgoing } from '#wallet/transport';
import { Wallet } from '#wallet/wallet';

/*
 * A gateway that wants to know a named member again, by the files that her page fetches: it was
 * shown her claim keys beside her letter's code, and so knows in which files she would look.
 */

const DAY = '2026-11-02';
const BITS = 3;
const NAMES = 2 ** BITS;
const LETTER = { programme: '7a1d52a4-7a0c-4a53-9a2f-0d5a3f1f7f10', period: '2026-10', block: 'B1' };
const SEED = randomBytes(32);
const CLOCK = { now: () => new Date(`${DAY}T09:00:00Z`), device: () => new Date(`${DAY}T09:00:00Z`) };

type Answer = 'MemberSession' | 'CodeNotUsable' | 'ClaimKeyUsed';
/** `forged`: with an entry for the key that it was shown; `tiny`: her name and nobody else's. */
type Files = 'honest' | 'forged' | 'tiny' | 'empty' | 'absent';

let phrase: string;
let roots: WalletRoots;
let config: Awaited<ReturnType<typeof deriveRelayKey>>['config'];
let vaultKey: string;
beforeAll(async () => {
  phrase = newPhrase();
  roots = await rootsOf(phrase);
  ({ config } = await deriveRelayKey(randomBytes(32)));
  vaultKey = Buffer.from(await signingPublicKey(SEED)).toString('hex');
});

/** A gateway that answers claims and serves files as it likes, and what a wallet asked of it. */
class Gateway {
  readonly asked: string[] = [];
  answers: Answer[] = [];
  files: Files = 'honest';
  /** Bits as the vault signed them, and who signs. */
  bits = BITS;
  seed = SEED;
  private shown: Uint8Array | undefined;

  readonly transport = async ({ path, body }: Outgoing): Promise<Incoming> => {
    this.asked.push(path);
    if (path === '/graphql') return this.claim(JSON.parse(String(body)) as Claim);
    if (path === '/signed/relay-key.json') {
      const stated = relayKeyBody([{ day: DAY, config }], CLOCK.now(), this.bits);
      return answered(200, JSON.stringify(await signStatement(this.seed, 'relay-key', stated)));
    }
    if (path === '/issued') return answered(200, '{"bits":26}');
    return this.files === 'absent' ? answered(404, '{"code":"NOT_FOUND"}')
      : answered(200, await this.file());
  };

  /** What was asked for files of issued batches since the last time. */
  filesAsked(): string[] {
    return this.asked.splice(0).filter((path) => path.startsWith('/issued'));
  }

  private claim({ variables }: Claim): Incoming {
    this.shown = Buffer.from(variables.claimKey, 'hex');
    const __typename = this.answers.shift() ?? 'MemberSession';
    return answered(200, JSON.stringify({ data: { claimCode: { __typename, message: '', token: 't',
      programmeId: LETTER.programme, period: LETTER.period, block: LETTER.block,
      sessionsPerMember: 8 } } }));
  }

  private async file(): Promise<Uint8Array> {
    if (this.files === 'empty') return new Uint8Array();
    if (this.files === 'tiny') return fillerEntry();
    const own = this.files === 'forged' && this.shown ? await entryFor(this.shown) : [];
    const fillers = Array.from({ length: LEAST_LENGTH / ENTRY_LENGTH - own.length }, fillerEntry);
    return Buffer.concat([...own, ...fillers]);
  }
}

interface Claim { readonly variables: { readonly claimKey: string } }

/** The gateway keeps what it likes under a key that it was shown. */
async function entryFor(key: Uint8Array): Promise<Uint8Array[]> {
  const secret = batchSecret(key);
  const pieces = await sealBatch(secret, {
    ...LETTER, entryKeyId: '0'.repeat(64), sessionKeyId: '0'.repeat(64), signatures: [] });
  return Promise.all(pieces.map(({ sealed }) => coverPiece(coverKeyOf(secret), sealed)));
}

function answered(status: number, body: string | Uint8Array): Incoming {
  const bytes = Uint8Array.from(Buffer.from(body));
  return {
    status, redirected: false, header: () => null,
    text: () => Promise.resolve(Buffer.from(bytes).toString()), bytes: () => Promise.resolve(bytes),
  };
}

/** Doors to such a gateway; the vault is away, and what is asked of it goes sealed in any case. */
function portsOn({ transport }: Gateway) {
  const line = { ask: () => Promise.reject(new Refusal('UNAVAILABLE', 'away', { fate: 'unsent' })) };
  const doors = new Doors({ transport, documents: byText, clock: CLOCK, vaultKey, line });
  return { doors, arithmetic: inline, clock: CLOCK };
}

async function walletOn(gateway: Gateway): Promise<Wallet> {
  return Wallet.open(portsOn(gateway), new MemoryBox(), newContent(roots, DAY));
}

const ended = (work: Promise<unknown>) => work.then(() => 'done', codeOf);

/** What an open page does each minute. */
async function look(wallet: Wallet): Promise<void> {
  for (let times = 0; times < 3; times += 1) await ended(synchronise(wallet));
}

describe('a gateway that says of a claim key that it is used', () => {
  it('is refused by name where no entry shows it, and no look ever asks for a file', async () => {
    const gateway = new Gateway();
    const wallet = await walletOn(gateway);
    for (let again = 0; again < 3; again += 1) {
      gateway.answers = ['ClaimKeyUsed', 'MemberSession'];
      expect(await ended(claimCredits(wallet, 'CODE'))).toBe('KEY_UNSHOWN');
      expect(gateway.filesAsked()).toEqual([`/issued/${nameOf(0)}`]);
      await look(wallet);
      expect(gateway.asked).toEqual([]);
      expect(wallet.content.letters).toEqual([]);
    }
    // Nothing was lost by it: once the truth is said, the letter is the first one.
    gateway.answers = ['MemberSession'];
    await ended(claimCredits(wallet, 'CODE'));
    expect(wallet.content.letters).toMatchObject([{ j: 0 }]);
  });

  it('is believed where an entry shows it, and then looks ask what they ask of an honest one',
    async () => {
      const gateway = new Gateway();
      gateway.files = 'forged';
      gateway.answers = ['ClaimKeyUsed', 'MemberSession'];
      const wallet = await walletOn(gateway);
      await ended(claimCredits(wallet, 'CODE'));
      expect(wallet.content.letters.map(({ j }) => j)).toEqual([0, 1]);
      expect(gateway.filesAsked()).toEqual([nameOf(0), nameOf(1)].map((name) => `/issued/${name}`));
      await look(wallet);
      expect(gateway.asked).toEqual([]);
    });

  it('in whatever order, with whatever files: it leaves no gap, and no look asks for a file',
    async () => {
      const answer = fc.constantFrom<Answer>('MemberSession', 'CodeNotUsable', 'ClaimKeyUsed');
      const files = fc.constantFrom<Files>('honest', 'forged', 'tiny', 'empty', 'absent');
      const claim = fc.record({
        code: fc.constantFrom('ONE', 'TWO'), files, answers: fc.array(answer, { maxLength: 4 }) });
      await fc.assert(fc.asyncProperty(fc.array(claim, { maxLength: 4 }), async (claims) => {
        const gateway = new Gateway();
        const wallet = await walletOn(gateway);
        for (const { code, ...lies } of claims) {
          Object.assign(gateway, lies);
          await ended(claimCredits(wallet, code));
          gateway.asked.length = 0;
          await look(wallet);
          expect(gateway.asked).toEqual([]);
        }
        expect(wallet.content.letters).toHaveLength(nextLetter(wallet.content));
      }), { numRuns: 60 });
    });
});

describe('a gateway that names files for one member', () => {
  it('is not asked how: the name is by the vault\'s word, and five thousand share eight', async () => {
    const gateway = new Gateway();
    expect(await ended(restoreWallet(portsOn(gateway), phrase))).toBe('done');
    expect(gateway.filesAsked()).toEqual([`/issued/${nameOf(0)}`]);
    const members = Array.from({ length: 5_000 }, () =>
      bucketOf(claimKey({ ...roots, claim: randomBytes(32) }, 0), BITS));
    expect(new Set(members).size).toBe(NAMES);
  });

  it.each([
    ['with more bits than any vault states', { bits: 26 }],
    ['in a statement of its own', { seed: randomBytes(32) }],
  ])('%s is refused by name, and no file is asked for', async (_how, lie) => {
    const gateway = Object.assign(new Gateway(), lie);
    expect(await ended(restoreWallet(portsOn(gateway), phrase))).toBe('NOT_THE_VAULT');
    expect(gateway.filesAsked()).toEqual([]);
  });

  it.each([['tiny', 'SMALL_FILE', 1], ['empty', 'SMALL_FILE', 1], ['absent', 'NO_FILE', 2]] as const)(
    'and serves one that is %s is refused as %s', async (files, code, times) => {
      const gateway = Object.assign(new Gateway(), { files });
      expect(await ended(restoreWallet(portsOn(gateway), phrase))).toBe(code);
      expect(gateway.filesAsked()).toEqual(Array(times).fill(`/issued/${nameOf(0)}`));
    });

  it('of which there are more since the page read how many asks the statement anew, once', async () => {
    const gateway = new Gateway();
    const { transport } = gateway;
    const paths: string[] = [];
    const split = Object.assign(gateway, { transport: async (outgoing: Outgoing) => {
      paths.push(outgoing.path);
      const isOld = outgoing.path.startsWith(`/issued/${BITS}-`);
      if (isOld) gateway.bits = BITS + 1;
      return isOld ? answered(404, '{"code":"NOT_FOUND"}') : transport(outgoing);
    } });
    expect(await ended(restoreWallet(portsOn(split), phrase))).toBe('done');
    expect(paths).toEqual(['/signed/relay-key.json', `/issued/${nameOf(0)}`,
      '/signed/relay-key.json', `/issued/${nameOf(0, BITS + 1)}`]);
  });
});

function nameOf(j: number, bits = BITS): string {
  return bucketName(bucketOf(claimKey(roots, j), bits), bits);
}
