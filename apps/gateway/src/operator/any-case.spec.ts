import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { buildSchema, isEnumType } from 'graphql';
import { LIST_PRICE_MINOR } from '../employers/list-price.ts';
import { chooseInAnyCase, inAnyCase } from './any-case.ts';
import { CHAPTERS } from './chapters.ts';

const OPTIONS = CHAPTERS.flatMap(({ deeds }) => deeds).flatMap((deed) => {
  const command = new Command();
  deed.options?.(command);
  chooseInAnyCase(command);
  return command.options.map((option) => ({ deed: deed.name, option }));
});
const named = (name: string) => OPTIONS.filter(({ option }) => option.long === name);
/** A code in each of the ways in which people write it. */
const waysOf = (code: string) => [code, code.toLowerCase(), code.toUpperCase(), ` ${code} `,
  code.charAt(0).toUpperCase() + code.slice(1).toLowerCase()];

describe('a code that is typed', () => {
  it.each([
    ['currency', 'EUR'], ['country', 'DE'], ['jurisdiction', 'US-CA'], ['period', '2027-10'],
    ['invoice', 'INV-2026-000001'], ['gender', 'NONBINARY'], ['languages', 'en,de'],
    ['specialities', 'STRESS,WORK'], ['modalities', 'IN_PERSON'],
  ])('is taken in any case: --%s %s', (name, code) => {
    expect(named(`--${name}`)).not.toEqual([]);
    for (const typed of waysOf(code)) {
      expect(inAnyCase({ [name]: typed })).toEqual({ [name]: code });
    }
  });

  it('and no name, link or reference is changed by it', () => {
    const typed = { name: 'McLeod', email: 'Pat@x.example', reference: 'SEPA a1', contract: 'c-7x' };
    expect(inAnyCase(typed)).toEqual(typed);
  });

  it('that is one of some words is taken in any case; another is refused with all of them', () => {
    const some = OPTIONS.filter(({ option }) => option.argChoices !== undefined);
    expect(some.map(({ deed, option }) => `${deed} ${option.long}`)).toContain('invoice list --status');
    for (const { option } of some) {
      for (const choice of option.argChoices!) {
        for (const typed of waysOf(choice)) expect(option.parseArg!(typed, undefined)).toBe(choice);
      }
      expect(() => option.parseArg!('nonsense', undefined)).toThrow(option.argChoices!.join(', '));
    }
  });

  it('has its forms in the help: every name of the vault\'s schema, and how languages are written',
    () => {
      const vault = buildSchema(readFileSync('apps/worker/schema.graphql', 'utf8'));
      const namesOf = (type: string) => {
        const found = vault.getType(type);
        return isEnumType(found) ? found.getValues().map(({ name }) => name) : [];
      };
      for (const [option, type] of [['--specialities', 'Concern'], ['--modalities', 'Modality'],
        ['--gender', 'Gender']] as const) {
        expect(namesOf(type)).not.toEqual([]);
        const said = named(option)[0]!.option.description.match(/[A-Z_]{4,}/g);
        expect(said!.sort()).toEqual(namesOf(type).sort());
      }
      expect(named('--languages')[0]!.option.description).toMatch(/ISO 639-1.*: en,de/);
    });

  it('and the price that is meant where none is typed stands in the help', () => {
    const [price] = named('--price').filter(({ deed }) => deed === 'employer create');
    expect(price!.option.description).toContain(`else ${Number(LIST_PRICE_MINOR) / 100}.00`);
  });
});
