/** A text without case, width, doubled spaces and other forms of the same letters. */
export function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
    .replaceAll(/\s+/gu, ' ').trim();
}
