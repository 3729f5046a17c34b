import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const FONTS = '@expo-google-fonts';

/** A font that papers embed; the ones for text are tried in this order, character by character. */
export type PaperFont = 'latin' | 'han' | 'hangul' | 'bold';

/**
 * Where the fonts of papers lie. `latin` has Latin, Greek and Cyrillic; `han` has Chinese
 * ideographs and kana; `hangul` has Korean; `bold` has what `latin` has, for words of our own.
 */
export function paperFontFile(font: PaperFont): string {
  switch (font) {
    case 'latin': return resolve(`${FONTS}/noto-sans/400Regular/NotoSans_400Regular.ttf`);
    case 'han': return resolve(`${FONTS}/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf`);
    case 'hangul': return resolve(`${FONTS}/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf`);
    case 'bold': return resolve(`${FONTS}/noto-sans/700Bold/NotoSans_700Bold.ttf`);
  }
}
