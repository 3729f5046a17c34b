import type { Command } from 'commander';
import { operatorCommands } from './program.ts';

/** A command that is typed, and what is said of it. */
async function saidOf(words: readonly string[]): Promise<string> {
  const program = operatorCommands({}, () => undefined, () => { throw new Error('it was run'); });
  const quiet = (command: Command): void => {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    command.commands.forEach(quiet);
  };
  quiet(program);
  return program.parseAsync(['node', 'operator', ...words])
    .then(() => 'nothing', (error: Error) => error.message);
}

function leaves(command: Command, path: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((one): [string, Command][] => one.commands.length > 0
    ? leaves(one, [...path, one.name()]) : [[[...path, one.name()].join(' '), one]]);
}

/** A name with two neighbours exchanged, at the first place where that makes another. */
function slipped(name: string): string {
  const at = [...name].findIndex((letter, place) =>
    place > 2 && place + 1 < name.length && letter !== name[place + 1]);
  if (at < 0) return `${name}x`;
  return `${name.slice(0, at)}${name[at + 1]!}${name[at]!}${name.slice(at + 2)}`;
}

const ALL = leaves(operatorCommands({}, () => undefined)).flatMap(([name, command]) =>
  command.options.map(({ long }) => [name, long!] as const));

it.each(ALL)('%s %s, misspelt, is what is told, with the right one', async (name, long) => {
  const typed = slipped(long);
  const said = await saidOf([...name.split(' '), typed, 'X']);
  expect(said).toContain(`unknown option '${typed}'`);
  expect(said).toContain(long);
  // An option of every command, after one that is not known, hides it no more than help does.
  expect(await saidOf([...name.split(' '), typed, 'X', '--json'])).toBe(said);
});

it('what is needed and not given at all is told as missing, and help is help', async () => {
  expect(await saidOf(['employer', 'create'])).toContain('required option \'--name <name>\'');
  expect(await saidOf(['employer', 'create', '--nmae', 'Y', '--help'])).toBe('(outputHelp)');
});
