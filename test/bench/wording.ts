import { fourAnswers } from '#wording/answers';
import { identifiers } from '#wording/identifiers';
import type { Language } from '#wording/marks';
import { vaguePhrases } from '#wording/vague';
import { median, type BenchResult, type Note } from './measure.ts';
import { HELD_OUT } from './wording/held-out.ts';
import { VAGUE } from './wording/held-out.vague.ts';
import { measure, measureVague } from './wording/measure.ts';

const LENGTH = 100_000;
const ROUNDS = 15;
const LANGUAGES = ['en', 'es'] as const;

/** What cost the rules most when they were written: long runs of what a rule begins with. */
const HOSTILE = ['1234567890', '12-', 'A', 'Aa ', 'a.', 'a@', 'a:b:', 'calle Aa ', '"A',
  'record 12345 ', 'a\u200B'];

/** Recall and false marks of libs/wording on held-out texts, and the CPU's time for 100 kB. */
export async function benchWording(note: Note): Promise<readonly BenchResult[]> {
  return LANGUAGES.flatMap((language) => [...recallOf(language, note), ...timesOf(language, note)]);
}

function recallOf(language: Language, note: Note): BenchResult[] {
  const { structured, names, towns, falseMarks, missed } = measure(language);
  const vague = measureVague(language);
  for (const one of new Set(missed.map(({ slot, value }) => `${slot} “${value}”`))) {
    note(`${language}, missed: ${one}`);
  }
  for (const one of vague.missed) note(`${language}, missed: vague “${one}”`);
  return [
    share(`marked of identifiers with a shape, ${language}`, structured, 98),
    share(`marked of names, ${language}`, names, 85),
    share(`marked of towns, ${language}`, towns, 85),
    figure(`identifiers marked in 100 words without any, ${language}`, 'marks', falseMarks, 'most', 2),
    share(`marked of vague phrases, ${language}`, vague.recall, 85),
    figure(`vague phrases marked in 100 definite words, ${language}`, 'marks', vague.falseMarks, 'most', 2),
  ];
}

function timesOf(language: Language, note: Note): BenchResult[] {
  const prose = filled(HELD_OUT[language].prose.join('\n\n'));
  const contract = filled(VAGUE[language].join(' ').replaceAll(/[[\]]/g, ''));
  const took = (work: () => void) => {
    const times = Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      work();
      return process.cpuUsage(before).user / 1_000;
    });
    return median(times);
  };
  const worst = Math.max(...HOSTILE.map((piece) => {
    const text = filled(piece);
    const time = took(() => identifiers(text, language));
    note(`${language}, 100 kB of ${JSON.stringify(piece)}: ${time.toFixed(0)} ms`);
    return time;
  }));
  return [
    figure(`identifiers in 100 kB, ${language}`, 'ms', took(() => identifiers(prose, language)), 'aim', 20),
    figure(`vague phrases in 100 kB, ${language}`, 'ms', took(() => vaguePhrases(contract, language)), 'aim', 20),
    figure(`four answers in 100 kB, ${language}`, 'ms', took(() => fourAnswers(contract, language)), 'aim', 40),
    figure(`identifiers in 100 kB that cost most, ${language}`, 'ms', worst, 'budget', 500),
  ];
}

function filled(piece: string): string {
  return piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
}

function share(name: string, value: number, least: number): BenchResult {
  return figure(name, '%', value * 100, 'least', least);
}

function figure(
  name: string, unit: string, found: number, ceilingName: string, ceiling: number,
): BenchResult {
  const value = Math.round(found * 10) / 10;
  const ratio = Math.round((value / ceiling) * 1000) / 1000;
  return { name, value, unit, ceilingName, ceiling, ratio };
}
