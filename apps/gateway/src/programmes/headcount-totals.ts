import { fold } from './headcount-titles.ts';

const TOTALS = new Set(`total;totals;grand total;grand totals;sum;sums;subtotal;subtotals;sub total;
  overall;all;summe;summen;gesamt;gesamtsumme;insgesamt;zwischensumme;endsumme;
  suma;sumas;total general;suma total;subtotales;totales;
  sous total;total general general;somme;ensemble;totale;totali;somma;subtotale;totale generale;
  totaal;subtotaal;eindtotaal;soma;totais;subtotais;total geral;razem;suma czesciowa;ogolem;lacznie;
  celkem;soucet;mezisoucet;spolu;osszesen;osszeg;yhteensa;summa;totalt;delsumma;ialt;i alt;sammen;
  totalt antal;toplam;genel toplam;ukupno;skupaj;kokku;kopa;is viso;
  итого;всего;сумма;итог;разом;усього;общо;συνολο;αθροισμα;
  合计;总计;小计;总和;合計;總計;小計;総計;합계;총계;소계;계`
  .split(';').map((word) => word.trim().replaceAll(/\s+/g, ' ')));

/** A row that says "total" is one of a kind; one that has the word in it, only if it adds up. */
export type Totalling = 'says' | 'mentions' | 'neither';

/** Whether a row's names, site or department, speak of a total. */
export function totalling(names: readonly string[]): Totalling {
  const folded = names.map(fold);
  // "All" is a usual name of a site's only department: a total only if nothing else is named.
  const says = folded.some((name) => name !== 'all' && TOTALS.has(name))
    || (folded.includes('all') && folded.every((name) => name === 'all' || name === ''));
  if (says) return 'says';
  const mentions = folded.some((name) => name.split(' ').some((word) => TOTALS.has(word)));
  return mentions ? 'mentions' : 'neither';
}

/** Whether a count is what the rows before it, or the last ones of them, add up to. */
export function addsUp(count: number, before: readonly number[]): boolean {
  let sum = 0;
  return before.length > 1 && count > 0
    && before.toReversed().some((one, at) => (sum += one) === count && at > 0);
}
