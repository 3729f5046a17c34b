import type { Command } from 'commander';
import type { Options } from './deed.ts';

const upper = (text: string) => text.trim().toUpperCase();
const lower = (text: string) => text.trim().toLowerCase();

/** Options that are codes, by how the domains write them: `eur` and `EUR` are the same. */
const WRITTEN: Readonly<Record<string, (text: string) => string>> = {
  country: upper, currency: upper, jurisdiction: upper, period: upper, invoice: upper,
  gender: upper, specialities: upper, modalities: upper, languages: lower,
};

/** What was typed, with codes as the domains write them. */
export function inAnyCase(typed: Options): Options {
  return Object.fromEntries(Object.entries(typed).map(([name, value]) =>
    [name, typeof value === 'string' ? WRITTEN[name]?.(value) ?? value : value]));
}

/** Have the options of a command that take one of some words take them in any case. */
export function chooseInAnyCase(command: Command): void {
  for (const option of command.options) {
    const { argChoices: choices, parseArg: parse } = option;
    if (!choices || !parse) continue;
    option.argParser((text: string, before: unknown) => {
      const meant = choices.find((choice) => lower(choice) === lower(text)) ?? text;
      return parse(meant, before);
    });
  }
}
