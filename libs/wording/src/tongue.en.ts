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
    { kind: 'date', pattern: new RegExp(
      String.raw`(?<!\w)(?:the )?${DAY}(?: of|-|,)? ?${MONTH}(?:[ ,-]{1,2}(?:${YEAR}`
        + String.raw`|\d{2}(?!\w)))?(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(
      String.raw`(?<!\w)${MONTH} (?:the )?${DAY}(?!\w)(?:,? ${YEAR}(?!\w))?`, 'g') },
    { kind: 'date', pattern: new RegExp(String.raw`(?<!\w)${MONTH},? (?:of )?${YEAR}(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(
      String.raw`(?<=(?<!\w)(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ll]ast|[Nn]ext`
        + String.raw`|[Ee]arly|[Ll]ate|[Mm]id) )${MONTH}(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(
      String.raw`(?<=(?<!\w)(?:on|born|dated|DOB:?|since) )\d{1,2}[/.]\d{1,2}(?![\w/.])`, 'g') },
    { kind: 'age', pattern: new RegExp(
      String.raw`(?<!\w)(?:9\d|1[01]\d)(?:-years?-old| years? old| years of age`
        + String.raw`| ?y\/?o(?!\w))`, 'g') },
    { kind: 'age', pattern: /(?<!\w)[Aa]ged? (?:of )?(?:9\d|1[01]\d)(?!\w)/g },
    { kind: 'place', pattern: new RegExp(
      String.raw`(?<!\w)\d{1,5}[A-Za-z]?(?: [NSEW]\.?)?(?: (?:\p{Lu}[\p{L}'.-]{0,24}`
        + String.raw`|\d{1,3}(?:st|nd|rd|th))){1,4},? (?:${STREET}`
        + String.raw`)(?!\w)\.?(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat`
        + String.raw`|Floor)\.? ?#?[\w-]{1,6})?`, 'gu') },
    { kind: 'place', pattern: /(?<!\w)P\. ?O\. ?Box \d{1,6}|(?<!\w)PO Box \d{1,6}/gi },
    { kind: 'place', pattern: /(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)/g },
    { kind: 'place', pattern: /(?<![\w$£€.-])\d{5}-\d{4}(?!\w)/g },
    { kind: 'place', pattern: new RegExp(
      String.raw`(?<=\p{L},? |,? [A-Z]{2} |\d, |(?:zip|ZIP|code):? )(?<![$£€#] ?`
        + String.raw`|(?:about|of|for|than|some|over|paid|to) )\d{5}(?![\w,.]\d|\w|-`
        + String.raw`| ?\d)(?! \p{Ll})`, 'gu') },
    { kind: 'place', pattern: new RegExp(
      String.raw`(?<=(?<!\p{L})(?:[Aa]ddress|ADDRESS|[Cc]ity|CITY|[Tt]own|[Cc]ounty`
        + String.raw`|[Ss]treet|[Rr]esidence) ?:[ \t]{0,6})[\p{L}\d][^\n]{1,80}`, 'gu') },
    { kind: 'vehicle', pattern: /(?<!\w)[A-Z]{2}\d{2} [A-Z]{3}(?!\w)/g },
    { kind: 'biometric', pattern: new RegExp(
      String.raw`(?<!\w)(?:finger|voice|palm|face|thumb|hand)[ -]?prints?(?!\w)`
        + String.raw`|(?<!\w)(?:retinal?|iris|facial|face|palm|hand) (?:scans?`
        + String.raw`|recognition)(?!\w)|(?<!\w)(?:voice|audio) recordings?(?!\w)`
        + String.raw`|(?<!\w)genetic (?:profiles?|samples?)(?!\w)`, 'gi') },
    { kind: 'photo', pattern: new RegExp(
      String.raw`(?<!\w)(?:photos?|photographs?|pictures?|images?|selfies?`
        + String.raw`|videos?) of (?:me|him|us|them|my|her|his|our|their`
        + String.raw`|your)(?!\w)(?: (?:own )?(?:face|faces|head|body)(?!\w))?`
        + String.raw`|(?<!\w)full[- ]face (?:photographs?|photos?|pictures?|images?)(?!\w)`
        + String.raw`|(?<!\w)(?:headshots?|selfies?|mugshots?|passport photos?)(?!\w)`, 'gi') },
  ],
  labels: [
    ['fax', /\b(?:fax|facsimile|telefax)\b/i],
    ['citizen-number', /\b(?:ssn|social security|social|national insurance|nino|itin|tax id)\b/i],
    ['record', new RegExp(
      String.raw`\b(?:mrn|medical record|health record|patient record|chart`
        + String.raw`|record (?:no|number|#)|patient (?:id|no|number)|hospital (?:id`
        + String.raw`|number))\b`, 'i')],
    ['plan', new RegExp(
      String.raw`\b(?:member(?:ship)? (?:id|no|number)|subscriber|beneficiary|policy`
        + String.raw`|insurance|medicare|medicaid|group (?:id|no|number)|plan (?:id|no`
        + String.raw`|number)|nhs)\b`, 'i')],
    ['account', /\b(?:account|acct|iban|card|routing|sort code)\b/i],
    ['licence', new RegExp(
      String.raw`\b(?:licen[cs]ed?(?! plate)|permit|certificate|passport|npi|dea`
        + String.raw`|visa number|registration)\b`, 'i')],
    ['vehicle', new RegExp(
      String.raw`\b(?:vin|licen[cs]e plate|plates?|registration plate|number plate`
        + String.raw`|vehicle|tag number)\b`, 'i')],
    ['device', /\b(?:serial|imei|device|udi|model no|pump|pacemaker|implant)\b/i],
    ['phone', /\b(?:phone|telephone|tel|mobile|cell|call|called|text|reach|whatsapp|sms|ring)\b/i],
    ['code', new RegExp(
      String.raw`\b(?:employee|staff|badge|student|case|docket|claim|reference|ref`
        + String.raw`|file|invoice|order|confirmation|ticket|id|identifier|number|no)\b`, 'i')],
  ],
};
