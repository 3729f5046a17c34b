import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { CheckHeadcountsQuery } from '../gql/gateway/graphql.ts';

type Fault = CheckHeadcountsQuery['checkHeadcounts']['faults'][number];

/** Every fault of a file by its line, in words that say how to mend it. */
export function HeadcountFaults({ faults }: { faults: readonly Fault[] }) {
  const { t } = useLingui();
  const words = useWords();
  const places = new Set(faults.map(({ line }) => line));
  return (
    <>
      <Notice
        kind="error"
        title={<Plural
          value={places.size} one="# line is to be mended." other="# lines are to be mended."
        />}
      >
        <Trans>Nothing was stored. Mend the file and choose it again.</Trans>
      </Notice>
      <DataTable
        caption={t`What is to be mended`}
        hideCaption
        rows={faults}
        keyOf={({ line, column, code }) => `${line} ${column} ${code}`}
        columns={[
          { id: 'line', title: t`Line`, cell: ({ line }) => line },
          { id: 'column', title: t`Column`, cell: ({ column }) => column ?? '' },
          { id: 'fault', title: t`What to do`, cell: (fault) => words(fault) },
        ]}
      />
    </>
  );
}

function useWords(): (fault: Fault) => string {
  const { t } = useLingui();
  const words = useCodes();
  return ({ code, column, character }) => {
    const named = character === null ? '' : nameOf(character);
    if (code === 'UNPRINTABLE') return t`No paper can carry the character ${named}. Take it away.`;
    if (code === 'STRAY_MARK') return t`The mark ${named} has no letter to stand on. Take it away.`;
    if (code === 'MISSING_COLUMN') {
      return t`No title of the first line names this column. Give one of them the name “${column}”.`;
    }
    return words[code] ?? code;
  };
}

/** A code point with the character itself where it can be seen. */
function nameOf(point: string): string {
  const character = String.fromCodePoint(Number.parseInt(point.slice(2), 16));
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `${point} (${character})` : point;
}

function useCodes(): Record<string, string> {
  const { t } = useLingui();
  const header = 'site, department, headcount';
  return {
    EMPTY_FILE: t`This file has no lines. Add a header, and a line for each department.`,
    NO_HEADER: t`The first line looks like a department, not like a header. Put a line above it that names the columns: ${header}`,
    UNKNOWN_HEADER: t`The first line names none of the columns. It must be a header with these titles: ${header}`,
    NO_ROWS: t`The file has no lines below its header. Add one for each department.`,
    COLUMN_TWICE: t`Two columns have this name. Take one away.`,
    QUOTE_NOT_CLOSED: t`A quotation mark opens here and is not closed. Close it, or take it away.`,
    QUOTE_INSIDE: t`A quotation mark stands inside a cell. Take it away, or put the cell between quotation marks and write this one twice: "Team ""A""".`,
    TEXT_AFTER_QUOTE: t`Text stands after a closing quotation mark. Move it in front of the mark, or write a mark that belongs to the name twice: "Team ""A""".`,
    NOT_UTF8: t`This line has letters that cannot be read. Save the file as “CSV UTF-8” and choose that one.`,
    GARBLED: t`Letters of this line were read in a wrong encoding, such as Ã¼ for ü. Export the file again as “CSV UTF-8”, or write the names anew.`,
    TOO_WIDE: t`This line has more cells than the header. Put a name with a comma in it between quotation marks: "Sales, EMEA".`,
    TOO_NARROW: t`This line has fewer cells than the header. Fill in what is missing.`,
    OTHER_SEPARATOR: t`The cells of this line are parted by another sign than those of the first line. Use the same one in the whole file: comma, semicolon or tab.`,
    LINE_BREAK: t`A line ends within this cell. Write it in one line.`,
    EMPTY: t`This is empty. Fill it in, or delete the line.`,
    LONG_NAME: t`This name is longer than 100 characters. Shorten it.`,
    NOT_A_NUMBER: t`This is not a whole number from 0 up. Write digits only, such as 1200.`,
    GROUPED_NUMBER: t`Is this a thousand or a fraction? Write digits only, such as 1200.`,
    TOO_MANY_PEOPLE: t`A programme covers at most 200,000 people. Split it in two.`,
    TOO_MANY_ROWS: t`A programme has at most 500 departments. Merge small ones.`,
    TWICE: t`This department of the site was named before. Merge the two lines.`,
    WRITTEN_OTHERWISE: t`This site was written otherwise before. Write it in one way.`,
    LOOKS_ALIKE: t`This looks like a name above it: only dashes, spaces or look-alike letters differ. If it is the same, write it in one way and merge the two lines; if not, give it another name.`,
    TOTAL: t`Is this a total? Delete the line: totals are worked out. A department needs another name.`,
    PEOPLE: t`This looks like a list of people. Names do not belong here: give only how many work in each department. Nothing of the list was kept.`,
    ...useFiles(),
  };
}

/** What a file is instead of text, with what to do about it. */
function useFiles(): Record<string, string> {
  const { t } = useLingui();
  const save = t`Open it, save it as “CSV UTF-8”, and choose that file.`;
  return {
    FILE_EXCEL: `${t`This is an Excel workbook.`} ${save}`,
    FILE_OPEN_DOCUMENT: `${t`This is an OpenDocument file.`} ${save}`,
    FILE_NUMBERS: `${t`This is a Numbers document.`} ${save}`,
    FILE_WEB_PAGE: `${t`This is a web page or XML.`} ${save}`,
    FILE_WORD: t`This is a Word document. A CSV file is needed.`,
    FILE_RICH_TEXT: t`This is rich text. A CSV file is needed.`,
    FILE_PDF: t`This is a PDF. A CSV file is needed.`,
    FILE_PICTURE: t`This is a picture. A CSV file is needed.`,
    FILE_MAIL: t`This is an e-mail. A CSV file is needed.`,
    FILE_ARCHIVE: t`This is a packed archive. Unpack it, and choose the CSV file in it.`,
  };
}
