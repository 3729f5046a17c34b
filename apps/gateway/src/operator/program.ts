import { Command } from 'commander';
import type { Environment } from '#platform/config';
import { CHAPTERS } from './chapters.ts';
import type { Deed, Desks, Shown } from './deed.ts';
import { GatewayDesk } from './gateway-desk.ts';
import { OperatorError, OperatorSettings } from './operator-settings.ts';
import { addRestoreCommands } from './restore-commands.ts';
import { lines } from './table.ts';
import { VaultDesk } from './vault-desk.ts';

const CALL = 'npm run operator --';

/** Where a backup was put back: these stand apart, for when nothing else works. */
const RESTORES = `After a restore
  restore status            how both domains stand, and what each choice costs
      ${CALL} restore status
  restore accept-double-spends go on, bearing what \`restore status\` says
      ${CALL} restore accept-double-spends --up-to 12
`;

/** Options of every command. */
interface Common {
  readonly origin: string;
  readonly folder?: string;
  readonly json?: true;
}

/** What the operator can do: each command prints tables for people, or JSON for programs. */
export function operatorCommands(env: Environment, print: (line: string) => void): Command {
  const program: Command = new Command('operator')
    .usage('<subject> <command> [options]')
    .description('Operate a running Sotto service.')
    .option('--origin <url>', 'where it answers', env['SOTTO_ORIGIN'] ?? 'http://127.0.0.1:3000')
    .option('--folder <path>', 'data folder of `npm start`, with the operator\'s tokens (.sotto)')
    .option('--json', 'print JSON, for programs')
    .configureHelp({ formatHelp: () => contents(program) })
    .showSuggestionAfterError().exitOverride();
  const show = ({ data, text }: Shown) => {
    if (program.opts<Common>().json) print(JSON.stringify(data, null, 2));
    else for (const part of text) print(typeof part === 'string' ? part : lines(part));
  };
  const subjects = new Map<string, Command>();
  for (const { deeds } of CHAPTERS) {
    for (const deed of deeds) {
      const [subject = '', verb] = deed.name.split(' ');
      if (verb === undefined) {
        add(program, subject, deed, env, show);
        continue;
      }
      const parent = subjects.get(subject) ?? program.command(subject)
        .configureHelp({ formatHelp: () => contents(program, subject) });
      subjects.set(subject, parent);
      add(parent, verb, deed, env, show);
    }
  }
  addRestoreCommands(program, () => desksOf(program.opts<Common>(), env), print);
  return program;
}

function add(
  parent: Command, name: string, deed: Deed, env: Environment, show: (shown: Shown) => void,
): void {
  const command = parent.command(name).description(deed.about)
    .configureHelp({ formatHelp: (own, helper) => pageOf(deed, own, helper) })
    .allowExcessArguments(false);
  deed.options?.(command);
  command.action(async () => {
    show(await deed.run(desksOf(command.optsWithGlobals<Common>(), env), command.opts()));
  });
}

/** The page of one command: what it does, its options, an example. */
function pageOf(deed: Deed, command: Command, helper: ReturnType<Command['createHelp']>): string {
  const options = helper.visibleOptions(command).map((option) =>
    `  ${helper.optionTerm(option).padEnd(28)}${helper.optionDescription(option)}`);
  return `${CALL} ${deed.name}: ${deed.about}\n\nOptions:\n${options.join('\n')}\n\nExample:\n` +
    `  ${exampleOf(deed)}\n`;
}

/** The table of contents: every command of every chapter with an example; or one subject's. */
function contents(program: Command, subject?: string): string {
  const chapters = CHAPTERS.map(({ title, deeds }) => ({
    title, deeds: deeds.filter(({ name }) => !subject || name.split(' ')[0] === subject),
  })).filter(({ deeds }) => deeds.length > 0);
  const shown = chapters.map(({ title, deeds }) => [title,
    ...deeds.flatMap((deed) => [
      `  ${deed.name.padEnd(25)} ${deed.about}`, `      ${exampleOf(deed)}`]), ''].join('\n'));
  if (!subject) shown.push(RESTORES);
  const options = program.options.map(({ flags, description }) =>
    `  ${flags.padEnd(25)} ${description}`);
  return `${program.description()}\n\n${shown.join('\n')}\nOptions of every command\n` +
    `${options.join('\n')}\n\nMore about one: ${CALL} <subject> <command> --help\n`;
}

function exampleOf({ name, example }: Deed): string {
  return `${CALL} ${name}${example === '' ? '' : ` ${example}`}`;
}

function desksOf({ origin, folder }: Common, env: Environment): Desks {
  const settings = new OperatorSettings(folder, env);
  if (!URL.canParse(origin)) throw new OperatorError('--origin must be a URL: http://host:port.');
  const gateway = new GatewayDesk(origin);
  return {
    gateway: async <T>(query: string, variables?: object) =>
      await gateway.ask(settings.gatewayToken(), query, variables) as T,
    vault: async <T>(query: string, variables?: object) =>
      await new VaultDesk(gateway, settings.vaultKey())
        .ask(settings.vaultToken(), query, variables) as T,
    vaultKey: () => settings.vaultKeyToHandOut(),
  };
}
