import { fourAnswers } from '#wording/answers';
import { identifiers } from '#wording/identifiers';
import type { Language } from '#wording/marks';
import { vaguePhrases } from '#wording/vague';
import { fill, HELD_OUT } from './held-out.ts';
import { ANSWERING, DEFINITE, unbracket, VAGUE } from './held-out.vague.ts';

/** Kinds that a rule knows by their shape or their label; names and towns have neither. */
const UNSHAPED = new Set(['name', 'given', 'town']);
const ROUNDS = 20;

interface Missed { readonly slot: string; readonly value: string; readonly text: string }

/** How well the rules read what they were not written from. */
export interface Measured {
  /** Share of identifiers with a shape of which every letter and digit is marked. */
  readonly structured: number;
  readonly names: number;
  readonly towns: number;
  /** Marks in 100 words of prose that holds no identifier. */
  readonly falseMarks: number;
  /** Identifiers that were not marked whole, by slot. */
  readonly missed: readonly Missed[];
}

/** Measure the rules of a language on the held-out templates. */
export function measure(language: Language): Measured {
  const held = HELD_OUT[language];
  const counts = new Map<string, { of: number; found: number }>();
  const missed: Missed[] = [];
  for (const { text, spans } of fill(held, ROUNDS)) {
    const marks = identifiers(text, language);
    for (const { slot, start, end } of spans) {
      const count = counts.get(slot) ?? { of: 0, found: 0 };
      counts.set(slot, count);
      count.of += 1;
      if (isCovered(text, start, end, marks)) count.found += 1;
      else missed.push({ slot, value: text.slice(start, end), text });
    }
  }
  const recall = (has: (slot: string) => boolean) => {
    const those = [...counts].filter(([slot]) => has(slot)).map(([, count]) => count);
    return total(those.map(({ found }) => found)) / total(those.map(({ of }) => of));
  };
  const words = held.prose.join(' ').split(/\s+/).length;
  const wrong = total(held.prose.map((text) => identifiers(text, language).length));
  return {
    structured: recall((slot) => !UNSHAPED.has(slot)), towns: recall((slot) => slot === 'town'),
    names: recall((slot) => slot === 'name' || slot === 'given'),
    falseMarks: (wrong * 100) / words, missed,
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** Whether all of a span that could tell anything is marked; not what stands between. */
function isCovered(
  text: string, start: number, end: number, marks: readonly { start: number; end: number }[],
): boolean {
  return Array.from(text.slice(start, end).matchAll(/[\p{L}\p{N}]/gu)).every(({ index }) =>
    marks.some((mark) => mark.start <= start + index && start + index < mark.end));
}

/** How well vague phrases are found, and the four questions answered. */
export interface MeasuredVague {
  readonly recall: number;
  /** Marks in sentences that say who, what, when and for how long. */
  readonly falseMarks: number;
  /** Texts of which other questions were answered than their writer's. */
  readonly misread: readonly string[];
  readonly missed: readonly string[];
}

/** Measure the reader of vague phrases on the held-out sentences. */
export function measureVague(language: Language): MeasuredVague {
  const missed: string[] = [];
  let count = 0;
  for (const marked of VAGUE[language]) {
    const { text, spans } = unbracket(marked);
    const marks = vaguePhrases(text, language);
    count += spans.length;
    missed.push(...spans.filter(({ start, end }) =>
      !marks.some((mark) => mark.start < end && start < mark.end))
      .map(({ start, end }) => text.slice(start, end)));
  }
  const definite = DEFINITE[language];
  const words = definite.join(' ').split(/\s+/).length;
  const wrong = definite.flatMap((text) => vaguePhrases(text, language)).length;
  const misread = ANSWERING.filter((one) => one.language === language).filter(({ text, answers }) =>
    fourAnswers(text, language).filter(({ sentence }) => sentence).map(({ question }) => question)
      .sort().join() !== [...answers].sort().join()).map(({ text }) => text);
  return { recall: 1 - missed.length / count, falseMarks: (wrong * 100) / words, misread, missed };
}
