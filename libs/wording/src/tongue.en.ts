import type { Tongue } from './identifier-rules.ts';

const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December|'
  + '(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b\\.?)';
const DAY = String.raw`(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?:19|20)\d{2}`;
const STREET = 'Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|'
  + 'Way|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Close|Crescent|Gardens|Grove|Hill|Row|Walk|Trail|Mews';

/** English as written in the United States and in the United Kingdom and Ireland. */
export const ENGLISH: Tongue = {
  shapes: [
    { kind: 'date', pattern: new RegExp(String.raw`(?<!\w)(?:the )?${DAY}(?: of|-|,)? ?${MONTH}(?:[ ,-]{1,2}(?:${YEAR}|\d{2}(?!\w)))?(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(String.raw`(?<!\w)${MONTH} (?:the )?${DAY}(?!\w)(?:,? ${YEAR}(?!\w))?`, 'g') },
    { kind: 'date', pattern: new RegExp(String.raw`(?<!\w)${MONTH},? (?:of )?${YEAR}(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(String.raw`(?<=(?<!\w)(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ll]ast|[Nn]ext|[Ee]arly|[Ll]ate|[Mm]id) )${MONTH}(?!\w)`, 'g') },
    { kind: 'date', pattern: /(?<=(?<!\w)(?:on|born|dated|DOB:?|since) )\d{1,2}[/.]\d{1,2}(?![\w/.])/g },
    { kind: 'age', pattern: /(?<!\w)(?:9\d|1[01]\d)(?:-years?-old| years? old| years of age| ?y\/?o(?!\w))/g },
    { kind: 'age', pattern: /(?<!\w)[Aa]ged? (?:of )?(?:9\d|1[01]\d)(?!\w)/g },
    { kind: 'place', pattern: new RegExp(String.raw`(?<!\w)\d{1,5}[A-Za-z]?(?: [NSEW]\.?)?(?: (?:\p{Lu}[\p{L}'.-]{0,24}|\d{1,3}(?:st|nd|rd|th))){1,4},? (?:${STREET})(?!\w)\.?(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor)\.? ?#?[\w-]{1,6})?`, 'gu') },
    { kind: 'place', pattern: /(?<!\w)P\. ?O\. ?Box \d{1,6}|(?<!\w)PO Box \d{1,6}/gi },
    { kind: 'place', pattern: /(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)/g },
    { kind: 'place', pattern: /(?<![\w$£€.-])\d{5}-\d{4}(?!\w)/g },
    { kind: 'place', pattern: /(?<=\p{L},? |,? [A-Z]{2} |\d, |(?:zip|ZIP|code):? )(?<![$£€#] ?|(?:about|of|for|than|some|over|paid|to) )\d{5}(?![\w,.]\d|\w|-| ?\d)(?! \p{Ll})/gu },
    { kind: 'place', pattern: /(?<=(?<!\p{L})(?:[Aa]ddress|ADDRESS|[Cc]ity|CITY|[Tt]own|[Cc]ounty|[Ss]treet|[Rr]esidence) ?:[ \t]{0,6})[\p{L}\d][^\n]{1,80}/gu },
    { kind: 'vehicle', pattern: /(?<!\w)[A-Z]{2}\d{2} [A-Z]{3}(?!\w)/g },
    { kind: 'biometric', pattern: /(?<!\w)(?:finger|voice|palm|face|thumb|hand)[ -]?prints?(?!\w)|(?<!\w)(?:retinal?|iris|facial|face|palm|hand) (?:scans?|recognition)(?!\w)|(?<!\w)(?:voice|audio) recordings?(?!\w)|(?<!\w)genetic (?:profiles?|samples?)(?!\w)/gi },
    { kind: 'photo', pattern: /(?<!\w)(?:photos?|photographs?|pictures?|images?|selfies?|videos?) of (?:me|him|us|them|my|her|his|our|their|your)(?!\w)(?: (?:own )?(?:face|faces|head|body)(?!\w))?|(?<!\w)full[- ]face (?:photographs?|photos?|pictures?|images?)(?!\w)|(?<!\w)(?:headshots?|selfies?|mugshots?|passport photos?)(?!\w)/gi },
  ],
  labels: [
    ['fax', /\b(?:fax|facsimile|telefax)\b/i],
    ['citizen-number', /\b(?:ssn|social security|social|national insurance|nino|itin|tax id)\b/i],
    ['record', /\b(?:mrn|medical record|health record|patient record|chart|record (?:no|number|#)|patient (?:id|no|number)|hospital (?:id|number))\b/i],
    ['plan', /\b(?:member(?:ship)? (?:id|no|number)|subscriber|beneficiary|policy|insurance|medicare|medicaid|group (?:id|no|number)|plan (?:id|no|number)|nhs)\b/i],
    ['account', /\b(?:account|acct|iban|card|routing|sort code)\b/i],
    ['licence', /\b(?:licen[cs]ed?(?! plate)|permit|certificate|passport|npi|dea|visa number|registration)\b/i],
    ['vehicle', /\b(?:vin|licen[cs]e plate|plates?|registration plate|number plate|vehicle|tag number)\b/i],
    ['device', /\b(?:serial|imei|device|udi|model no|pump|pacemaker|implant)\b/i],
    ['phone', /\b(?:phone|telephone|tel|mobile|cell|call|called|text|reach|whatsapp|sms|ring)\b/i],
    ['code', /\b(?:employee|staff|badge|student|case|docket|claim|reference|ref|file|invoice|order|confirmation|ticket|id|identifier|number|no)\b/i],
  ],
};
