import type { Language, Span } from './marks.ts';
import { plainOf } from './plain.ts';
import { vaguePhrases } from './vague.ts';

/** What anybody should know before she agrees to a text. */
export const QUESTIONS = ['who-views', 'when-disclosed', 'how-kept', 'how-withdrawn'] as const;
export type Question = typeof QUESTIONS[number];

/** A question, and the sentence of the text that answers it best; none where nothing is said. */
export interface Answer {
  readonly question: Question;
  readonly sentence: Span | undefined;
}

/** A sentence answers with a word of each list; the better, the more of `better` it has. */
interface Signs { readonly all: readonly RegExp[]; readonly better: RegExp }

const SIGNS: Readonly<Record<Language, Readonly<Record<Question, Signs>>>> = {
  en: {
    'who-views': {
      all: [
        new RegExp(
          String.raw`\b(?:sees?|seen|views?|viewed|reads?|access|accessible|looks? at`
            + String.raw`|looked|learns?|knows?|receives?|told)\b`, 'i'),
        new RegExp(
          String.raw`\b(?:therapist|counsel+or|clinician|doctor|psychologist`
            + String.raw`|supervisor|employer|insurer|staff|service|nobody|no ?one|only`
            + String.raw`|operator|manager|whoever|billing)\b`, 'i'),
      ],
      better: new RegExp(
        String.raw`\b(?:records?|notes?|file|only|nobody|no ?one|your (?:information`
          + String.raw`|data|name|record|notes|file)|case)\b`, 'gi'),
    },
    'when-disclosed': {
      all: [
        new RegExp(
          String.raw`\b(?:disclos\w{1,6}|shares?|shared|sharing|releas\w{1,4}|reports?`
            + String.raw`|tells?|told|notif\w{1,5}|break\w{0,3} confidentiality|warns?`
            + String.raw`|calls?|speak|contacts?|inform)\b`, 'i'),
        /\b(?:if|when|unless|except\w{0,6}|only (?:with|after)|never|without your)\b/i,
        new RegExp(
          String.raw`\b(?:dangers?|harm|abus\w{1,4}|neglect\w{0,2}|court|judge`
            + String.raw`|subpoena|consent|permission|police|suicid\w{1,3}|emergency`
            + String.raw`|written|in writing|law|life)\b`, 'i'),
      ],
      better: /\b(?:dangers?|harm|court|judge|orders?|abus\w{1,4}|child|written)\b/gi,
    },
    'how-kept': {
      all: [
        new RegExp(
          String.raw`\b(?:keeps?|kept|stor(?:es?|ed|age)|retain(?:s|ed)?|delet(?:es?`
            + String.raw`|ed)|destroy(?:s|ed)?|eras(?:es?|ed)|encrypt(?:s|ed)?|locked|held`
            + String.raw`|shredded|hold)\b`, 'i'),
        /\b(?:records?|notes?|files?|data|information|case|recordings?|chart|answers|it|them)\b/i,
      ],
      better: new RegExp(
        String.raw`\b(?:years?|months?|days?|encrypt\w{0,3}|locked|after|until`
          + String.raw`|without your name|key|delet\w{1,3}|destroyed)\b`, 'gi'),
    },
    'how-withdrawn': {
      all: [
        new RegExp(
          String.raw`\b(?:withdraw\w{0,4}|revok\w{1,4}|revocation|take (?:it |this `
            + String.raw`|them )?back|stop|end (?:this|it|therapy|your)|cancel (?:this`
            + String.raw`|your) (?:consent|agreement|authori[sz]ation)|opt out`
            + String.raw`|change your mind|leave)\b`, 'i'),
        /\b(?:you|client|patient|consent|authori[sz]ation|agreement)\b/i,
      ],
      better: /\b(?:consent|authori[sz]ation|agreement|any (?:time|day)|in writing|writing|by)\b/gi,
    },
  },
  es: {
    'who-views': {
      all: [
        new RegExp(
          String.raw`(?<!\p{L})(?:ven?|verá|verán|leen?|acceden?|acceso|consultan?`
            + String.raw`|saben?|sabrá|conoce|conocen|reciben?|se le dice`
            + String.raw`|mira[rn]?)(?!\p{L})`, 'iu'),
        new RegExp(
          String.raw`(?<!\p{L})(?:terapeutas?|psicólog[oa]s?|supervisor[a]?|médic[oa]`
            + String.raw`|empresa|aseguradora|servicio|nadie|solo|sólo|únicamente|quien`
            + String.raw`|personal)(?!\p{L})`, 'iu'),
      ],
      better: new RegExp(
        String.raw`(?<!\p{L})(?:notas?|historia|historial|expediente|solo|sólo|nadie`
          + String.raw`|sus datos|su nombre|caso)(?!\p{L})`, 'giu'),
    },
    'when-disclosed': {
      all: [
        new RegExp(
          String.raw`(?<!\p{L})(?:revela\p{L}{0,4}|compart\p{L}{1,6}`
            + String.raw`|comunica\p{L}{0,4}|entrega\p{L}{0,3}|avisa\p{L}{0,4}`
            + String.raw`|informa\p{L}{0,4}|dice|decir|dirá|hablar|llama`
            + String.raw`|denuncia\p{L}{0,3}|romper\p{L}{0,2})(?!\p{L})`, 'iu'),
        /(?<!\p{L})(?:si|cuando|salvo|excepto|nunca|solo con|sin su|a menos que)(?!\p{L})/iu,
        new RegExp(
          String.raw`(?<!\p{L})(?:peligro|daño|maltrat\p{L}{1,3}|abus\p{L}{1,3}`
            + String.raw`|tribunal|juez|jueza|consentimiento|permiso|policía`
            + String.raw`|suicid\p{L}{1,3}|emergencia|por escrito|ley|vida|menor)(?!\p{L})`, 'iu'),
      ],
      better: new RegExp(
        String.raw`(?<!\p{L})(?:peligro|daño|tribunal|juez|ordena|ordene|maltrate`
          + String.raw`|menor|escrito)(?!\p{L})`, 'giu'),
    },
    'how-kept': {
      all: [
        new RegExp(
          String.raw`(?<!\p{L})(?:guarda\p{L}{0,3}|conserva\p{L}{0,3}`
            + String.raw`|almacena\p{L}{0,3}|borra\p{L}{0,3}|destru\p{L}{1,4}`
            + String.raw`|elimina\p{L}{0,3}|cifra\p{L}{0,3}|custodia\p{L}{0,3})(?!\p{L})`, 'iu'),
        new RegExp(
          String.raw`(?<!\p{L})(?:notas?|historia|historial|expedientes?|datos`
            + String.raw`|información|caso|grabaciones|respuestas)(?!\p{L})`, 'iu'),
      ],
      better: new RegExp(
        String.raw`(?<!\p{L})(?:años?|meses|días?|cifra\p{L}{0,3}|llave|después|hasta`
          + String.raw`|sin su nombre|borran?|destruyen?)(?!\p{L})`, 'giu'),
    },
    'how-withdrawn': {
      all: [
        new RegExp(
          String.raw`(?<!\p{L})(?:retira\p{L}{0,4}|revoca\p{L}{0,4}|dejarlo|anular`
            + String.raw`|cancelar (?:este|su) (?:consentimiento|acuerdo)|darse de baja`
            + String.raw`|cambiar de (?:idea|opinión)|echarse atrás|poner fin`
            + String.raw`|terminar)(?!\p{L})`, 'iu'),
        new RegExp(
          String.raw`(?<!\p{L})(?:usted|puede|podrá|consentimiento|autorización`
            + String.raw`|acuerdo|quiera|derecho)(?!\p{L})`, 'iu'),
      ],
      better: new RegExp(
        String.raw`(?<!\p{L})(?:consentimiento|autorización|acuerdo|cualquier (?:día`
          + String.raw`|momento)|por escrito|escribiendo|cuando quiera)(?!\p{L})`, 'giu'),
    },
  },
};

/**
 * Answer the four questions with sentences of a text. A sentence that is vague answers nothing: it
 * can mean anything. Rules look at words alone: whoever agrees reads the sentence herself.
 */
export function fourAnswers(text: string, language: Language): Answer[] {
  const plain = plainOf(text);
  const vague = vaguePhrases(plain.text, language);
  let next = 0;
  const sentences = sentencesOf(plain.text).filter(({ start, end }) => {
    while ((vague[next]?.end ?? Infinity) <= start) next += 1;
    return (vague[next]?.start ?? Infinity) >= end;
  });
  return QUESTIONS.map((question) => {
    const best = bestOf(plain.text, sentences, SIGNS[language][question]);
    return { question, sentence: best && plain.given(best) };
  });
}

function bestOf(
  text: string, sentences: readonly Span[], { all, better }: Signs,
): Span | undefined {
  let best: { readonly span: Span; readonly score: number } | undefined;
  for (const span of sentences) {
    const sentence = text.slice(span.start, span.end);
    if (!all.every((sign) => sign.test(sentence))) continue;
    const score = new Set(sentence.match(better)?.map((word) => word.toLowerCase())).size;
    if (!best || score > best.score) best = { span, score };
  }
  return best?.span;
}

/** Space after what ends a sentence; the full stop of a title or of a number does not. */
const END = new RegExp(String.raw`(?<=[.!?]["'»”)]?)(?<!(?<!\p{L})(?:Dr|Dra|Mr|Mrs|Ms|Sr|Sra|St|No|Núm|Art|Inc`
  + String.raw`|Ltd|e\.g|i\.e|vs|ej)\.)\s`, 'gu');

/** The sentences and lines of a text, without the space about them. */
function sentencesOf(text: string): Span[] {
  const found: Span[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]{1,1200}/g)) {
    let start = index;
    const ends = Array.from(line.matchAll(END), (match) => index + match.index);
    for (const end of [...ends, index + line.length]) {
      const sentence = text.slice(start, end);
      const from = start + sentence.length - sentence.trimStart().length;
      if (sentence.trim() !== '') found.push({ start: from, end: from + sentence.trim().length });
      start = end;
    }
  }
  return found;
}
