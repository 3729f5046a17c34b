import type { MemberTerms, StatedTerms } from '#pseudonym/terms-leaf';
import { claimCredits, type Claimed } from '#wallet/claim';
import { newestGroup } from '#wallet/credits';
import { readPractices } from '#wallet/directory';
import { lookAtLog } from '#wallet/log';
import { findLetters, restoreWallet } from '#wallet/restore';
import { someHash, TwoFaced, type Holder, type Programme, type Show } from './two-faced.ts';

/*
 * Gateway and vault in one hand against the shipped wallet: each lie about a programme or about the
 * log is refused by name, before anything is asked for.
 */

let service: TwoFaced;
/** Of the letter that a wallet holds, and of its next one. */
let ours: Programme;
let next: Programme;
/** The log as it honestly grows. */
let before: readonly string[];
let first: readonly string[];
let later: readonly string[];

beforeAll(async () => {
  service = await TwoFaced.open();
  [ours, next] = await Promise.all(
    [service.programme([92, 120, 200]), service.programme([60, 60])]);
  before = [someHash('one'), someHash('two')];
  first = [...before, ours.leaf];
  later = [...first, someHash('three'), next.leaf];
}, 60_000);
afterAll(() => service?.close());

const claimAs = async ({ wallet }: Holder, programme: Programme): Promise<[string, string]> => {
  const claimed: Claimed = await claimCredits(wallet, service.letter(programme));
  return [claimed.kind, 'fault' in claimed ? claimed.fault : ''];
};
const held = ({ wallet }: Holder) => wallet.content.credits.length;
/** Somebody whose wallet holds our programme's sessions, and saw the log as it was then. */
const member = async () => {
  const holder = await service.holder({ leaves: first });
  expect(await claimAs(holder, ours)).toEqual(['issued', '']);
  return holder;
};

it('shown the truth, a wallet is issued its sessions, and knows its group and its words', async () => {
  const holder = await member();
  expect(newestGroup(holder.wallet.content))
    .toMatchObject({ people: 92, of: 412, leaf: ours.leaf });
  const wallet = await service.turn(holder, { leaves: later });
  await lookAtLog(wallet);
  expect([wallet.content.logFault, wallet.content.logHead?.size]).toEqual([null, 5]);
  expect(await claimAs(holder, next)).toEqual(['issued', '']);
  const { content, refused } = await restoreWallet(service.ports({ leaves: later }), holder.phrase);
  expect([content.credits.length, refused, content.letters.map(({ group }) => group?.of)])
    .toEqual([6, [], [412, 120]]);
});

it.each([
  ['2026-10', 'issued', ''], ['2025-12', 'issued', ''],
  // In the sixty days before it opens, and not a day before them.
  ['2027-01', 'issued', ''], ['2027-02', 'early', ''], ['2027-10', 'early', ''],
  ['2025-11', 'keys-refused', 'odd-period'], ['2025-10', 'keys-refused', 'odd-period'],
])('a letter of %s is %s on 2 November 2026 %s', async (period, kind, fault) => {
  const programme = await service.programme([60, 60], period);
  const holder = await service.holder({ leaves: [...before, programme.leaf] });
  expect(await claimAs(holder, programme)).toEqual([kind, fault]);
});

/** The vault's statement with other terms, whatever the log holds. */
const terms = (change: (honest: MemberTerms) => Partial<MemberTerms>) =>
  (honest: StatedTerms): StatedTerms =>
    ({ ...honest, terms: { ...honest.terms!, ...change(honest.terms!) } });
const people = (counts: readonly number[]) => terms(({ blocks }) => ({
  blocks: blocks.map(({ block }, at) => ({ block, people: counts[at]! })) }));

/** Lies to somebody who sees the programme for the first time: what, its name, what is shown. */
const LIES: readonly (readonly [string, string, () => Partial<Show> | Promise<Partial<Show>>])[] = [
  ['a leaf that everybody\'s log leaves out', 'not-in-log', () => ({ leaves: before })],
  ['a log of everybody that is another one', 'log-forked', async () => ({
    file: await service.file([...before, someHash('hers'), ours.leaf]) })],
  ['nothing of the log', 'not-in-log', () => ({ stated: (said) => ({ ...said, log: null }) })],
  ['nothing of the terms', 'not-in-log', () => ({ stated: (said) => ({ ...said, terms: null }) })],
  ['twice the seats', 'other-seats', () => ({ stated: terms(({ seats }) => ({ seats: 2 * seats })) })],
  ['more people in her group', 'not-in-log', () => ({ stated: people([110, 102, 200]) })],
  ['fewer seats than people', 'other-seats', () => ({ stated: terms(() => ({ seats: 92 })) })],
  ['a group of a few', 'other-seats', () => ({ stated: people([12, 200, 200]) })],
  ['a shifted date', 'other-terms', () => ({ stated: terms(() => ({ last: '2027-03-31' })) })],
  ['another threshold', 'not-in-log', () => ({ stated: terms(() => ({ k: 1 })) })],
  ['another allowance', 'other-terms', () => ({ stated: terms(() => ({ sessionsPerMember: 8 })) })],
  ['another version of the rules', 'not-in-log', () => ({ stated: terms(() => ({ rules: 'x' })) })],
  ['a block of her own, with its key', 'other-block', () => withOwnKey('B9', { block: 'B9' })],
  ['a key of her own for her block', 'other-keys', () => withOwnKey('B1')],
  ['another programme\'s leaf', 'not-in-log', () => ({ leaves: later, stated: (said) => ({
    ...said, log: { ...service.stated(next, later).log!, keys: said.keys } }) })],
];

/** Both directories have a key that the leaf does not: it would be hers alone. */
async function withOwnKey(block: string, more: Partial<Show> = {}): Promise<Partial<Show>> {
  const own = await service.key(ours.id, block);
  const keys = [...ours.keys.filter((key) => key.block !== block), own];
  return { ...more, published: () => keys, stated: (said) => ({ ...said, keys }) };
}

describe('somebody who sees a programme for the first time is shown', () => {
  it.each(LIES)('%s: it is refused as %s, and nothing is asked for', async (_what, name, lie) => {
    const holder = await service.holder({ leaves: first, ...await lie() });
    expect(await claimAs(holder, ours)).toEqual(['terms-refused', name]);
    expect(held(holder)).toBe(0);
  });

  it('an old directory by the gateway: it is not the vault\'s, and is refused', async () => {
    const old = await service.key(ours.id, 'B1');
    const holder = await service.holder({ leaves: first, published: (keys) =>
      keys.map((key) => (key.block === 'B1' ? old : key)) });
    expect(await claimAs(holder, ours)).toEqual(['keys-refused', 'disagree']);
  });

  it('terms that are not those of her letter: the words that it carries are others', async () => {
    const { wallet } = await service.holder({ leaves: first });
    const printed = ['none', 'of', 'these', 'words', 'is', 'on', 'the', 'letter'];
    expect(await claimCredits(wallet, service.letter(ours), { printed }))
      .toEqual({ kind: 'terms-refused', fault: 'other-words' });
    const { words } = newestGroup((await member()).wallet.content)!;
    expect(await claimCredits(wallet, service.letter(ours), { printed: words }))
      .toMatchObject({ kind: 'issued' });
  });
});

/** Logs that do not go on from the one that a wallet saw: what was done, its name, the leaves. */
const BREAKS: readonly (readonly [string, string, () => readonly string[]])[] = [
  ['shrinks', 'log-shrunk', () => [...before.slice(1), next.leaf]],
  ['forks', 'log-forked', () => [...before, next.leaf]],
  ['is rewritten at its beginning', 'log-rewritten', () => later.with(0, someHash('another'))],
  ['is rewritten in her own leaf', 'log-rewritten', () => later.with(2, someHash('another'))],
  ['has lost a leaf and grown', 'log-rewritten', () => [...later.toSpliced(1, 1), someHash('more')]],
  ['has two leaves exchanged', 'log-rewritten', () =>
    [later[1]!, later[0]!, ...later.slice(2)]],
];

describe('a log that', () => {
  it.each(BREAKS)('%s is refused as %s by a wallet that saw more, wherever it looks',
    async (_what, name, leaves) => {
      const holder = await member();
      const seen = holder.wallet.content.logHead;
      const wallet = await service.turn(holder, { leaves: leaves() });
      expect(await claimAs(holder, next)).toEqual(['terms-refused', name]);
      await lookAtLog(wallet);
      await findLetters(wallet, 0);
      const { logFault, logHead } = wallet.content;
      expect([logFault, held(holder), logHead]).toEqual([name, 3, seen]);
      // The honest log goes on from what it saw, and is followed again.
      const again = await service.turn(holder, { leaves: later });
      await lookAtLog(again);
      expect(again.content.logFault).toBeNull();
      expect(await claimAs(holder, next)).toEqual(['issued', '']);
    });

  it('was recorded earlier, with a true signature, is refused as an old one', async () => {
    const recorded = await service.file(before);
    const holder = await member();
    await service.turn(holder, { leaves: later, file: recorded });
    expect(await claimAs(holder, next)).toEqual(['terms-refused', 'log-shrunk']);
  });
});

describe('two members who are shown different logs', () => {
  it('find it by their words, and one wallet that sees both by itself', async () => {
    const honest = await member();
    const own = await service.key(ours.id, 'B1');
    const keys = ours.keys.map((key) => (key.block === 'B1' ? own : key));
    const hers = service.revise(ours, { keys });
    const fork = [...before, hers.leaf];
    // All that she is shown fits together: alone she cannot know.
    const deceived = await service.holder({ leaves: fork });
    expect(await claimAs(deceived, hers)).toEqual(['issued', '']);
    service.revise(ours, {});
    const words = [honest, deceived].map(({ wallet }) => newestGroup(wallet.content)!.words);
    expect(words[0]).not.toEqual(words[1]);
    const wallet = await service.turn(deceived, { leaves: first });
    await lookAtLog(wallet);
    expect(wallet.content.logFault).toBe('log-forked');
  });

  it('of whom one is told other numbers under a second leaf of one log, notice it later', async () => {
    const holder = await member();
    const doubled = { ...ours.terms, seats: 824,
      blocks: ours.terms.blocks.map((one) => ({ ...one, people: 2 * one.people })) };
    const revised = service.revise(ours, { terms: doubled });
    const leaves = [...first, revised.leaf];
    const wallet = await service.turn(holder, { leaves });
    await wallet.change(() => ({ credits: [] }));
    expect(await claimAs(holder, revised)).toEqual(['terms-refused', 'other-seats']);
    service.revise(ours, {});
  });
});

describe('who comes back with twelve words is shown', () => {
  it.each<[string, string, () => Partial<Show> | Promise<Partial<Show>>]>([
    ['a block that the programme has not', 'other-block', () => ({
      batch: (honest) => ({ ...honest, block: 'B7' }) })],
    ['another block with its own key', 'other-block', () => withOwnKey('B9', {
      batch: (honest) => ({ ...honest, block: 'B9' }) })],
    ['only some of her sessions', 'other-terms', () => ({
      batch: (honest) => ({ ...honest, signatures: honest.signatures.slice(0, 2) }) })],
    ['none of her sessions', 'other-terms', () => ({
      batch: (honest) => ({ ...honest, signatures: honest.signatures.slice(0, 1) }) })],
    ['a log without her leaf', 'not-in-log', () => ({ leaves: before })],
    ['another log than what is sealed', 'log-forked', async () => ({
      file: await service.file([...before, someHash('hers'), ours.leaf]) })],
    ['other numbers', 'not-in-log', () => ({ stated: people([110, 102, 200]) })],
    ['another key for her block', 'other-keys', () => withOwnKey('B1')],
  ])('%s: her sessions are not taken, as %s', async (_what, name, lie) => {
    const { phrase } = await member();
    const ports = service.ports({ leaves: first, ...await lie() });
    const { content, refused, found } = await restoreWallet(ports, phrase);
    expect([found, content.credits, new Set(refused)]).toEqual([true, [], new Set([name])]);
    const honest = await restoreWallet(service.ports({ leaves: first }), phrase);
    expect(honest.content.credits).toHaveLength(3);
  });
});

it('an old directory of therapists is refused by a wallet that saw a newer one', async () => {
  const holder = await service.holder({ leaves: first, directory: 7 });
  expect(await readPractices(holder.wallet)).toEqual([]);
  const wallet = await service.turn(holder, { leaves: first, directory: 6 });
  await expect(readPractices(wallet)).rejects.toMatchObject({ code: 'OLD_DIRECTORY' });
  expect(wallet.content.directoryVersion).toBe(7);
  await expect(readPractices(await service.turn(holder, { leaves: first, directory: 8 })))
    .resolves.toEqual([]);
});
