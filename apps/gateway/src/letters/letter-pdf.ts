import { setImmediate } from 'node:timers/promises';
import encodeQR from 'qr';
import { openPaper, writeText } from '#platform/paper/paper';
import { writeWords } from '#pseudonym/fingerprint';
import { LETTER_WORDS, type LetterLanguage } from './letter-words.ts';

/** One letter: what its reader is told, and to which department it goes. */
export interface Letter {
  /** Stands inside alone: outside it would pair a name with a member. */
  readonly number: number;
  readonly site: string;
  readonly department: string;
  readonly code: string;
  /** People in its reporting block. */
  readonly groupSize: number;
}

/** What all letters of a print file have in common. */
export interface LetterTerms {
  readonly programme: string;
  readonly programmeSize: number;
  readonly sessions: number;
  /** Last day on which a code can be entered, YYYY-MM-DD. */
  readonly lastDay: string;
  /** Where members go, as it is typed: `sotto.example/employee`. */
  readonly address: string;
  /** Eight words by which colleagues compare what they were told; none where there are none yet. */
  readonly fingerprint?: readonly string[];
  /** Whether nobody has compared the programme's terms with a contract. */
  readonly isTriedOut: boolean;
  /** Day on which the file is made, YYYY-MM-DD. */
  readonly madeOn: string;
  readonly language: LetterLanguage;
}

type Pdf = PDFKit.PDFDocument;

const LEFT = 56;
const WIDTH = 483;
const HEIGHT = 842;
/** An A4 page is folded in three: the code lies in the last third, between the two others. */
const THIRD = HEIGHT / 3;
const SIZE = 10;
const QR_SIZE = 128;
const LONG_NAME = 48;

/**
 * Letters for a print shop, one a page: the address side above the first fold, the rest inside.
 * The event loop goes on between two pages, since a file may have a thousand.
 */
export async function letterPdf(
  letters: readonly Letter[], terms: LetterTerms,
): Promise<Buffer> {
  const { pdf, bytes } = openLetters(terms);
  for (const letter of letters) {
    pdf.addPage();
    writeOutside(pdf, letter, terms, 0);
    writeFold(pdf, THIRD, terms);
    writeFold(pdf, 2 * THIRD, terms);
    const below = writeInside(pdf, letter, terms, THIRD + 14);
    writeCode(pdf, letter, terms, Math.max(2 * THIRD + 16, below + 10));
    await setImmediate();
  }
  pdf.end();
  return bytes;
}

/**
 * Letters to fold and glue, two pages each for both sides of a sheet: the back is blank but for the
 * department. The last third, with the code, is folded in first and lies between the two others.
 */
export async function foldedPdf(
  letters: readonly Letter[], terms: LetterTerms,
): Promise<Buffer> {
  const { pdf, bytes } = openLetters(terms);
  for (const letter of letters) {
    pdf.addPage();
    writeGlue(pdf, terms);
    writeFold(pdf, THIRD, terms);
    writeFold(pdf, 2 * THIRD, terms);
    const below = writeInside(pdf, letter, terms, 64);
    writeCode(pdf, letter, terms, Math.max(2 * THIRD + 16, below + 10));
    pdf.addPage();
    writeOutside(pdf, letter, terms, 0);
    await setImmediate();
  }
  pdf.end();
  return bytes;
}

/** Where the first third is glued to the back of the last one. */
function writeGlue(pdf: Pdf, { language }: LetterTerms): void {
  pdf.rect(18, 12, LEFT + WIDTH + 20, 24).lineWidth(0.5).dash(3, { space: 3 }).stroke('#777').undash();
  writeText(pdf, LETTER_WORDS[language].glue, {
    left: LEFT, top: 19, width: WIDTH, size: 7, color: '#777' });
}

function openLetters({ programme, language, madeOn }: LetterTerms) {
  const { title } = LETTER_WORDS[language];
  return openPaper({
    margin: 0, lang: language, autoFirstPage: false,
    info: {
      Title: `${title}: ${programme}`, Author: 'Sotto',
      CreationDate: new Date(`${madeOn}T00:00:00Z`),
    },
  });
}

/** The address side: a department and nothing that differs within it. */
function writeOutside(
  pdf: Pdf, { site, department }: Letter, { language }: LetterTerms, begin: number,
): void {
  const place = { left: LEFT, width: WIDTH };
  const below = writeText(pdf, site, { ...place, top: begin + 120, size: 12 });
  writeText(pdf, department, { ...place, top: below, size: 12, bold: true });
  writeText(pdf, LETTER_WORDS[language].unopened, {
    ...place, top: begin + 40, size: SIZE, align: 'right', bold: true });
}

function writeFold(pdf: Pdf, at: number, { language }: LetterTerms): void {
  pdf.moveTo(0, at).lineTo(18, at).moveTo(LEFT + WIDTH + 38, at).lineTo(LEFT + WIDTH + 56, at)
    .lineWidth(0.5).stroke('#777');
  writeText(pdf, LETTER_WORDS[language].fold, {
    left: 4, top: at + 1, width: 60, size: 6, color: '#777' });
}

/** What the programme is, and what the letter's reader should know before she enters the code. */
function writeInside(
  pdf: Pdf, { groupSize }: Letter, terms: LetterTerms, begin: number,
): number {
  const { programme, programmeSize, sessions, lastDay, address, fingerprint, language } = terms;
  const words = LETTER_WORDS[language];
  const place = { left: LEFT, width: WIDTH, size: SIZE };
  let top = writeText(pdf, programme, {
    ...place, top: begin, size: programme.length > LONG_NAME ? 11 : 16, bold: true }) + 4;
  const write = (text: string, bold = false, gap = 5) => {
    top = writeText(pdf, text, { ...place, top, bold }) + gap;
  };
  write(words.sessions(sessions));
  write(words.privacy);
  write(words.week(dayIn(language, lastDay)), true);
  write(words.group(groupSize, programmeSize));
  if (fingerprint) {
    write(words.fingerprint, false, 0);
    write(fingerprint.join('  '), true);
  }
  if (terms.isTriedOut) write(words.triedOut, true);
  write(words.opened);
  write(words.open, false, 0);
  write(address, true, 0);
  return top;
}

/** The code, to read and to scan; the crisis lines and the letter's number below it. */
function writeCode(
  pdf: Pdf, { code, number }: Letter, { language, fingerprint }: LetterTerms, top: number,
): void {
  const words = LETTER_WORDS[language];
  const width = WIDTH - QR_SIZE - 16;
  let at = writeText(pdf, words.enter, { left: LEFT, top, width, size: SIZE }) + 8;
  at = writeText(pdf, code, { left: LEFT, top: at, width, size: 16, bold: true }) + 12;
  at = writeText(pdf, words.danger, { left: LEFT, top: at, width, size: 8.5, bold: true });
  for (const line of [words.emergency, words.talk, words.notEmergency]) {
    at = writeText(pdf, line, { left: LEFT, top: at, width, size: 8.5 });
  }
  drawQr(pdf, fingerprint ? `${code} ${writeWords(fingerprint)}` : code, LEFT + WIDTH - QR_SIZE, top);
  writeText(pdf, words.number(number), {
    left: LEFT, top: HEIGHT - 60, width: WIDTH, size: 8.5, align: 'right', color: '#555' });
}

/** A QR code as one path, a rectangle for each run of dark modules in a row. */
function drawQr(pdf: Pdf, text: string, left: number, top: number): void {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const module = QR_SIZE / rows.length;
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      pdf.rect(left + from * module, top + y * module, (x - from + 1) * module, module);
    }
  });
  pdf.fill('#000');
}

function dayIn(language: LetterLanguage, day: string): string {
  return new Intl.DateTimeFormat(language === 'es' ? 'es-ES' : 'en-GB', {
    dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
