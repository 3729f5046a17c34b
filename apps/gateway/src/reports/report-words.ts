import type { YearView } from './year-view.ts';

const KNOWN_EN: Readonly<Record<string, string>> = {
  'all': 'All together', 'work and stress': 'Work and stress',
  'mood and life': 'Mood, relationships and life', 'mood and anxiety': 'Mood and anxiety',
  'relationships and life': 'Relationships and life', 'not by video': 'By phone or in person',
  'VIDEO': 'By video', 'PHONE': 'By phone', 'IN_PERSON': 'In person', 'STRESS': 'Stress',
  'ANXIETY': 'Anxiety', 'DEPRESSION': 'Low mood', 'RELATIONSHIPS': 'Relationships', 'WORK': 'Work',
  'GRIEF': 'Grief', 'OTHER': 'Other', '1': '1 session', '2–3': '2 to 3 sessions',
  '4 or more': '4 sessions or more',
};
const KNOWN_ES: Readonly<Record<string, string>> = {
  'all': 'Todo junto', 'work and stress': 'Trabajo y estrés',
  'mood and life': 'Ánimo, relaciones y vida', 'mood and anxiety': 'Ánimo y ansiedad',
  'relationships and life': 'Relaciones y vida', 'not by video': 'Por teléfono o en persona',
  'VIDEO': 'Por vídeo', 'PHONE': 'Por teléfono', 'IN_PERSON': 'En persona', 'STRESS': 'Estrés',
  'ANXIETY': 'Ansiedad', 'DEPRESSION': 'Ánimo bajo', 'RELATIONSHIPS': 'Relaciones',
  'WORK': 'Trabajo', 'GRIEF': 'Duelo', 'OTHER': 'Otro', '1': '1 sesión', '2–3': '2 o 3 sesiones',
  '4 or more': '4 sesiones o más',
};

/** The plan's own numbers. */
type Thresholds = Pick<YearView, 'k' | 'kHow' | 'lot'>;

/** The words on the paper of a year's report, by ISO 639-1 code of the language. */
export const REPORT_WORDS = {
  en: {
    names: KNOWN_EN, title: 'Use of the benefit',
    released: (count: number, day: string) => `Report ${count} of 4, released on ${day}`,
    share: 'Share who used it', settled: 'Settled sessions', wait: 'Median wait',
    untold: 'can’t be shown', untoldYear: (k: number) => `Fewer than ${k}, or more than half.`,
    unsettled: 'none settled',
    nothingBilled: 'Nothing is billed. That doesn’t say that nobody came.', days: (band: string) => `${band} days`, flat: 'flat price',
    of: (people: string, covered: string) => `${people} of ${covered} people`,
    whole: 'in the whole year', part: (turns: string) => `in ${turns}: not the share of a year`,
    chance: (least: string, most: string) =>
      `A share between ${least} and ${most} would differ from it by no more than chance.`,
    before: {
      more: 'more than last year', less: 'less than last year', alike: 'as last year, within chance',
    },
    noBefore: {
      none: 'Can’t be compared: there is no report of the year before.',
      year: 'Can’t be compared: the whole of last year can’t be shown.',
      months: 'Can’t be compared: last year, these months alone can’t be shown.',
    },
    course: 'The course of the year',
    steps: {
      told: '', joined: '',
      waiting: (k: number) => `can’t be shown by itself: fewer than ${k}, or more than half of those not counted before`,
      untold: (k: number) => `can’t be shown: fewer than ${k}, or more than half of those not counted before`,
      ahead: 'not released yet',
    },
    lists: {
      sites: 'By site', concerns: 'What they came for', modalities: 'How they met',
      bands: 'How often they came',
    },
    people: (count: string) => `${count} people`, more: (count: number) => `and ${count} more groups`,
    later: (turns: string) => `Shown when ${turns} is over.`,
    never: 'Can’t be shown this year: the number of people can’t be shown either.',
    together: 'Can’t be shown by group.',
    shortened: 'A name that ends in … is whole on the usage page and in its table.',
    unsplit: (k: number) =>
      `Not split further: a part of it had fewer than ${k} people in some period.`,
    unsplitSite: (k: number) =>
      `Not split further: a part of it had fewer than ${k} people who used it, or more than half.`,
    benchmark: 'Benchmark: providers report 4.5% of the people covered in a year on average (median '
      + '3.6%). National Behavioral Consortium, Industry Profile of 82 External EAP Providers, 2013.',
    average: {
      more: 'Above the average, by more than chance explains.',
      less: 'Below the average, by more than chance explains.',
      alike: 'Near the average: chance alone may explain the difference.',
    },
    definitions: ({ k, kHow, lot }: Thresholds) => [
      'Share who used it: people with a first session in the year, each counted once, of the people '
        + 'covered when the year began. The range is at 95 % (Wilson).',
      'Settled sessions: sessions of the people whom a report shows: one of each of them with that '
        + `report, all their further sessions when the year is over, in steps of ${lot}. Median wait: `
        + 'half had their first session sooner, half later.',
      `At least ${k} people stand behind every number, ${kHow} for how and how often. Groups are `
        + 'merged in an order fixed before the year. From all that you receive in a year nobody can be '
        + 'certain that fewer of a named group used it, nor, by the headcounts that you stated, that all '
        + 'of its people but so few did. That nobody of a group did may be certain.',
    ],
    signed: (programme: string) => `Programme ${programme}. SHA-256 of each report as the vault signed it, `
      + 'in the signed file:',
  },
  es: {
    names: KNOWN_ES, title: 'Uso de la prestación',
    released: (count: number, day: string) => `Informe ${count} de 4, publicado el ${day}`,
    share: 'Proporción que la usó', settled: 'Sesiones liquidadas', wait: 'Espera mediana',
    untold: 'no se puede mostrar', untoldYear: (k: number) => `Menos de ${k}, o más de la mitad.`,
    unsettled: 'ninguna liquidada',
    nothingBilled: 'No se factura nada. Eso no dice que no viniera nadie.', days: (band: string) => `${band} días`, flat: 'precio fijo',
    of: (people: string, covered: string) => `${people} de ${covered} personas`,
    whole: 'en todo el año', part: (turns: string) => `en ${turns}: no es la proporción de un año`,
    chance: (least: string, most: string) =>
      `Una proporción entre ${least} y ${most} no se distinguiría de ella más que por azar.`,
    before: {
      more: 'más que el año pasado', less: 'menos que el año pasado',
      alike: 'como el año pasado, dentro del azar',
    },
    noBefore: {
      none: 'No se puede comparar: no hay informe del año anterior.',
      year: 'No se puede comparar: el año pasado completo no se puede mostrar.',
      months: 'No se puede comparar: del año pasado, estos meses no se pueden mostrar por sí solos.',
    },
    course: 'El curso del año',
    steps: {
      told: '', joined: '',
      waiting: (k: number) => `no se puede mostrar por sí solo: menos de ${k}, o más de la mitad de quienes no se contaron antes`,
      untold: (k: number) => `no se puede mostrar: menos de ${k}, o más de la mitad de quienes no se contaron antes`,
      ahead: 'aún no publicado',
    },
    lists: {
      sites: 'Por centro', concerns: 'Por qué vinieron', modalities: 'Cómo se reunieron',
      bands: 'Cuántas veces vinieron',
    },
    people: (count: string) => `${count} personas`, more: (count: number) => `y ${count} grupos más`,
    later: (turns: string) => `Se muestra cuando termine ${turns}.`,
    never: 'No se puede mostrar este año: tampoco el número de personas.',
    together: 'No se puede mostrar por grupos.',
    shortened: 'Un nombre que termina en … está entero en la página de uso y en su tabla.',
    unsplit: (k: number) =>
      `No se divide más: una de sus partes tenía menos de ${k} personas en algún periodo.`,
    unsplitSite: (k: number) =>
      `No se divide más: en una de sus partes la usaron menos de ${k} personas, o más de la mitad.`,
    benchmark: 'Referencia: los proveedores informan del 4,5 % de las personas cubiertas al año de '
      + 'media (mediana 3,6 %). National Behavioral Consortium, Industry Profile of 82 External EAP '
      + 'Providers, 2013.',
    average: {
      more: 'Por encima de la media, más de lo que explica el azar.',
      less: 'Por debajo de la media, más de lo que explica el azar.',
      alike: 'Cerca de la media: el azar por sí solo puede explicar la diferencia.',
    },
    definitions: ({ k, kHow, lot }: Thresholds) => [
      'Proporción que la usó: personas con una primera sesión en el año, cada una contada una vez, de '
        + 'las personas cubiertas al empezar el año. El margen es del 95 % (Wilson).',
      'Sesiones liquidadas: sesiones de las personas que muestra un informe: una de cada una con ese '
        + `informe, todas sus demás sesiones cuando termina el año, de ${lot} en ${lot}. Espera mediana: `
        + 'la mitad tuvo su primera sesión antes, la mitad después.',
      `Al menos ${k} personas están detrás de cada cifra, ${kHow} en cómo y cuántas veces. Los grupos `
        + 'se unen en un orden fijado antes del año. De todo lo que recibe en un año nadie puede estar '
        + 'seguro de que menos personas de un grupo con nombre la usaran, ni, según las plantillas que '
        + 'usted indicó, de que lo hicieran todas menos tan pocas. Que nadie de un grupo la usara sí '
        + 'puede ser seguro.',
    ],
    signed: (programme: string) => `Programa ${programme}. SHA-256 de cada informe tal como lo firmó la `
      + 'bóveda, en el archivo firmado:',
  },
} as const;

/** Languages in which the paper is written. */
export type ReportLanguage = keyof typeof REPORT_WORDS;
