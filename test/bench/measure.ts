import { readFileSync } from 'node:fs';

/** What one benchmark prints, one JSON object. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ceilingName: string;
  readonly ceiling: number;
  readonly ratio: number;
}

/** One timed round: does its work and returns operations per second. */
export type Round = () => Promise<number>;

/** A note for the person who watches; standard output is for results. */
export type Note = (text: string) => void;

/**
 * Measure a thing and its ceiling alternately (A B A B …) and take the median of each, so that a
 * noisy neighbour or a change of clock speed meets both alike. One round of each is for warming up.
 */
export async function interleave(
  thing: Round, ceiling: Round, rounds: number, note: Note,
): Promise<{ value: number; ceiling: number }> {
  await thing();
  await ceiling();
  const values: number[] = [];
  const ceilings: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const [value, limit] = [await thing(), await ceiling()];
    values.push(value);
    ceilings.push(limit);
    note(`round ${round} of ${rounds}: ${value.toFixed(0)}/s against ${limit.toFixed(0)}/s`);
  }
  return { value: median(values), ceiling: median(ceilings) };
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** The value that this share of all is not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Operations per second: `work` returns how many it did. */
export async function rate(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const done = await work();
  return (done * 1000) / (performance.now() - started);
}

/** Run `count` tasks from `clients` callers at once, each taking the next when its last is done. */
export async function fromClients(
  clients: number, count: number, task: (index: number, client: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const caller = async (client: number) => {
    for (let index = next++; index < count; index = next++) await task(index, client);
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => caller(client)));
  return count;
}

/** A result with its ratio, numbers rounded to what a noisy machine can tell apart. */
export function result(
  name: string, unit: string, ceilingName: string, found: { value: number; ceiling: number },
): BenchResult {
  return {
    name, value: Math.round(found.value), unit, ceilingName, ceiling: Math.round(found.ceiling),
    ratio: Math.round((found.value / found.ceiling) * 1000) / 1000,
  };
}

/** What somebody waits for against its budget, in milliseconds. */
export function waited(name: string, values: readonly number[], budget: number): BenchResult {
  return result(name, 'ms', 'budget', { value: median(values), ceiling: budget });
}

/** Resident memory of a process in MB (proc(5), VmRSS); `?` where the system does not tell. */
export function residentMb(pid: number | undefined = process.pid): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return String(Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024));
  } catch {
    return '?';
  }
}
