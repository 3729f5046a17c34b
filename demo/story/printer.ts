import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { getDocumentProxy } from 'unpdf';
import { written } from '#wallet/documents';
import type { GatewayClient } from '#wallet/gateway';
import { expectKind, type Kind } from './kinds.ts';
import { awaited } from './together.ts';

/** A letter as whoever opens it reads it. */
export interface Letter {
  readonly number: number;
  readonly site: string;
  readonly department: string;
  readonly code: string;
}

type Printed = Kind & { __typename: 'LettersPrinted'; file: string; left: number };
type Item = { readonly str: string; readonly fontName: string; readonly transform: number[] };

const PRINT = written<{ printLetters: Printed }>(`mutation ($input: PrintLettersInput!) {
  printLetters(input: $input) { __typename
    ... on LettersPrinted { file left } ... on LettersNotPrinted { code message } } }`);
const MADE = written<{ printFiles: { number: number }[] }>(
  `query ($programmeId: ID!, $period: String!) {
  printFiles(programmeId: $programmeId, period: $period) { number } }`);

const CODE = /^[0-9A-Z]{8}(-[0-9A-Z]{8}){2}$/;
const NUMBER = /^(?:Letter|Carta) (\d+)$/;
/** The size of the words that say where a letter goes. */
const ADDRESS_SIZE = 12;

/** Plays the print shop: the only one who has the key to what operators make for her. */
export class Printer {
  private constructor(private readonly identity: string, readonly recipient: string) {}

  /** A print shop with a key of its own. */
  static async open(): Promise<Printer> {
    const identity = await generateX25519Identity();
    return new Printer(identity, await identityToRecipient(identity));
  }

  /** Open a file and read its letters. @throws Error for a file that is for another key. */
  async read(file: Uint8Array): Promise<Letter[]> {
    return readLetters(await this.decrypt(file));
  }

  /** What is in a file. @throws Error for a file that is for another key. */
  decrypt(file: Uint8Array): Promise<Uint8Array> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.identity);
    return decrypter.decrypt(file);
  }
}

/**
 * Letters of a period by number: the operator makes all files, and the printer opens them. Files
 * that were made before are made once more.
 *
 * @param wanted how many are read at least; all of them by default.
 */
export async function printedLetters(
  operator: GatewayClient, programmeId: string, period: string,
  wanted = Number.POSITIVE_INFINITY,
): Promise<Letter[]> {
  const printer = await Printer.open();
  const { printFiles } = await operator.ask(MADE, { programmeId, period });
  const letters = new Map<number, Letter>();
  let left = 1;
  for (let file = 1; file <= printFiles.length || left > 0; file += 1) {
    const input = {
      programmeId, period, recipient: printer.recipient, language: 'EN',
      again: file <= printFiles.length ? file : null };
    const printed = await awaited('a period that the vault has confirmed', async () => {
      const { printLetters } = await operator.ask(PRINT, { input });
      return printLetters.code === 'NOT_CONFIRMED' ? undefined
        : expectKind(printLetters, 'LettersPrinted');
    });
    left = printed.left;
    if (letters.size >= wanted) continue;
    const read = await printer.read(Buffer.from(printed.file, 'base64'));
    for (const letter of read) letters.set(letter.number, letter);
  }
  return [...letters.values()].sort((a, b) => a.number - b.number);
}

/** The letters of a PDF, as they lie in it. */
export async function readLetters(pdf: Uint8Array): Promise<Letter[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const letters: Letter[] = [];
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent();
    const letter = letterIn(items as Item[]);
    if (letter) letters.push(letter);
  }
  return letters;
}

/** Site and department are what is written in the address's size, one plain, one bold. */
function letterIn(items: readonly Item[]): Letter | undefined {
  const code = items.find(({ str }) => CODE.test(str))?.str;
  const number = items.map(({ str }) => NUMBER.exec(str)?.[1]).find(Boolean);
  const address = items.filter(({ str, transform }) =>
    str.trim() !== '' && Math.round(transform[0] ?? 0) === ADDRESS_SIZE);
  const [site = '', department = ''] = [...new Set(address.map(({ fontName }) => fontName))]
    .map((font) => address.filter(({ fontName }) => fontName === font)
      .map(({ str }) => str).join(' '));
  return code && number ? { number: Number(number), site, department, code } : undefined;
}
