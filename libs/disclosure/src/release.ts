import { NOTHING_CARRIED, settle, type Carried } from './balance.ts';
import { reportFrom } from './calendar.ts';
import { publishBands } from './bands.ts';
import { canonical } from './canonical.ts';
import { publishCells } from './cells.ts';
import { certify, type Certificate } from './certificate.ts';
import { publishCrossings } from './crossed.ts';
import { DisclosureError } from './disclosure-error.ts';
import { readRules, type Rules } from './primary.ts';
import { medianBand } from './statistics.ts';
import { creditsOf, tallyCases, total, type CaseUse, type Layout } from './table.ts';
import { RELEASE_NOTE, type UsageRelease } from './usage-release.ts';
import { verifyRelease } from './verify.ts';

export type { UsageRelease } from './usage-release.ts';

/** What the vault knows of one programme and period at its close. */
export interface PeriodUse {
  readonly programme: string;
  /** Label of a reporting period, '2026-10.1'. */
  readonly period: string;
  /** Thresholds; absent ones are the defaults, k = 5 and 10 and 80 %. */
  readonly rules?: Partial<Rules>;
  /** Blocks and category lists as they were frozen when the period opened. */
  readonly layout: Layout;
  /** Every case of the period once: a case is a person. */
  readonly cases: readonly CaseUse[];
  /** Sessions of bearer credits: they belong to no case and no block. */
  readonly bearerSessions: number;
  /** What the release before this one carried. */
  readonly carried?: Carried;
  /** Sessions purchased less settled so far. */
  readonly fundedSessions: number;
}

/** A verified release, its public witnesses, and what stays hidden in the vault. */
export interface Disclosure {
  readonly release: UsageRelease;
  readonly certificate: Certificate;
  readonly carried: Carried;
}

/**
 * Make the one release of a period, and verify it. Deterministic: the same input gives the same
 * bytes, whatever the order of the cases. Throws `bad-tally`, `bad-rules` or `odd-period` on
 * wrong input, and `unverified` when the verifier refuses; then nothing may be stored.
 */
export function makeRelease(input: PeriodUse): Disclosure {
  const rules = readRules(input.rules ?? {});
  const { label, releases: releasedOn } = reportFrom(input.period);
  const { tally, excess } = tallyCases(input.layout, input.cases);
  const margins = publishCells(input.layout, rules, tally);
  const lists = [...margins, ...publishBands(input.layout, rules, margins, input.cases)];
  const { cells, evidence } = publishCrossings(input.layout, rules, lists, input.cases);
  const everyone = margins.find(({ table }) => table === 'total');
  const { settled, carried } = settle(rules, input.carried ?? NOTHING_CARRIED, {
    published: everyone?.sessions ?? null,
    counted: total(tally.sessions),
    untabulated: input.bearerSessions + excess,
    funded: input.fundedSessions,
    headcount: total(input.layout.blocks.map((block) => block.headcount)),
    creditsPerMember: creditsOf(input.layout),
  });
  const release: UsageRelease = Object.freeze({
    version: 2,
    programme: input.programme,
    period: label,
    releasedOn,
    ...rules,
    cells,
    settledSessions: settled,
    medianWait: medianWait(input.cases, everyone?.users ?? null, rules.k),
    note: RELEASE_NOTE,
  });
  const certificate = { ...certify(input.layout, rules, cells), crossed: evidence };
  const verdict = verifyRelease(release, certificate, input.layout);
  if (verdict.kind === 'refused') {
    throw new DisclosureError('unverified', `Nothing was released; broken: ${verdict.broken}.`);
  }
  return { release, certificate, carried };
}

function medianWait(
  cases: readonly CaseUse[], users: number | null, k: number,
): UsageRelease['medianWait'] {
  const waits = cases.flatMap(({ sessions, waitDays }) => (sessions > 0 ? waitDays ?? [] : []));
  const band = medianBand(waits, users, k);
  return band.kind === 'shown' ? band.value : null;
}

/** The bytes to sign, as text (RFC 8785); equal releases give equal text. */
export function canonicalRelease(release: UsageRelease): string {
  return canonical(release);
}
