import { now } from '../../ui/clock.ts';
import { readSettings } from '../../ui/settings.ts';
import type { Beats } from '#wallet/beats';
import { Exchange } from '#wallet/exchange';
import { VaultClient } from '#wallet/vault';
import { byHash, isChange, type Asked } from '#wallet/documents';
import { overFetch } from '#wallet/browser/fetch';
import { codeOf } from '#wallet/refusal';
import { openBeats } from '../../ui/beats.ts';
import { recall, remember } from '../../ui/storage.ts';

/** What stays in this tab while somebody is signed in: the token, until it ends. */
interface Kept {
  readonly token: string;
  readonly expiresAt: string;
  readonly idleMinutes: number;
  readonly secondFactorMissing: boolean;
}

/** How the console stands: who may be signed in, and whether the vault keeps us waiting. */
export interface Standing {
  readonly signedIn: boolean;
  /** The last session ended by itself, not by signing out. */
  readonly ended: boolean;
  /** A session that is not used for so many minutes ends. */
  readonly idleMinutes: number;
  readonly waiting: boolean;
  /** She has no second factor: until one is set up, nothing else can be done. */
  readonly factorMissing: boolean;
}

const KEPT_AS = 'session';
const watchers = new Set<() => void>();
const answers = new Map<string, unknown>();
/** It beats for as long as the page is open: neither signing in nor signing out shows. */
const line = openLine();
let client = newClient(readKept()?.token);
let standing: Standing = {
  signedIn: readKept() !== null, ended: false, waiting: false,
  idleMinutes: readKept()?.idleMinutes ?? 0,
  factorMissing: readKept()?.secondFactorMissing ?? false,
};

/** How the console stands now; the same object until it changes. */
export function standingNow(): Standing {
  return standing;
}

/** Be told of changes. Answers how to stop that. */
export function watchStanding(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => { watchers.delete(watcher); };
}

/** Somebody has signed in: her token stays in memory and with this tab. */
export function beginSession(kept: Kept): void {
  remember('tab', KEPT_AS, JSON.stringify(kept));
  client = newClient(kept.token);
  change({
    signedIn: true, ended: false, idleMinutes: kept.idleMinutes,
    factorMissing: kept.secondFactorMissing,
  });
}

/** Whether she has a second factor, as the vault has said just now. */
export function noteFactor(factorMissing: boolean): void {
  const kept = readKept();
  if (kept) {
    remember('tab', KEPT_AS, JSON.stringify({ ...kept, secondFactorMissing: factorMissing }));
  }
  change({ factorMissing });
}

/** Somebody is leaving: who loads the page anew finds nobody signed in, heard or not. */
export function forgetKept(): void {
  remember('tab', KEPT_AS, null);
}

/** Forget the session and everything that it showed. */
export function endSession(ended = false): void {
  forgetKept();
  answers.clear();
  client = newClient(undefined);
  change({ signedIn: false, ended, waiting: false, factorMissing: false });
}

/** Ask the vault as whoever is signed in. @throws Refusal */
export async function ask<T, V>(
  signal: AbortSignal, document: Asked<T, V>, variables?: V,
): Promise<T> {
  const asking = client;
  try {
    const answer = await asking.askUntil(signal, document, variables);
    // What was answered before shows nothing of this: no screen begins with it.
    if (isChange(document)) answers.clear();
    return answer;
  } catch (error) {
    // What was asked as who has signed out since concerns nobody any more.
    if (codeOf(error) === 'UNAUTHENTICATED' && asking === client) endSession(true);
    // Switched off here or elsewhere: what is left is to set another one up.
    if (codeOf(error) === 'SECOND_FACTOR_MISSING' && asking === client) noteFactor(true);
    throw error;
  } finally {
    change({ waiting: false });
  }
}

/** What was answered last under a name, to show while it is asked again. */
export function lastAnswer<T>(name: string): T | undefined {
  return answers.get(name) as T | undefined;
}

/** Keep an answer under a name, for as long as the session lasts. */
export function keepAnswer(name: string, answer: unknown): void {
  if (standing.signedIn) answers.set(name, answer);
}

function readKept(): Kept | null {
  const text = recall('tab', KEPT_AS);
  const kept = text === null ? null : JSON.parse(text) as Kept;
  return kept;
}

function newClient(token: string | undefined): VaultClient {
  return new VaultClient({
    documents: byHash, line, ...(token === undefined ? {} : { authorization: `Provider ${token}` }),
  });
}

function openLine(): Beats {
  const exchange = new Exchange({
    transport: overFetch('omit'), clock: { now, device: () => new Date() },
    vaultKey: readSettings().vaultKey,
  });
  const beats = openBeats(exchange, (status) => {
    if (status !== 'sent') change({ waiting: status === 'waiting' });
  });
  beats.begin();
  return beats;
}

function change(part: Partial<Standing>): void {
  const next = { ...standing, ...part };
  const keys = Object.keys(next) as (keyof Standing)[];
  if (keys.every((key) => next[key] === standing[key])) return;
  standing = next;
  for (const watcher of watchers) watcher();
}
