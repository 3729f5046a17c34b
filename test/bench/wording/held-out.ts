import { ENGLISH } from './held-out.en.ts';
import { SPANISH } from './held-out.es.ts';

/** Texts of which it is known what in them tells who somebody is. */
export interface HeldOut {
  /** What a slot of a template may hold, by the slot's name. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Sentences and forms with `{slot}`s. */
  readonly templates: readonly string[];
  /** Ordinary words of care that hold no identifier at all. */
  readonly prose: readonly string[];
}

/** Where a value stands. */
interface Slot { readonly slot: string; readonly start: number; readonly end: number }

/** One template filled: what stands where. */
export interface Filled {
  readonly text: string;
  readonly spans: readonly Slot[];
}

/** The held-out texts by language. */
export const HELD_OUT: Readonly<Record<'en' | 'es', HeldOut>> = { en: ENGLISH, es: SPANISH };

/** Each template, `rounds` times, with values taken in turn: each meets many ways to say it. */
export function fill({ templates, values }: HeldOut, rounds: number): Filled[] {
  const taken = new Map<string, number>();
  const next = (slot: string): string => {
    const among = values[slot] ?? [];
    const turn = taken.get(slot) ?? 0;
    taken.set(slot, turn + 1);
    return among[turn % among.length] ?? '';
  };
  return Array.from({ length: rounds }, () => templates).flat()
    .map((template) => fillOne(template, next));
}

function fillOne(template: string, next: (slot: string) => string): Filled {
  let text = '';
  const spans: Slot[] = [];
  for (const [index, part] of template.split(/[{}]/).entries()) {
    if (index % 2 === 0) {
      text += part;
      continue;
    }
    const value = next(part);
    spans.push({ slot: part, start: text.length, end: text.length + value.length });
    text += value;
  }
  return { text, spans };
}
