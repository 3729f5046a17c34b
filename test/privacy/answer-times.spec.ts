import { randomBytes, randomUUID } from 'node:crypto';
import {
  openCase, openPeriod, openVault, publishSlots, registerTherapist, type Vault,
} from '../../apps/worker/test/vault.ts';
import { association, auc, beyond } from '../../demo/attacks/chance.ts';
import { seededChoices } from '../../demo/story/random.ts';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import { BEAT_MS, BusyVault } from './busy-vault.ts';

/*
 * Who keeps the vault busy from one address, and looks at when the answers of another one leave:
 * what asks for something waits behind the flood, and a filler does not. The attacker knows how
 * large her flood was, and looks again and again.
 */

const LOOKS = 30;
/** Looks at one page, before it is said whether somebody in care is at it; and how many pages. */
const MANY = 10;
const PAGES = 100;
/** How many of the beats of somebody in care carry a step. */
const STEPPING = 0.3;
/** When answers leave: as configured where nothing is; a flood is done by then, or is not. */
const AFTER_MS = 200;
const MOST_FLOOD = 20;

let vault: Vault;
let care: string;
let providerId: string;
beforeAll(async () => {
  vault = await openVault();
  const issuer = await openPeriod(vault);
  const therapist = await registerTherapist(vault);
  providerId = therapist.id;
  await publishSlots(vault, therapist, ['2026-11-10T08:00:00Z', '2026-11-10T09:00:00Z']);
  care = (await openCase(vault, issuer)).authorization;
});
afterAll(() => vault.close());

const FILLER = encodeRequest({ method: 'GET', scheme: 'https', authority: 'vault',
  path: '/filler', headers: [], content: new Uint8Array() });

function asking(query: string, authorization: string, variables: object = {}): Uint8Array {
  return encodeRequest({
    method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
    headers: [['content-type', 'application/json'], ['authorization', authorization],
      ['idempotency-key', randomUUID()]],
    content: new TextEncoder().encode(JSON.stringify({ query, variables })),
  });
}

/** What people in care ask. */
const STEPS = [
  () => asking('query { case { id authorisations { id status startsAt } } }', care),
  () => asking(`query ($ids: [ID!]!) { openings(providerIds: $ids, jurisdiction: "DE") {
    providerId slot { id startsAt } } }`, care, { ids: [providerId] }),
];
const stranger = () =>
  asking('query { case { id } }', `Case ${randomBytes(32).toString('hex')}`);

/** What one look showed: how long the answer took, in beats, and whether it was one to a step. */
interface Look {
  readonly beat: number;
  readonly flood: number;
  readonly isStep: boolean;
  readonly status: number;
}

/** As many looks at fillers as at steps; a step that was too late is asked again, as wallets do. */
async function looks(afterMs: number): Promise<Look[]> {
  const busy = new BusyVault(vault, afterMs);
  const choices = seededChoices(56);
  const seen: Look[] = [];
  const look = async (inner: Uint8Array, isStep: boolean, isWork: boolean) => {
    const flood = 2 + choices.below(MOST_FLOOD - 1);
    const { beat, answer } = await busy.look(
      Array.from({ length: flood }, stranger), inner, isWork);
    const { status } = decodeResponse(answer);
    seen.push({ beat, flood, isStep, status });
    return status;
  };
  for (const isStep of choices.shuffled(Array.from({ length: 2 * LOOKS }, (_, n) => n % 2 === 0))) {
    const inner = isStep ? STEPS[choices.below(STEPS.length)]!() : FILLER;
    const status = await look(inner, isStep, isStep);
    if (status === 503) expect(await look(inner, isStep, false)).toBe(200);
  }
  return seen;
}

/** How well the beat at which an answer left, held against the flood, tells steps from fillers. */
function tellSteps(seen: readonly Look[]): { auc: number; p: number } {
  const sample = [{
    left: seen.map(({ beat, flood }) => beat / flood),
    right: seen.map(({ isStep }) => (isStep ? 1 : 0)),
  }];
  return { auc: auc(sample), p: beyond(association(sample)) };
}

/** How well all beats of ten answers of a page tell whether somebody in care is at it. */
function tellCare(seen: readonly Look[]): number {
  const choices = seededChoices(57);
  const [steps, fillers] = [true, false].map((kind) =>
    seen.filter(({ isStep }) => isStep === kind));
  const beats = (stepping: number) => Array.from({ length: MANY }, () =>
    choices.pick(choices.chance(stepping) ? steps! : fillers!).beat);
  const pages = Array.from({ length: 2 * PAGES }, (_, page) => (page < PAGES ? 1 : 0));
  return auc([{ right: pages, left: pages.map((inCare) =>
    beats(inCare * STEPPING).reduce((sum, beat) => sum + beat, 0)) }]);
}

it('wins where answers leave as soon as they are there: one look tells a step', async () => {
  const seen = await looks(0);
  const { auc: one, p } = tellSteps(seen);
  process.stdout.write(`Answers that leave when they are there: a step is told from a filler by `
    + `one look with AUC ${one.toFixed(2)}, care by ten with ${tellCare(seen).toFixed(2)}\n`);
  expect(one).toBeGreaterThan(0.95);
  expect(p).toBeLessThan(1e-6);
  expect(tellCare(seen)).toBeGreaterThan(0.9);
});

it('is at chance where all leave at one time, in time or late, from one look and from ten', async () => {
  const seen = await looks(AFTER_MS);
  // The flood did keep steps waiting: so many were told "not yet", in the same length.
  expect(seen.filter(({ status }) => status === 503).length).toBeGreaterThan(LOOKS / 4);
  expect(new Set(seen.map(({ beat }) => beat))).toEqual(new Set([AFTER_MS / BEAT_MS]));
  const { auc: one, p } = tellSteps(seen);
  process.stdout.write(`Answers that leave at one time: AUC ${one.toFixed(2)} by one look, `
    + `${tellCare(seen).toFixed(2)} by ten\n`);
  expect(p).toBeGreaterThan(0.01);
  expect(tellCare(seen)).toBe(0.5);
});
