import type { Command } from 'commander';
import { CarefulCommand } from '#platform/process/careful-command';
import type { Environment } from '#platform/settings/config';
import { chooseInAnyCase, inAnyCase } from './any-case.ts';
import { asTyped } from './as-typed.ts';
import { CHAPTERS } from './chapters.ts';
import type { Deed, Domains, Shown } from './deed.ts';
import { domainsOf } from './domains.ts';
import { OperatorError } from './operator-settings.ts';
import { lines } from './table.ts';

const CALL = 'npm run --silent operator --';

/** Options of every command. */
interface Common {
  readonly origin: string;
  readonly courier?: string;
  readonly folder?: string;
  readonly json?: true;
}

/** What the operator can do: each command prints tables for people, or JSON for programs. */
export function operatorCommands(
  env: Environment, print: (line: string) => void, open: typeof domainsOf = domainsOf,
): Command {
  const program: Command = new CarefulCommand('operator')
    .usage('<subject> <command> [options]')
    .description('Operate a running Sotto service.')
    .option('--origin <url>', 'where it answers', env['SOTTO_ORIGIN'] ?? 'http://127.0.0.1:3000')
    .option('--courier <url>', 'where a courier of its own answers', env['COURIER_ORIGIN'])
    .option('--folder <path>', 'data folder of `npm start`, with the operator\'s tokens (.sotto)')
    .option('--json', 'print JSON, for programs')
    .configureHelp({ formatHelp: () => contents(program) })
    .showSuggestionAfterError().exitOverride();
  const show = ({ data, text }: Shown) => {
    if (program.opts<Common>().json) print(JSON.stringify(data, null, 2));
    else for (const part of text) print(typeof part === 'string' ? part : lines(part));
  };
  const reach = () => open(program.opts<Common>(), env);
  const subjects = new Map<string, Command>();
  for (const { deeds } of CHAPTERS) {
    for (const deed of deeds) {
      const [subject = '', verb] = deed.name.split(' ');
      if (verb === undefined) {
        add(program, subject, deed, reach, show);
        continue;
      }
      const parent = subjects.get(subject) ?? program.command(subject)
        .configureHelp({ formatHelp: () => contents(program, subject) });
      subjects.set(subject, parent);
      add(parent, verb, deed, reach, show);
    }
  }
  return program;
}

function add(
  parent: Command, name: string, deed: Deed, reach: () => Domains, show: (shown: Shown) => void,
): void {
  const command = parent.command(name).description(deed.about)
    .configureHelp({ formatHelp: (own, helper) => pageOf(deed, own, helper) })
    .allowExcessArguments(false);
  deed.options?.(command);
  chooseInAnyCase(command);
  command.action(async () => {
    try {
      show(await deed.run(reach(), inAnyCase(command.opts())));
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      throw new OperatorError(asTyped(error.message, command));
    }
  });
}

/** The page of one command: what it does, its options, an example. */
function pageOf(deed: Deed, command: Command, helper: ReturnType<Command['createHelp']>): string {
  const options = helper.visibleOptions(command).map((option) =>
    `  ${helper.optionTerm(option).padEnd(28)}${helper.optionDescription(option)}`);
  return `${CALL} ${deed.name}: ${deed.about}\n\nOptions:\n${options.join('\n')}\n\nExample:\n`
    + `  ${exampleOf(deed)}\n`;
}

/** The table of contents: every command of every chapter with an example; or one subject's. */
function contents(program: Command, subject?: string): string {
  const chapters = CHAPTERS.map(({ title, deeds }) => ({
    title, deeds: deeds.filter(({ name }) => !subject || name.split(' ')[0] === subject),
  })).filter(({ deeds }) => deeds.length > 0);
  const shown = chapters.map(({ title, deeds }) => [title,
    ...deeds.flatMap((deed) => [
      `  ${deed.name.padEnd(25)} ${deed.about}`, `      ${exampleOf(deed)}`]), ''].join('\n'));
  const options = program.options.map(({ flags, description }) =>
    `  ${flags.padEnd(25)} ${description}`);
  return `${program.description()}\n\n${shown.join('\n')}\nOptions of every command\n`
    + `${options.join('\n')}\n\nMore about one: ${CALL} <subject> <command> --help\n`;
}

function exampleOf({ name, example }: Deed): string {
  return `${CALL} ${name}${example === '' ? '' : ` ${example}`}`;
}
