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

/** A sentence answers when it has a word of each list; it answers the better, the more of `better` it has. */
interface Signs { readonly all: readonly RegExp[]; readonly better: RegExp }

const SIGNS: Readonly<Record<Language, Readonly<Record<Question, Signs>>>> = {
  en: {
    'who-views': {
      all: [
        /\b(?:sees?|seen|views?|viewed|reads?|access|accessible|looks? at|looked|learns?|knows?|receives?|told)\b/i,
        /\b(?:therapist|counsel+or|clinician|doctor|psychologist|supervisor|employer|insurer|staff|service|nobody|no ?one|only|operator|manager|whoever|billing)\b/i,
      ],
      better: /\b(?:records?|notes?|file|only|nobody|no ?one|your (?:information|data|name|record|notes|file)|case)\b/gi,
    },
    'when-disclosed': {
      all: [
        /\b(?:disclos\w{1,6}|shares?|shared|sharing|releas\w{1,4}|reports?|tells?|told|notif\w{1,5}|break\w{0,3} confidentiality|warns?|calls?|speak|contacts?|inform)\b/i,
        /\b(?:if|when|unless|except\w{0,6}|only (?:with|after)|never|without your)\b/i,
        /\b(?:dangers?|harm|abus\w{1,4}|neglect\w{0,2}|court|judge|subpoena|consent|permission|police|suicid\w{1,3}|emergency|written|in writing|law|life)\b/i,
      ],
      better: /\b(?:dangers?|harm|court|judge|orders?|abus\w{1,4}|child|written)\b/gi,
    },
    'how-kept': {
      all: [
        /\b(?:keeps?|kept|stor(?:es?|ed|age)|retain(?:s|ed)?|delet(?:es?|ed)|destroy(?:s|ed)?|eras(?:es?|ed)|encrypt(?:s|ed)?|locked|held|shredded|hold)\b/i,
        /\b(?:records?|notes?|files?|data|information|case|recordings?|chart|answers|it|them)\b/i,
      ],
      better: /\b(?:years?|months?|days?|encrypt\w{0,3}|locked|after|until|without your name|key|delet\w{1,3}|destroyed)\b/gi,
    },
    'how-withdrawn': {
      all: [
        /\b(?:withdraw\w{0,4}|revok\w{1,4}|revocation|take (?:it |this |them )?back|stop|end (?:this|it|therapy|your)|cancel (?:this|your) (?:consent|agreement|authori[sz]ation)|opt out|change your mind|leave)\b/i,
        /\b(?:you|client|patient|consent|authori[sz]ation|agreement)\b/i,
      ],
      better: /\b(?:consent|authori[sz]ation|agreement|any (?:time|day)|in writing|writing|by)\b/gi,
    },
  },
  es: {
    'who-views': {
      all: [
        /(?<!\p{L})(?:ven?|verá|verán|leen?|acceden?|acceso|consultan?|saben?|sabrá|conoce|conocen|reciben?|se le dice|mira[rn]?)(?!\p{L})/iu,
        /(?<!\p{L})(?:terapeutas?|psicólog[oa]s?|supervisor[a]?|médic[oa]|empresa|aseguradora|servicio|nadie|solo|sólo|únicamente|quien|personal)(?!\p{L})/iu,
      ],
      better: /(?<!\p{L})(?:notas?|historia|historial|expediente|solo|sólo|nadie|sus datos|su nombre|caso)(?!\p{L})/giu,
    },
    'when-disclosed': {
      all: [
        /(?<!\p{L})(?:revela\p{L}{0,4}|compart\p{L}{1,6}|comunica\p{L}{0,4}|entrega\p{L}{0,3}|avisa\p{L}{0,4}|informa\p{L}{0,4}|dice|decir|dirá|hablar|llama|denuncia\p{L}{0,3}|romper\p{L}{0,2})(?!\p{L})/iu,
        /(?<!\p{L})(?:si|cuando|salvo|excepto|nunca|solo con|sin su|a menos que)(?!\p{L})/iu,
        /(?<!\p{L})(?:peligro|daño|maltrat\p{L}{1,3}|abus\p{L}{1,3}|tribunal|juez|jueza|consentimiento|permiso|policía|suicid\p{L}{1,3}|emergencia|por escrito|ley|vida|menor)(?!\p{L})/iu,
      ],
      better: /(?<!\p{L})(?:peligro|daño|tribunal|juez|ordena|ordene|maltrate|menor|escrito)(?!\p{L})/giu,
    },
    'how-kept': {
      all: [
        /(?<!\p{L})(?:guarda\p{L}{0,3}|conserva\p{L}{0,3}|almacena\p{L}{0,3}|borra\p{L}{0,3}|destru\p{L}{1,4}|elimina\p{L}{0,3}|cifra\p{L}{0,3}|custodia\p{L}{0,3})(?!\p{L})/iu,
        /(?<!\p{L})(?:notas?|historia|historial|expedientes?|datos|información|caso|grabaciones|respuestas)(?!\p{L})/iu,
      ],
      better: /(?<!\p{L})(?:años?|meses|días?|cifra\p{L}{0,3}|llave|después|hasta|sin su nombre|borran?|destruyen?)(?!\p{L})/giu,
    },
    'how-withdrawn': {
      all: [
        /(?<!\p{L})(?:retira\p{L}{0,4}|revoca\p{L}{0,4}|dejarlo|anular|cancelar (?:este|su) (?:consentimiento|acuerdo)|darse de baja|cambiar de (?:idea|opinión)|echarse atrás|poner fin|terminar)(?!\p{L})/iu,
        /(?<!\p{L})(?:usted|puede|podrá|consentimiento|autorización|acuerdo|quiera|derecho)(?!\p{L})/iu,
      ],
      better: /(?<!\p{L})(?:consentimiento|autorización|acuerdo|cualquier (?:día|momento)|por escrito|escribiendo|cuando quiera)(?!\p{L})/giu,
    },
  },
};

/**
 * Answer the four questions with sentences of a text. A sentence that is vague answers nothing: it can
 * mean anything. Rules look at words alone: whoever agrees reads the sentence herself.
 */
export function fourAnswers(text: string, language: Language): Answer[] {
  const plain = plainOf(text);
  const vague = vaguePhrases(plain.text, language);
  let next = 0;
  const sentences = sentencesOf(plain.text).filter(({ start, end }) => {
    while (next < vague.length && vague[next]!.end <= start) next += 1;
    return next === vague.length || vague[next]!.start >= end;
  });
  return QUESTIONS.map((question) => {
    const best = bestOf(plain.text, sentences, SIGNS[language][question]);
    return { question, sentence: best && plain.given(best) };
  });
}

function bestOf(text: string, sentences: readonly Span[], { all, better }: Signs): Span | undefined {
  let best: { readonly span: Span; readonly score: number } | undefined;
  for (const span of sentences) {
    const sentence = text.slice(span.start, span.end);
    if (!all.every((sign) => sign.test(sentence))) continue;
    const score = new Set(sentence.match(better)?.map((word) => word.toLowerCase())).size;
    if (!best || score > best.score) best = { span, score };
  }
  return best?.span;
}

/** The sentences and lines of a text, without the space about them. */
function sentencesOf(text: string): Span[] {
  const found: Span[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]{1,1200}/g)) {
    let start = index;
    for (const end of [...line.matchAll(/(?<=[.!?]["'»”)]?)\s/g)].map((match) => index + match.index)
      .concat(index + line.length)) {
      const sentence = text.slice(start, end);
      const from = start + sentence.length - sentence.trimStart().length;
      if (sentence.trim() !== '') found.push({ start: from, end: from + sentence.trim().length });
      start = end;
    }
  }
  return found;
}
