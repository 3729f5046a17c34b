/** Languages in which a letter is written, by ISO 639-1 code. */
export const LETTER_LANGUAGES = ['en', 'es'] as const;
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

/** What a letter says; every text stands on one page of A4 with room for Spanish. */
interface LetterWords {
  readonly title: string;
  readonly unopened: string;
  readonly fold: string;
  readonly glue: string;
  readonly sessions: (count: number) => string;
  readonly open: string;
  readonly enter: string;
  readonly privacy: string;
  readonly week: (lastDay: string) => string;
  readonly group: (group: number, programme: number) => string;
  readonly fingerprint: string;
  readonly opened: string;
  readonly triedOut: string;
  readonly danger: string;
  readonly emergency: string;
  readonly talk: string;
  readonly notEmergency: string;
  readonly number: (number: number) => string;
}

/** The words of a letter. Its crisis lines are those of the members' page. */
export const LETTER_WORDS: Readonly<Record<LetterLanguage, LetterWords>> = {
  en: {
    title: 'Letters',
    unopened: 'Hand out unopened',
    fold: 'fold here',
    glue: 'glue here',
    sessions: (count) => `You have ${count} ${count === 1 ? 'session' : 'sessions'} with a `
      + 'therapist, paid for by your employer.',
    open: '1. At home, on your own phone or computer, open',
    enter: '2. Enter this code, or scan it:',
    privacy: 'You give no name, no e-mail and no account. Your employer is never told whether you '
      + 'use it, and can’t find out. Everybody gets such a letter.',
    week: (lastDay) => 'Enter it this week, in need or not: then the day on which you do so says '
      + `nothing about you. Its last day is ${lastDay}.`,
    group: (group, programme) => `You are one of ${group} people in your group, of ${programme} in `
      + 'this programme. Nothing is reported about fewer. A colleague of your group reads the same '
      + 'numbers in her letter.',
    fingerprint: 'These words are the same in every letter of the programme, and on your screen:',
    opened: 'Whoever has this code can use it. If the letter was open when you got it, ask for '
      + 'another one and don’t use this.',
    triedOut: 'This service is being tried out: nobody has compared its terms with a contract, so '
      + 'that who runs it could make up groups of people.',
    danger: 'In danger now, or thinking of ending your life?',
    emergency: 'Europe: 112 · United States and Canada: 911 · United Kingdom: 999',
    talk: 'To talk to somebody, day and night: United States and Canada 988 · United Kingdom and '
      + 'Ireland 116 123 · Germany 0800 111 0 111 · Spain 024 · France 3114',
    notEmergency: 'Free of charge, without a name. This service isn’t for emergencies.',
    number: (number) => `Letter ${number}`,
  },
  es: {
    title: 'Cartas',
    unopened: 'Entregar sin abrir',
    fold: 'doblar aquí',
    glue: 'pegar aquí',
    sessions: (count) => `Tiene ${count} ${count === 1 ? 'sesión' : 'sesiones'} con un terapeuta, `
      + 'que paga su empresa.',
    open: '1. En casa, en su propio teléfono u ordenador, abra',
    enter: '2. Escriba este código o escanéelo:',
    privacy: 'No da nombre, ni correo, ni cuenta. A su empresa nunca se le dice si lo usa, y no '
      + 'puede averiguarlo. Todo el mundo recibe una carta así.',
    week: (lastDay) => 'Introdúzcalo esta semana, lo necesite o no: así el día en que lo hace no '
      + `dice nada de usted. El último día es el ${lastDay}.`,
    group: (group, programme) => `Es una de las ${group} personas de su grupo, de las ${programme} `
      + 'de este programa. De menos personas no se informa. Quien está en su grupo lee en su carta '
      + 'los mismos números.',
    fingerprint: 'Estas palabras son las mismas en todas las cartas del programa y en su pantalla:',
    opened: 'Quien tenga este código puede usarlo. Si la carta le llegó abierta, pida otra y no '
      + 'use esta.',
    triedOut: 'Este servicio está en prueba: nadie ha comparado sus condiciones con un contrato, así '
      + 'que quien lo gestiona podría inventar grupos de personas.',
    danger: '¿Está en peligro ahora o piensa en quitarse la vida?',
    emergency: 'Europa: 112 · Estados Unidos y Canadá: 911 · Reino Unido: 999',
    talk: 'Para hablar con alguien, de día y de noche: España 024 · Estados Unidos y Canadá 988 · '
      + 'Reino Unido e Irlanda 116 123 · Alemania 0800 111 0 111 · Francia 3114',
    notEmergency: 'Es gratis y no hace falta dar un nombre. Este servicio no es para emergencias.',
    number: (number) => `Carta ${number}`,
  },
};
