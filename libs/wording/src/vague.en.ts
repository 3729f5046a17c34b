import type { VagueWords } from './vague.ts';

const any = (...phrases: string[]) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${phrases.join('|').replaceAll(' ', '\\s{1,3}')})(?![\p{L}\p{N}])`, 'giu');

const OTHERS = '(?:trusted|selected|select|certain|relevant|appropriate|other|various|some|approved|carefully chosen|external)';
const PARTIES = '(?:third part(?:y|ies)|part(?:y|ies)|partners|affiliates|vendors|contractors|suppliers|service providers|'
  + 'providers|authorities|agencies|entities|organi[sz]ations|companies|persons|people|individuals|staff|professionals|'
  + 'recipients|bodies)';

/** English phrases that leave something open. */
export const VAGUE_EN: VagueWords = {
  phrases: [
    ['agreed', any(
      'by (?:continuing|using|accessing|visiting|browsing|signing in)(?: to (?:use|access))?(?= [^.]{0,60}(?:you|agree|accept|consent))',
      'implied consent', 'deemed to (?:have )?(?:consent(?:ed)?|agree[d]?|accept(?:ed)?)')],
    ['change', any(
      'reserves? the right', 'without (?:prior |further )?notice',
      '(?:may|can) (?:change|amend|modify|update|revise) (?:this|these|our|the) [^.]{0,40}at any time',
      'subject to change')],
    ['which-law', any(
      '(?:as|where|when|if|unless|except as) (?:otherwise )?(?:may be )?(?:required|permitted|allowed|authori[sz]ed|mandated)(?: or (?:required|permitted|allowed))? (?:by|under) (?:the |any |applicable )?laws?(?: or regulations?)?',
      'to the (?:fullest |maximum )?extent (?:permitted|allowed|required) (?:by|under) (?:the |any )?(?:applicable )?laws?',
      'applicable (?:laws?|regulations?|legislation)(?: (?:and|or) regulations?)?',
      'as the law(?: of the place)? (?:asks|requires|allows|permits|demands)', 'other laws', 'lawful purposes')],
    ['how-long', any(
      '(?:for )?(?:as|so) long as (?:(?:is|are|it is|reasonably|may be|we|deemed) ){0,3}(?:necessary|needed|required|need|consider|practicable|possible|appropriate|want)',
      '(?:for )?(?:a|some) (?:reasonable|limited|certain|sufficient|appropriate) (?:period|time|amount of time|length of time)(?: of time)?',
      'indefinitely', 'until (?:it is |they are )?no longer (?:needed|necessary|required)',
      'longer than (?:is )?(?:necessary|needed)', 'in due course', 'in a timely manner', 'promptly', 'within a reasonable (?:time|period)')],
    ['who', any(
      `${OTHERS} (?:business |third[- ]party |outside )?${PARTIES}`, 'third part(?:y|ies)', 'affiliates?', 'affiliated (?:companies|entities)',
      'business partners', 'authori[sz]ed (?:personnel|staff|persons?|users?|individuals?|employees|representatives?|recipients)',
      'need[- ]to[- ]know(?: basis)?', '(?:those|anyone|persons|people|staff) who (?:need(?:s)? to know|can help|may need it)',
      'members of (?:our|the) team', '(?:our|the) (?:agents|representatives)', 'and others')],
    ['how-safe', any(
      'industry[- ]standards?(?: (?:security|measures|practices|safeguards|encryption))?',
      '(?:appropriate|adequate|suitable|reasonable|commercially reasonable|necessary) (?:technical |administrative |physical |organi[sz]ational |security |and ){0,5}(?:safeguards|measures|security|protections?|steps|precautions|efforts|means|controls)',
      'best (?:efforts|practices)', 'state[- ]of[- ]the[- ]art', '(?:bank|military)[- ]grade', 'stored securely', 'securely (?:stored|kept)',
      'utmost (?:care|confidentiality)')],
    ['why', any(
      'legitimate (?:business )?(?:interests?|purposes?|reasons?|needs?)',
      '(?:business|operational|administrative|commercial|quality|internal|research|marketing|analytical|related|other|similar) (?:or \\w{1,20} )?purposes',
      'health ?care operations', 'improv(?:e|ing) (?:our|the|your) (?:services?|products?|experience|quality|platform)(?: quality)?',
      'to better serve you', 'business (?:needs|reasons)')],
    ['what', any(
      '(?:including|included),? (?:but )?(?:not limited to|without limitation)', 'among other (?:things|information)', 'and so (?:on|forth)', 'etc',
      '(?:any|all) (?:other )?(?:relevant|necessary|related|pertinent) (?:information|data|details|records)',
      'various', 'certain (?:information|data|details|records)', '(?:and|or) (?:other|similar|related) (?:information|data|details|things)',
      'minimum necessary', '(?:no more|only what|nothing more) (?:than )?(?:is|are|it is) (?:strictly )?(?:needed|necessary)',
      'or otherwise', 'information about you')],
    ['when', any(
      '(?:as|if|when|where|whenever|wherever|unless) (?:(?:is|it is|we|deem(?:ed)?|consider(?:ed)?|they are|reasonably|may be|it|strictly) ){0,3}(?:needed|necessary|appropriate|applicable|required|warranted|possible|feasible|advisable|reasonable)',
      '(?:as|if) we see fit', '(?:at|in) (?:our|its|her|his|their|the|your therapist\'s)(?: \\w{1,20})? discretion', 'at (?:our|its|her|his|their) (?:sole |own |absolute )discretion',
      '(?:in|under) (?:certain|some|limited|rare|special|exceptional|particular|specific|other) (?:circumstances|cases|situations|instances)',
      '(?:certain|some|limited|special|exceptional) circumstances', 'depending on (?:the )?(?:circumstances|situation)', 'from time to time', 'periodically',
      'generally', 'typically', 'normally', 'usually', 'ordinarily', 'occasionally', 'sometimes', 'mostly', 'in most cases', 'as far as possible', 'reasonably')],
  ],
  ask: {
    'who': 'Who exactly, by name or by role, and why does each need it?',
    'when': 'In which cases exactly, and who decides?',
    'how-long': 'Until which day, or for how many months or years?',
    'what': 'What exactly is meant? Is this the whole list?',
    'why': 'For what exactly, and can I say no to it?',
    'which-law': 'Which law, and what does it make you do?',
    'how-safe': 'What exactly is done: who holds the key, and who has checked it?',
    'change': 'How will I be told, and can I leave before it holds?',
    'agreed': 'Where do I say yes or no myself, and what happens if I say no?',
  },
};
