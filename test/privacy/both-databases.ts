import { matchAll, tellUsers } from '../../demo/attacks/matching.ts';
import type { BackupRow } from './backups-of-old.ts';
import { beyond, countBeyond } from '../../demo/attacks/chance.ts';
import type { Trace } from '../../demo/story/stolen.ts';

/*
 * Attacker 1: full copies of both domains' databases, without clocks. It knows the model of
 * behaviour, the blocks, the months, and of each letter whether it was claimed; it does not know
 * whose case is whose.
 */

/** What the copies show. */
export interface View {
  /** Members whose letter was claimed: of the others the copies tell that they are in no care. */
  readonly claimed: readonly Trace[];
  readonly cases: readonly Trace[];
  /** What was issued, as the gateway keeps it: whose it is no row says. */
  readonly batches: readonly Trace[];
  /** Empty since wallets leave nothing with anybody. */
  readonly backups: readonly BackupRow[];
}

/** What one strategy came to. */
export interface Finding {
  readonly strategy: string;
  /** Cases named, or how well two readings go together, and what chance gives. */
  readonly seen: number;
  readonly byChance: number;
  /** The probability of that or more, on either side, by chance. */
  readonly p: number;
}

/** Letter → case, in every way that there is. */
export function linkLetters({ claimed, cases, backups }: View): Finding[] {
  return [...matched(claimed, cases), ...followThread(claimed, cases, backups)];
}

/** Letter → what was issued for it, by the gateway's copy alone. */
export function linkBatches({ claimed, batches }: View): Finding[] {
  const ofBatches = new Set(Object.keys(batches[0]?.features ?? {}));
  const letters = claimed.map((one) => ({ ...one, block: '', features: Object.fromEntries(
    Object.entries(one.features).filter(([name]) => !ofBatches.has(name))) }));
  return matched(letters, batches);
}

function matched(people: readonly Trace[], cases: readonly Trace[]): Finding[] {
  const attacks = matchAll(telling(people), telling(cases));
  const named = attacks.map(({ attacker: strategy, named: seen, byChance }) => (
    { strategy, seen, byChance, p: countBeyond(byChance, seen) }));
  const together = attacks.filter(({ attacker }) => attacker.endsWith('by place'))
    .map(({ attacker, z }) => (
      { strategy: `${attacker}, all pairs`, seen: z, byChance: 0, p: beyond(z) }));
  return [...named, ...together];
}

/** Letter → "in care", by everything that the gateway's copy shows of a letter. */
export function tellCare({ claimed, cases }: View): Finding[] {
  const inCare = new Set(cases.map(({ truth }) => truth));
  return tellUsers(telling(claimed), inCare).map(({ feature, z, auc }) => (
    { strategy: feature, seen: auc, byChance: 0.5, p: beyond(z) }));
}

/** Without what is the same of all, which tells nothing. */
function telling(rows: readonly Trace[]): Trace[] {
  const names = Object.keys(rows[0]?.features ?? {}).filter((name) =>
    new Set(rows.map(({ features }) => features[name])).size > 1);
  return rows.map((row) => ({
    ...row, features: Object.fromEntries(names.map((name) => [name, row.features[name] ?? 0])) }));
}

/**
 * The thread: letters are issued their credits in the order in which first versions were written,
 * and a later version follows upon the booking of its wallet.
 */
function followThread(
  claimed: readonly Trace[], cases: readonly Trace[], backups: readonly BackupRow[],
): Finding[] {
  if (backups.length === 0) return [];
  const issued = claimed.toSorted(by('issuance written'));
  const booked = cases.toSorted(by('first session written'));
  const firsts = backups.filter(({ version }) => version === 1).map(({ address }) => address);
  const letterOf = new Map(firsts.map((address, place) => [address, issued[place]]));
  const seen = backups.filter(({ version }) => version > 1).filter(({ address, written }) => {
    const before = booked.findLast((one) => one.features['first session written']! < written);
    return before !== undefined && letterOf.get(address)?.truth === before.truth;
  }).length;
  const byChance = cases.reduce((sum, { block }) =>
    sum + 1 / claimed.filter((one) => one.block === block).length, 0);
  return [{ strategy: 'the thread of backups', seen, byChance, p: countBeyond(byChance, seen) }];
}

function by(feature: string) {
  return (a: Trace, b: Trace) => a.features[feature]! - b.features[feature]!;
}

/** Findings that chance would not give once in a hundred, for as many as were tried (Holm 1979). */
export function beyondChance(findings: readonly Finding[]): Finding[] {
  const ordered = findings.toSorted((a, b) => a.p - b.p);
  const first = ordered.findIndex(({ p }, place) => p * (ordered.length - place) > 0.01);
  return first < 0 ? ordered : ordered.slice(0, first);
}

/** Suspects that are beyond chance, and to the same side, in findings of another season too. */
export function confirmedBy(suspects: readonly Finding[], again: readonly Finding[]): Finding[] {
  const side = ({ seen, byChance }: Finding) => Math.sign(seen - byChance);
  const found = new Map(again.map((finding) => [finding.strategy, finding]));
  return suspects.filter((suspect) => {
    const second = found.get(suspect.strategy);
    return second && side(second) === side(suspect) && second.p * suspects.length <= 0.01;
  });
}

/** Of findings what is worth reading, a line each. */
export function tell(title: string, findings: readonly Finding[]): string {
  const best = findings.toSorted((a, b) => a.p - b.p).slice(0, 3);
  const number = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2));
  return [`${title}: ${findings.length} strategies, the smallest p of them:`,
    ...best.map(({ strategy, seen, byChance, p }) =>
      `  ${strategy}: ${number(seen)}, by chance ${number(byChance)} (p = ${p.toPrecision(2)})`),
  ].join('\n');
}
