import { Narrator } from './narrator.ts';
import { paintFor } from './paint.ts';

/** An output such as standard output: a terminal or not. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const PLAIN_WIDTH = 96;
const NARROWEST = 60;

/** A narrator for an output, coloured where that is wanted and seen. */
export function narratorFor(output: Output, env: NodeJS.ProcessEnv): Narrator {
  const isTerminal = output.isTTY ?? false;
  const page = {
    write: (text: string) => { output.write(text); },
    isTerminal,
    // A terminal that does not know its width says 0.
    width: Math.max(NARROWEST, output.columns || PLAIN_WIDTH),
  };
  return new Narrator(page, paintFor(isTerminal, env));
}
