import { Option, type Command } from 'commander';
import { countOf } from '#platform/text/count-of';
import { faultOf, isSecret } from '../letters/printer-key.ts';
import { running, type Ask, type Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { OutFile } from './out-file.ts';
import { facts, table } from './table.ts';

const MADE = 'number letters kind keyFingerprint operator madeOn';
const PRINT = `mutation ($input: PrintLettersInput!) { printLetters(input: $input) { __typename
  ... on LettersPrinted { file left made { ${MADE} } }
  ... on LettersNotPrinted { code message } } }`;
const SEAL = `mutation ($input: SealLettersInput!) { sealLetters(input: $input) { __typename
  ... on LettersPrinted { file left made { ${MADE} } }
  ... on LettersNotPrinted { code message } } }`;
const WAITING = '{ lettersWaiting { programmeId programme employer period letters } }';
const LIST = `query ($programme: ID!, $period: String!) {
  printFiles(programmeId: $programme, period: $period) { ${MADE} } }`;
const NO_LETTERS_WAIT = 'No letters wait. Those of a year wait from the day on which the vault has '
  + 'confirmed it (`period list`) until they are made (`letters list`).';
/** An example of a key; nobody has the secret one. */
const KEY = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
/** Said until somebody takes it upon herself. */
const IN_THE_OPEN = 'Nothing was made. The codes stand readable in this file: whoever has it, or its '
  + 'copy in a printer or a backup, can use all letters. It is made only with --codes-in-the-open, '
  + 'which is written down with your name and told to the customer. A print shop is better: '
  + '`letters print`.';
const FOLDING = 'Print it on both sides (flip on the long edge) where nobody looks, fold the lower '
  + 'third up and the upper third down over it, glue its edge, and delete the file.';
const PROGRAMME = '3f8c1d52-7a9b-4c6e-8d21-5b0e9f4a6c77';

interface Made {
  readonly number: number;
  readonly letters: number;
  readonly kind: string;
  readonly keyFingerprint: string | null;
  readonly operator: string;
  readonly madeOn: string;
}

interface Waiting {
  readonly programmeId: string;
  readonly programme: string;
  readonly employer: string;
  readonly period: string;
  readonly letters: number;
}

interface Printed {
  readonly file: string;
  readonly left: number;
  readonly made: Made;
}

/** Commands about letters; nobody but a printer, or whoever folds them, ever sees a code. */
export const LETTERS: readonly Deed[] = [
  {
    name: 'letters waiting', about: 'letters that are to be made, of all customers', example: '',
    run: async ({ gateway }) => {
      const rows = await gateway<Waiting[]>(WAITING);
      return {
        data: rows,
        text: [table(rows, NO_LETTERS_WAIT, {
          'programme': ({ programmeId }) => programmeId, 'customer': ({ employer }) => employer,
          'name': ({ programme }) => programme, 'period': ({ period }) => period,
          'letters': ({ letters }) => letters,
        })],
      };
    },
  },
  {
    name: 'letters print',
    about: 'make the letters that no file has yet, a letter a page, for a printer\'s key alone',
    example: `--programme ${PROGRAMME} --period 2026-10 --printer ${KEY} --out letters.pdf.age`,
    options: (command) => again(ofPeriod(command)
      .requiredOption('--printer <key>', 'the printer\'s age public key; ask for it by telephone')
      .requiredOption('--out <file>', 'where the file is to be; none must be there')),
    run: async ({ gateway }, options) => {
      const { programme, period, printer = '', out = '', language: code, again: number } = options;
      const fault = faultOf(printer.trim());
      if (fault !== undefined) {
        // A secret key is not said again, as what is about an option is.
        throw new OperatorError(`${isSecret(printer) ? 'What stands behind --printer' : 'printer'} ${fault}.`);
      }
      const input = {
        programmeId: programme, period, recipient: printer.trim(),
        language: code?.toUpperCase(), again: number === undefined ? null : Number(number),
      };
      const { made, left } = await saved(gateway, PRINT, input, out);
      return {
        data: { ...made, left },
        text: [facts({
          'File': out, 'Number': made.number, 'Letters': made.letters,
          'Only this key opens it': made.keyFingerprint,
        }), 'Read the key\'s fingerprint to the printer by telephone, and send the file by any way.',
        ...remaining(left)],
      };
    },
  },
  {
    name: 'letters seal',
    about: 'where there is no print shop: letters to fold and glue, whose codes you could read',
    example: `--programme ${PROGRAMME} --period 2026-10 --out letters.pdf --codes-in-the-open`,
    options: (command) => again(ofPeriod(command)
      .requiredOption('--out <file>', 'where the file is to be; none must be there')
      .option('--codes-in-the-open', 'your word that the file is read by nobody, and deleted')),
    run: async ({ gateway }, options) => {
      const { programme, period, out = '', language: code, again: number } = options;
      if (!options['codesInTheOpen']) throw new OperatorError(IN_THE_OPEN);
      const input = {
        programmeId: programme, period, language: code?.toUpperCase(),
        again: number === undefined ? null : Number(number),
      };
      const { made, left } = await saved(gateway, SEAL, input, out);
      return {
        data: { ...made, left },
        text: [facts({ 'File': out, 'Number': made.number, 'Letters': made.letters }), FOLDING,
          ...remaining(left)],
      };
    },
  },
  {
    name: 'letters list', about: 'files of letters that were made: how many, by whom, for which key',
    example: `--programme ${PROGRAMME} --period 2026-10`,
    options: ofPeriod,
    run: async ({ gateway }, { programme, period }) => {
      const files = await gateway<Made[]>(LIST, { programme, period });
      return {
        data: files,
        text: [table(files, 'No letters are made yet: `letters print` makes them.', {
          'no.': ({ number }) => number, 'letters': ({ letters }) => letters,
          'for': ({ kind }) => (kind === 'PRINTER' ? 'a printer' : 'folding'),
          'printer\'s key': (file) => file.keyFingerprint, 'who': ({ operator }) => operator,
          'when': ({ madeOn }) => madeOn,
        })],
      };
    },
  },
];

/** Ask for a file, and put it where it is to be. */
async function saved(gateway: Ask, mutation: string, input: object, out: string): Promise<Printed> {
  const place = OutFile.take(out);
  let printed: Printed;
  try {
    printed = await gateway<Printed>(mutation, { input });
  } catch (error) {
    place.leave();
    throw error;
  }
  const { number } = printed.made;
  place.write(Buffer.from(printed.file, 'base64'), 'The letters are made and their file is lost: '
    + `once that is mended, make it again by --again ${number}.`);
  return printed;
}

/** Options of how letters are made. */
function again(command: Command): Command {
  return command
    .addOption(new Option('--language <code>', 'of the letters').choices(['en', 'es']).default('en'))
    .option('--again <number>', 'make that file once more: the same letters', running);
}

function remaining(left: number): string[] {
  return left === 0 ? [] : [`Left: ${countOf(left, 'letter')}. The same command makes the next file, with `
    + 'another --out.'];
}

function ofPeriod(command: Command): Command {
  return command.requiredOption('--programme <id>', 'from `programme list`')
    .requiredOption('--period <label>', 'from `period list`');
}
