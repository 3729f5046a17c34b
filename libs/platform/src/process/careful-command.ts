import { Command } from 'commander';

/**
 * A command that says first which option it does not know, with the nearest that it does: an
 * option that is needed and misspelt is not called missing.
 */
export class CarefulCommand extends Command {
  /** Subcommands are careful too. */
  override createCommand(name?: string): CarefulCommand {
    return new CarefulCommand(name);
  }

  /** As a command's own, which `unknown` options of a command without subcommands end. */
  override parseOptions(args: string[]): ReturnType<Command['parseOptions']> {
    const parsed = super.parseOptions(args);
    const unknown = parsed.unknown.find((word) => word.startsWith('-'));
    const asksForHelp = parsed.unknown.some((word) => word === '-h' || word === '--help');
    if (unknown !== undefined && !asksForHelp && this.commands.length === 0) {
      // It ends the command, as `unknownOption` of commander itself does.
      (this as unknown as { unknownOption(flag: string): never }).unknownOption(unknown);
    }
    return parsed;
  }
}
