import fc from 'fast-check';
import { tidyLine, unprintable } from '#platform/text/printable';
import { readHeadcounts, type HeadcountReading } from './headcounts-csv.ts';

const read = (csv: string): HeadcountReading => readHeadcounts(Buffer.from(csv, 'utf8'));
const faults = (csv: string) =>
  read(csv).faults.map(({ line, column, code }) => [line, column, code]);
const HEADER = 'site,department,headcount\n';

describe('a file of headcounts', () => {
  it.each([
    ['commas', 'site,department,headcount\nBerlin,Care,70\n'],
    ['semicolons and a byte order mark', '\uFEFFSite;Department;Headcount\r\nBerlin;Care;70\r\n'],
    ['tabs and another order', 'headcount\tsite\tdepartment\n70\tBerlin\tCare'],
    ['Spanish titles and quotes', '"sede","departamento","personas"\n"Berlin","Care","70"'],
    ['French titles', 'Lieu;Département;Effectif\nBerlin;Care;70'],
    ['a line that names the separator', 'sep=;\r\nsite;department;headcount\r\nBerlin;Care;70\r\n'],
    ['more columns and empty lines', 'site,cost,department,headcount\n\nBerlin,1,Care,70\n,,,\n'],
    ['spaces of any kind', 'site|department|headcount\n\u00A0Berlin |Care\u3000|70\u00A0'],
  ])('is read with %s', (_what, csv) => {
    expect(read(csv)).toEqual({
      units: [{ site: 'Berlin', department: 'Care', headcount: 70 }], faults: [] });
  });

  const TITLES = {
    site: ['Standort', 'Niederlassung', 'Betriebsstätte', 'Büro', 'Ort', 'Sede', 'Centro de trabajo',
      'Oficina', 'Ubicación', 'Site', 'Établissement', 'Lieu de travail', 'Agence', 'Location'],
    department: ['Abteilung', 'Bereich', 'Organisationseinheit', 'Departamento', 'Área', 'Sección',
      'Service', 'Département', 'Direction', 'Pôle', 'Department', 'Business unit'],
    headcount: ['Mitarbeiter', 'Mitarbeiter:innen', 'Anzahl Mitarbeitende', 'Anzahl der Mitarbeiter',
      'Mitarbeiterzahl', 'Beschäftigte', 'Personen', 'Köpfe', 'Plantilla', 'Nº de empleados',
      'Número de personas', 'N.º trabajadores', 'Empleados', 'Effectif', 'Effectifs', 'Nombre',
      'Nombre de salariés', 'N° d’employés', 'Nb de personnes', 'Collaborateurs', 'Headcount',
      'Number of people', 'Employees', 'No. of employees'],
  };

  it('is read with the titles that people give in German, Spanish, French and English', () => {
    const title = (one: keyof typeof TITLES) => fc.constantFrom(...TITLES[one])
      .chain((text) => fc.constantFrom(text, text.toUpperCase(), ` ${text.normalize('NFD')} `));
    fc.assert(fc.property(title('site'), title('department'), title('headcount'), (...titles) => {
      expect(read(`${titles.join(';')}\nBerlin;Care;70\nBerlin;IT;9\nWien;IT;8\n`)).toMatchObject({
        units: [{ site: 'Berlin', department: 'Care', headcount: 70 }, {}, {}], faults: [] });
    }), { numRuns: 300 });
  });

  it.each([
    ['Standort;Abteilung\nBerlin;IT\n', [[1, 'headcount', 'MISSING_COLUMN']]],
    ['Nr;Standort;Abteilung;Personen\n1;Berlin;IT;70\n', []],
    ['Standort;Stadt;Abteilung;Bereich;Anzahl\nB;Berlin;IT;X;70\n', []],
    ['Standort;Abteilung;Anzahl;Köpfe\nB;IT;70;9\n', []],
    ['Stadt;Ort;Abteilung;Anzahl\nB;B;IT;70\n', [[1, 'site', 'COLUMN_TWICE']]],
    ['Standort;Abteilung;Anzahl;Kopfzahl\nB;IT;70;9\n', [[1, 'headcount', 'COLUMN_TWICE']]],
  ])('takes the plain title before one that could be it, and asks about two: %j', (csv, told) => {
    expect(faults(csv)).toEqual(told);
  });

  it('has each fault named by its line and column, and then no departments', () => {
    expect(faults('')).toEqual([[1, null, 'EMPTY_FILE']]);
    expect(faults(`\n${HEADER}`)).toEqual([[2, null, 'NO_ROWS']]);
    expect(faults('site,headcount\nx,1')).toEqual([[1, 'department', 'MISSING_COLUMN']]);
    expect(faults('site,sede,department,headcount\nx,y,z,1')).toEqual([[1, 'site', 'COLUMN_TWICE']]);
    expect(faults(`${HEADER}"Berlin,Care,70`)).toEqual([[2, null, 'QUOTE_NOT_CLOSED']]);
    const csv = `${HEADER},Care,70\nBerlin,IT,many\nBerlin,HR,-1\nA,B,2\nA,B,2\nC,D\nE,F,1,x\nG,\u{1F600},3`;
    expect(faults(csv)).toEqual([[2, 'site', 'EMPTY'], [3, 'headcount', 'NOT_A_NUMBER'],
      [4, 'headcount', 'NOT_A_NUMBER'], [6, 'department', 'TWICE'], [7, null, 'TOO_NARROW'],
      [8, null, 'TOO_WIDE'], [9, 'department', 'UNPRINTABLE']]);
    expect(read(csv).units).toEqual([]);
  });

  it('asks about letters that were read in a wrong encoding, at their place, and not about sound ones',
    () => {
      const sound = ['Zürich', 'Büro', 'Straße', 'Città', 'GÖTEBORG', 'Málaga', 'Łódź', '«CAFÉ»'];
      for (const [encoding, garble] of [
        ['windows-1252', (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text))],
        ['latin1', (text: string) => Buffer.from(text).toString('latin1')],
      ] as const) {
        for (const name of sound) {
          const file = `${HEADER}${name},IT,70\nWien,${name},70\n`;
          expect(faults(file)).toEqual([]);
          expect([encoding, name, faults(`${HEADER}${garble(name)},IT,70\nWien,${garble(name)},70\n`)])
            .toEqual([encoding, name, [[2, 'site', 'GARBLED'], [3, 'department', 'GARBLED']]]);
        }
        expect(faults(garble('Büro;Abteilung;Köpfe\nWien;IT;70\n'))).toEqual([[1, null, 'GARBLED']]);
      }
    });

  it.each(['1,200', '70,5', '1.200', '1 200', '1\u00A0200', '1e3', '٧٠', '-5', '+5', '７０', '"1,200"'])(
    'is never read as another number than it says: %s', (number) => {
      for (const [header, separator] of [[HEADER, ','], [HEADER.replaceAll(',', ';'), ';'],
        [HEADER.replaceAll(',', '\t'), '\t']] as const) {
        const { units, faults: found } = read(
          `${header}Berlin${separator}Care${separator}90\nWien${separator}IT${separator}${number}\n`);
        expect(units).toEqual([]);
        expect(found).toMatchObject([{ line: 3 }]);
      }
    });

  it.each([
    ['case', 'Sales', 'sales'], ['case of other letters', 'Straße', 'STRASSE'],
    ['spaces', 'Sales Team', 'Sales  Team'], ['a hard space', 'Sales Team', 'Sales\u00A0Team'],
    ['normal form', 'Zürich', 'Zu\u0308rich'], ['width', 'Sales', 'Ｓａｌｅｓ'],
    ['a ligature', 'Office', 'O\uFB03ce'],
  ])('names a department once: %s alone makes no other', (_, one, other) => {
    expect(faults(`${HEADER}Berlin,${one},30\nBerlin,${other},40\n`))
      .toEqual([[3, 'department', 'TWICE']]);
    const sites = faults(`${HEADER}${one},IT,30\n${other},HR,40\n`);
    const [left, right] = [one, other].map((name) =>
      name.normalize('NFC').replaceAll(/\p{Zs}+/gu, ' '));
    expect(sites).toEqual(left === right ? [] : [[3, 'site', 'WRITTEN_OTHERWISE']]);
  });

  it.each(['Total', 'TOTAL', 'Grand total', 'Summe', 'Gesamt', 'Suma', 'Sous-total', 'Zwischensumme',
    'Totale', 'Totaal', 'Razem', 'Итого', '合計', 'Σύνολο', 'Total:', 'Sub-Total'])(
    'has no row of totals: %s', (word) => {
      const rows = `${HEADER}Berlin,Care,30\nBerlin,IT,40\n`;
      expect(faults(`${rows}${word},${word},90\n`)).toEqual([[4, null, 'TOTAL']]);
      expect(faults(`${rows}${word},,70\n`)).toEqual([[4, null, 'TOTAL']]);
      expect(faults(`${rows}Berlin,${word},70\nWien,HR,9\n`)).toEqual([[4, null, 'TOTAL']]);
      expect(faults(`${rows}${word} Berlin,x,70\n`)).toEqual([[4, null, 'TOTAL']]);
    });

  it('may have a department that has such a word in its name, and one that is all of a site', () => {
    expect(faults(`${HEADER}Berlin,Total Rewards,12\nBerlin,IT,40\nGraz,All,60\n`)).toEqual([]);
  });

  it.each([
    ['a name', 'site,department,headcount,name\nB,IT,30,Ada\n'],
    ['a first name', 'Vorname;Nachname;Abteilung\nAda;L;IT\n'],
    ['Spanish names', 'nombre;apellidos;sede\nAda;L;B\n'],
    ['a Spanish name', 'Sede;Departamento;Nombre\nB;IT;Ada\n'],
    ['French names', 'Nom,Prénom,Service\nL,Ada,IT\n'], ['Japanese names', '氏名,部署\n山田,IT\n'],
    ['an e-mail title', 'site,department,E-Mail\nB,IT,x\n'],
    ['an employee number', 'Employee ID,site,department,headcount\n7,B,IT,1\n'],
    ['a day of birth', 'site,department,headcount,Geburtsdatum\nB,IT,1,x\n'],
  ])('that is a list of people is named as such by its title: %s', (_, csv) => {
    expect(faults(csv)).toEqual([[1, null, 'PEOPLE']]);
    expect(read(csv).units).toEqual([]);
  });

  it.each([
    ['e-mail addresses', 3, `${HEADER}B,IT,30\nB,ada@example.org,40\n`],
    ['no header', 1, 'Ada;ada@example.org;IT\nBob;bob@example.org;IT\n'],
    ['days of birth', 2, 'who,since,headcount\nA,1980-05-01,1\nB,07.09.1991,1\n'],
    ['one row a person', 2, `${HEADER}B,IT,1\nB,HR,1\nC,IT,1\n`],
    ['names under a title of counts', 2,
      'Standort;Abteilung;Mitarbeiter\nB;IT;Ada Lovelace\nB;HR;O’Hara, Eve\nC;IT;Zoë de Wit\n'],
    ['a row again and again', 2, 'site,department\nB,IT\nB,IT\nB,IT\n'],
  ])('that is a list of people is named as such by its rows: %s', (_, line, csv) => {
    expect(faults(csv)).toEqual([[line, null, 'PEOPLE']]);
    expect(read(csv).units).toEqual([]);
  });

  it.each(['\n', '\r\n', '\r', '\n\n'])(
    'has a cell in which a line ends told as that: %j', (end) => {
      expect(faults(`${HEADER}Berlin,IT,30\nBerlin,"Sales${end}EMEA",70\n`))
        .toEqual([[3, 'department', 'LINE_BREAK']]);
      expect(faults(`${HEADER}"Ber${end}lin",Care,70\n`)).toEqual([[2, 'site', 'LINE_BREAK']]);
      expect(faults(`${HEADER}Berlin,Care,"7${end}0"\n`)).toEqual([[2, 'headcount', 'LINE_BREAK']]);
    });

  it.each([
    ['😀', 'UNPRINTABLE', 'U+1F600'], ['م', 'UNPRINTABLE', 'U+0645'], ['ไ', 'UNPRINTABLE', 'U+0E44'],
    ['\u200B', 'UNPRINTABLE', 'U+200B'], ['\u00AD', 'UNPRINTABLE', 'U+00AD'],
    ['\u0007', 'UNPRINTABLE', 'U+0007'], ['\uE000', 'UNPRINTABLE', 'U+E000'],
    [' \u0303x', 'STRAY_MARK', 'U+0303'], ['q\u0303\u0303\u0303\u0303', 'STRAY_MARK', 'U+0303'],
  ])('has a character that no paper can carry named by its code point and line: %j', (odd, code, character) => {
    const fault = { line: 3, code, character };
    expect(read(`${HEADER}Berlin,IT,30\nBerlin,Ca${odd}re,70\n`).faults)
      .toEqual([{ ...fault, column: 'department' }]);
    expect(read(`${HEADER}Berlin,IT,30\nBe${odd}rlin,Care,70\n`).faults)
      .toEqual([{ ...fault, column: 'site' }]);
    expect(faults(`${HEADER}Berlin,${'x'.repeat(101)}${odd}y,70\n`))
      .toEqual([[2, 'department', 'LONG_NAME'], [2, 'department', code]]);
  });

  it('has each character named that is refused, and none that is not, as every line of ours', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 6 }), (text) => {
      const name = `x${text.replaceAll(/[,\r\n"\0\uFFFD\p{Cs}]/gu, '')}x`;
      const [fault] = read(`${HEADER}Berlin,${name},70\n`).faults;
      const said = unprintable(tidyLine(name));
      expect(fault?.character ?? null).toBe(/U\+[\dA-F]+/.exec(said ?? '')?.[0] ?? null);
    }));
  });

  it.each([
    ['Berlin,Care,70\nWien,IT,30\n', 'NO_HEADER'], ['Berlin;Care;70', 'NO_HEADER'],
    ['Madrid,Service,70\nWien,Service,30\nBern,Service,20\nGraz,Service,9\n', 'NO_HEADER'],
    ['70\tBerlin\tCare\n9\tWien\tIT\n', 'NO_HEADER'], ['Berlin;Care;1.200\nWien;IT;30\n', 'NO_HEADER'],
    ['Berlin,Care,12,70\nWien,IT,9,30\n', 'NO_HEADER'],
    ['where,what,how many\nBerlin,Care,70\n', 'UNKNOWN_HEADER'],
    ['Berlin,Care\nWien,IT\n', 'UNKNOWN_HEADER'], ['headcounts of 2026\nBerlin,Care,70\n', 'UNKNOWN_HEADER'],
  ])('without a header is told so once, and what it must be: %j', (csv, code) => {
    expect(faults(csv)).toEqual([[1, null, code]]);
  });

  it.each([['Sales-EMEA', 'Sales–EMEA'], ['Back Office', 'BackOffice'], ['Care', 'Саre']])(
    'names no two departments that nobody tells apart: %s and %s', (one, other) => {
      expect(faults(`${HEADER}Berlin,${one},30\nBerlin,${other},40\n`))
        .toEqual([[3, 'department', 'LOOKS_ALIKE']]);
      expect(faults(`${HEADER}${one},IT,30\n${other},HR,40\n`)).toEqual([[3, 'site', 'LOOKS_ALIKE']]);
    });

  it.each([
    ['PK\u0003\u0004xl/workbook.xml', 'FILE_EXCEL'], ['%PDF-1.7', 'FILE_PDF'],
    ['PK\u0003\u0004Index/Tables.iwa', 'FILE_NUMBERS'], ['<html><table>', 'FILE_WEB_PAGE'],
  ])('that is no text is named as what it is', (start, code) => {
    expect(faults(start)).toEqual([[1, null, code]]);
  });

  it('never throws, whatever is uploaded, and never answers with what was there', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), fc.uint8Array(), (csv, bytes) => {
      for (const file of [bytes, Buffer.from(csv), Buffer.from(`${HEADER}${csv}`)]) {
        for (const fault of readHeadcounts(file).faults) {
          expect(Object.keys(fault).sort()).toEqual(['character', 'code', 'column', 'line']);
          expect(fault.code).toMatch(/^[A-Z_\d]+$/);
          expect(fault.character ?? 'U+0000').toMatch(/^U\+[\dA-F]{4,6}$/);
        }
      }
    }));
  });
});
