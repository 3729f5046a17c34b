import { gzipSync } from 'node:zlib';
import { createHash, randomUUID } from 'node:crypto';
import { hexToBytes } from '@noble/hashes/utils.js';
import { fromBase64Url, toBase64Url } from '#pseudonym/bytes';
import type { JsonValue } from '#pseudonym/canonical';
import { decodeRequest, encodeResponse } from '#pseudonym/http';
import {
  batchSecret, coverKeyOf, coverPiece, fillerEntry, sealBatch, type IssuedBatch,
} from '#pseudonym/issued-batches';
import { entriesOf } from '#pseudonym/issued-buckets';
import { generateIssuerKey, IssuerPool, type IssuerKeyPair } from '#pseudonym/issuer';
import { describeKey, type IssuerPublicKey } from '#pseudonym/keys';
import { readPeriod } from '#calendar/periods';
import { newPhrase } from '#pseudonym/phrase';
import { relayKeyBody } from '#pseudonym/relay-key';
import { rootsOf } from '#pseudonym/roots';
import { deriveRelayKey, openRequest, type RelayKey } from '#pseudonym/sealed';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import {
  digestOf, leafOf, placeOf, type MemberTerms, type StatedTerms,
} from '#pseudonym/terms-leaf';
import { LOG_TYPE, logOf } from '#pseudonym/terms-log';
import { inline } from '#wallet/arithmetic';
import { newContent, type Content } from '#wallet/content';
import { byHash, documentIdOf, type Asked } from '#wallet/documents';
import { Doors } from '#wallet/doors';
import {
  ClaimCodeDocument, IssueCreditsDocument, PublishedKeysDocument,
} from '#wallet/gql/gateway/graphql';
import { EnrolledBlocksDocument, MirroredKeysDocument } from '#wallet/gql/vault/graphql';
import { MemoryBox } from '#wallet/memory';
import type { Ports } from '#wallet/ports';
import type { Incoming, Outgoing, Transport } from '#wallet/transport';
import { Wallet } from '#wallet/wallet';
import { answered, asked, type Question } from './questions.ts';

/*
 * A gateway and a vault in one hand, with all their keys: each person can be shown something else.
 * Wallets are the shipped ones, over the transport port.
 */

const NOW = new Date('2026-11-02T12:00:00Z');
const PERIOD = '2026-10';
const SESSIONS = 2;
const clock = { now: () => NOW, device: () => NOW };
const SEED = new Uint8Array(32).fill(7);

/** Some hash, another one for each text. */
export function someHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A programme with its keys, and its leaf as it is logged. */
export interface Programme {
  readonly id: string;
  readonly period: string;
  readonly terms: MemberTerms;
  readonly keys: readonly IssuerPublicKey[];
  readonly leaf: string;
}

/** What one person is shown in place of the truth. */
export interface Show {
  readonly block?: string;
  /** The leaves of the log that is served as everybody's. */
  readonly leaves: readonly string[];
  /** The same as a file that was recorded. */
  readonly file?: string;
  /** What the vault states, sealed. */
  readonly stated?: (honest: StatedTerms) => StatedTerms;
  /** Keys that the gateway publishes. */
  readonly published?: (keys: readonly IssuerPublicKey[]) => readonly IssuerPublicKey[];
  /** Number of the directory of therapists that is served. */
  readonly directory?: number;
  /** What is kept of her batch. */
  readonly batch?: (honest: IssuedBatch) => IssuedBatch;
}

/** A wallet on a device of its own, with its words. */
export interface Holder {
  readonly phrase: string;
  readonly box: MemoryBox<Content>;
  wallet: Wallet;
}

/** Both domains in one hand. */
export class TwoFaced {
  private readonly pairs = new Map<string, IssuerKeyPair>();
  private readonly letters = new Map<string, { programme: Programme; claimKey: string }>();
  private readonly issued: { claimKey: string; batch: IssuedBatch }[] = [];
  private readonly pool = new IssuerPool({ threads: 1 });
  private readonly programmes = new Map<string, Programme>();

  private constructor(private readonly relay: RelayKey, private readonly vaultKey: string) {}

  static async open(): Promise<TwoFaced> {
    const key = Buffer.from(await signingPublicKey(SEED)).toString('hex');
    return new TwoFaced(await deriveRelayKey(new Uint8Array(32).fill(3), 1), key);
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** A programme of blocks with so many people each, its keys and its leaf. */
  async programme(people: readonly number[], period = PERIOD): Promise<Programme> {
    const id = randomUUID();
    const blocks = people.map((count, at) => ({ block: `B${at + 1}`, people: count }));
    const keys = await Promise.all([null, ...blocks.map(({ block }) => block)]
      .map((block) => this.key(id, block, period)));
    const { opens, last } = readPeriod(period)!;
    const terms: MemberTerms = {
      rules: 'year-1', seats: people.reduce((sum, count) => sum + count, 0),
      sessionsPerMember: SESSIONS, k: 10, opens, last, blocks, by: 'operator' };
    return this.revise({ id, period, terms, keys, leaf: '' }, {});
  }

  /** The same programme with other terms or keys, and the leaf that says so. */
  revise(
    { id, period, ...before }: Programme, change: Partial<Pick<Programme, 'keys' | 'terms'>>,
  ): Programme {
    const { keys, terms } = { ...before, ...change };
    const leaf = leafOf(
      { programme: id, period, terms, keys, whole: wholeOf(id) }, saltOf(id));
    const programme = { id, period, terms, keys, leaf };
    this.programmes.set(id, programme);
    return programme;
  }

  /** A key for a block, or for the sessions of a programme. */
  async key(
    programme: string, block: string | null, period = PERIOD,
  ): Promise<IssuerPublicKey> {
    const pair = await generateIssuerKey();
    const kind = block === null ? 'session' : 'entry';
    const key = describeKey(pair.spki, { programme, period, kind, block });
    this.pairs.set(key.keyId, pair);
    return key;
  }

  /** A letter's code. */
  letter(programme: Programme): string {
    const code = randomUUID();
    this.letters.set(code, { programme, claimKey: '' });
    return code;
  }

  /** What the vault states of a programme whose leaf is in a log of these leaves. */
  stated({ id, period, terms, keys, leaf }: Programme, leaves: readonly string[]): StatedTerms {
    const place = placeOf(leaf, logOf(leaves));
    const log = { salt: saltOf(id), whole: wholeOf(id), keys, ...place };
    return { programme: id, period, keys, terms, log };
  }

  /** The log of these leaves as a file. */
  async file(leaves: readonly string[]): Promise<string> {
    return JSON.stringify(
      await signStatement(SEED, LOG_TYPE, logOf(leaves) as unknown as JsonValue));
  }

  /** A new wallet of somebody who is shown this. */
  async holder(show: Show): Promise<Holder> {
    const [phrase, box] = [newPhrase(), new MemoryBox<Content>()];
    const content = newContent(await rootsOf(phrase), null);
    await box.keep(content);
    return { phrase, box, wallet: await Wallet.open(this.ports(show), box, content) };
  }

  /** Show the holder of a wallet something else from now on. */
  async turn(holder: Holder, show: Show): Promise<Wallet> {
    holder.wallet = await Wallet.open(this.ports(show), holder.box, holder.box.read()!);
    return holder.wallet;
  }

  /** Ports of somebody who is shown this. */
  ports(show: Show): Ports {
    const transport: Transport = (outgoing) => this.answer(outgoing, show);
    const doors = new Doors({ transport, documents: byHash, clock, vaultKey: this.vaultKey });
    return { doors, arithmetic: inline, clock };
  }

  private async answer({ path, body }: Outgoing, show: Show): Promise<Incoming> {
    if (path === '/signed/relay-key.json') {
      const days = [{ day: NOW.toISOString().slice(0, 10), config: this.relay.config }];
      const statement = await signStatement(SEED, 'relay-key', relayKeyBody(days, NOW, 0));
      return answered(JSON.stringify(statement));
    }
    if (path === '/signed/log.json') return answered(show.file ?? await this.file(show.leaves));
    if (path === '/signed/directory.json') {
      const body = { version: show.directory ?? 1, providers: [] };
      return answered(JSON.stringify(await signStatement(SEED, 'directory', body)));
    }
    if (path === '/issued/0-0') return answered(await this.bucket(show));
    if (path === '/relay') return answered(await this.unsealed(body as Uint8Array, show));
    if (path === '/graphql') {
      return answered(JSON.stringify({ data: await this.gateway(asked(String(body)), show) }));
    }
    throw new Error(`nobody asks for ${path}`);
  }

  private async gateway({ document, variables }: Question, show: Show): Promise<unknown> {
    if (document === documentIdOf(ClaimCodeDocument)) {
      const { code, claimKey } = variables as { code: string; claimKey: string };
      const letter = this.letters.get(code)!;
      this.letters.set(code, { ...letter, claimKey });
      return { claimCode: {
        __typename: 'MemberSession', token: code, programmeId: letter.programme.id,
        period: letter.programme.period, block: show.block ?? 'B1', sessionsPerMember: SESSIONS } };
    }
    if (document === documentIdOf(PublishedKeysDocument)) {
      const { keys } = this.programmes.get((variables as { programmeId: string }).programmeId)!;
      return { keyDirectory: { keys: show.published?.(keys) ?? keys } };
    }
    if (document === documentIdOf(IssueCreditsDocument as Asked<unknown, never>)) {
      return { issueCredits: await this.issue(variables['request'] as Batch) };
    }
    throw new Error('the gateway is asked nothing else');
  }

  private async issue({ entry, sessions }: Batch) {
    const sign = async ({ keyId, blinded }: Blinded) => {
      const [signed] = await this.pool.sign(this.pairs.get(keyId)!, [fromBase64Url(blinded)!]);
      return Uint8Array.from(signed!);
    };
    const signatures = await Promise.all([entry, ...sessions].map(sign));
    const uses = [...this.programmes.values()];
    const programme = uses.find(({ keys }) => keys.some(({ keyId }) =>
      keyId === sessions[0]!.keyId))!;
    const letter = [...this.letters.values()].findLast(({ programme: of, claimKey }) =>
      of.id === programme.id && claimKey !== '')!;
    const block = this.blockOf(entry.keyId);
    this.issued.push({ claimKey: letter.claimKey, batch: {
      programme: programme.id, period: programme.period, block, entryKeyId: entry.keyId,
      sessionKeyId: sessions[0]!.keyId, signatures } });
    const [first, ...rest] = signatures.map(toBase64Url);
    return { __typename: 'IssuedCredits', entry: first, sessions: rest };
  }

  private blockOf(keyId: string): string {
    const all = [...this.programmes.values()].flatMap(({ keys }) => keys);
    return all.find((key) => key.keyId === keyId)?.block ?? 'B1';
  }

  private async bucket(show: Show): Promise<Uint8Array> {
    const entries = (await Promise.all(this.issued.map(async ({ claimKey, batch }) => {
      const secret = batchSecret(hexToBytes(claimKey));
      const sealed = await sealBatch(secret, show.batch?.(batch) ?? batch);
      return Promise.all(sealed.map((piece) => coverPiece(coverKeyOf(secret), piece.sealed)));
    }))).flat();
    const fillers = entriesOf(entries.length) - entries.length;
    return Buffer.concat([...entries, ...Array.from({ length: fillers }, fillerEntry)]);
  }

  private async unsealed(sealed: Uint8Array, show: Show): Promise<Uint8Array> {
    const opened = await openRequest(this.relay, sealed);
    const { content } = decodeRequest(opened.request);
    const answer = await this.vault(asked(new TextDecoder().decode(content)), show);
    return opened.seal(encodeResponse({
      status: 200, headers: [['content-encoding', 'gzip']],
      content: Uint8Array.from(gzipSync(JSON.stringify(answer))) }));
  }

  private async vault({ document, variables }: Question, show: Show): Promise<unknown> {
    if (document === documentIdOf(EnrolledBlocksDocument as Asked<unknown, never>)) {
      return { errors: [{ message: 'there is none', extensions: { code: 'UNAUTHENTICATED' } }] };
    }
    if (document !== documentIdOf(MirroredKeysDocument as Asked<unknown, never>)) {
      throw new Error('the vault is asked nothing else');
    }
    const programme = this.programmes.get(variables['programmeId'] as string)!;
    const honest = show.leaves.includes(programme.leaf)
      ? this.stated(programme, show.leaves)
      : this.stated(programme, [...show.leaves, programme.leaf]);
    const said = { ...(show.stated?.(honest) ?? honest), ended: false };
    const { body, ...statement } = await signStatement(SEED, 'keys', said as unknown as JsonValue);
    const carried = toBase64Url(new TextEncoder().encode(body));
    return { data: {
      vaultDay: NOW.toISOString().slice(0, 10), keyDirectory: { ...statement, body: carried } } };
  }
}

interface Blinded { readonly keyId: string; readonly blinded: string }
interface Batch { readonly entry: Blinded; readonly sessions: readonly Blinded[] }

function saltOf(programme: string): string {
  return someHash(`salt ${programme}`);
}

function wholeOf(programme: string): string {
  return digestOf(saltOf(programme), 'all terms');
}
