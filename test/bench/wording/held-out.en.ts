import type { HeldOut } from './held-out.ts';

/**
 * English templates and values that no rule was written from: after the eighteen identifiers of
 * 45 CFR 164.514(b)(2)(i), intake forms, releases, e-mails and notes. Added to, never tuned to.
 */
export const ENGLISH: HeldOut = {
  values: {
    name: [
      'Amina Yusuf', 'Oluwaseun Adeyemi', 'Nguyen Thi Lan', 'Siobhán O’Connor', 'Priya Raghunathan',
      'Mohammed al-Farsi', 'Katarzyna Wiśniewska', 'Wei Zhang', 'Jean-Luc Moreau', 'Aroha Ngata',
      'Tyrone Jackson', 'María José Ibáñez', 'Björn Lindqvist', 'Yael Cohen', 'Dmitri Sokolov',
      'Kehaulani Kealoha', 'Emily Carter', 'Hiroshi Tanaka', 'Fatou Diop', 'Vincent van der Berg',
    ],
    given: [
      'Kwame', 'Ingrid', 'Luz', 'Mehmet', 'Sunita', 'Jamal', 'Chloe', 'Tomasz', 'Xiomara', 'Ananya',
      'Bob', 'Zainab', 'Eoin', 'Keiko', 'Deshawn', 'Ruth',
    ],
    town: ['Chattanooga', 'Leeds', 'Santa Rosa', 'Port Arthur', 'Kilkenny', 'Fort Wayne', 'Yonkers'],
    address: [
      '1428 Elm Street', '77 Massachusetts Ave', '9 Old Mill Lane', '2210 W. 14th St, Apt 3B',
      'P.O. Box 4471', '350 Fifth Avenue, Suite 3304',
    ],
    zip: ['37402', '10118-0110', 'LS1 4AP', '95404'],
    date: [
      '03/14/1986', '14 March 1986', 'March 14, 1986', '1986-03-14', 'Mar. 14th', '3/14/86',
      'the 14th of March', '14-Mar-1986', 'Sept 2, 2025', 'October 2019',
    ],
    age: ['93 years old', '91-year-old', 'aged 102'],
    phone: [
      '(423) 555-0172', '423-555-0172', '+1 423 555 0172', '423.555.0172', '+44 20 7946 0958',
      '07700 900123', '555-0172', '1-800-555-0199 ext. 22',
    ],
    fax: ['(423) 555-0180', '+1-423-555-0181', '020 7946 0011'],
    email: ['amina.yusuf@example.com', 'o_adeyemi+home@mail.example.co.uk', 'lan86@example.org'],
    ssn: ['078-05-1120', '219-09-9999', '457 55 5462', '078051120'],
    record: ['448201', 'A-0098213', 'H4471-22', '00-93-17'],
    plan: ['XEG882104417', 'W1234 56789', '902-114-77A', '1EG4-TE5-MK73'],
    account: ['4000123456789010', '4111 1111 1111 1111', 'GB29 NWBK 6016 1331 9268 19', '00291-7745'],
    licence: ['D1234567', 'LMFT 98812', 'S530-4600-0123', 'PSY-22014'],
    vehicle: ['1HGCM82633A004352', '7ABC123', 'KDX 4481', 'AB12 CDE'],
    device: ['SN-99X2231', '356938035643809', 'BSX-4410-77', '00:1B:44:11:3A:B7'],
    url: [
      'https://www.facebook.com/amina.yusuf.9', 'www.aminasbakery.example', 'linkedin.com/in/oadeyemi',
      'http://example.org/~lan/diary?p=2',
    ],
    ip: ['192.168.14.7', '203.0.113.88', '2001:db8:85a3::8a2e:370:7334'],
    biometric: ['fingerprint', 'voice recording', 'retinal scan', 'voiceprint'],
    photo: ['photo of my face', 'full-face photograph', 'headshot', 'IMG_20240314_1012.jpg'],
    code: ['#E-20714', '2024-CV-01883', '7741-0093', 'ZK88-201'],
  },
  templates: [
    'Hello, my name is {name} and I would like to book a first session.',
    'I am {name}. I was born on {date}.',
    'Patient: {name}\nDate of birth: {date}\nMRN: {record}',
    'Name: {name}   SSN: {ssn}   Phone: {phone}',
    '{given} and I have been arguing about money since last winter.',
    'My sister {given} thinks that I should move out.',
    'Please thank Dr. {name} for calling me back on {date}.',
    'The client, {name}, lives at {address}, {town}.',
    'I moved to {town} two years ago and I know nobody here.',
    'Send it to {address}, {zip}.',
    'You can reach me at {phone} or at {email} in the evenings.',
    'Fax the release to {fax}.',
    'His fax is {fax}, his phone is {phone}.',
    'My social security number is {ssn}.',
    'Medical record number {record} was opened on {date}.',
    'See chart no. {record} for the earlier notes.',
    'Member ID {plan} (Aetna), group through my employer.',
    'My insurance policy number is {plan}.',
    'Please charge card {account}.',
    'The money came from account number {account}.',
    'Driver’s license {licence} was shown at intake.',
    'Supervised by {name}, license no. {licence}.',
    'The licence plate of his car is {vehicle}.',
    'VIN {vehicle}, the car he drove into the wall.',
    'Her insulin pump, serial number {device}, failed that night.',
    'The device identifier is {device}.',
    'He wrote about me at {url} again.',
    'Our pictures are on {url}.',
    'The login came from {ip}.',
    'They took my {biometric} at the border.',
    'I attach a {photo} as you asked.',
    'Her employee number is {code}.',
    'Court case {code} is still open.',
    'My grandmother, {age}, still lives alone.',
    'She is {age} and drives.',
    'On {date} I was admitted to St. Vincent’s.',
    'The accident was on {date}; I have not driven since.',
    'Emergency contact: {name}, {phone}.',
    'It was {given} who found me on the bathroom floor.',
    'When {given} left, I stopped eating.',
    '{name} has been my manager for three years and shouts at everyone.',
    'I told {given} everything. {given} told nobody.',
    'My therapist before you was {name} in {town}.',
    'Ms. {name} was seen for 50 minutes today.',
    'We will meet {name} and {given} at the hospital.',
    'Kind regards,\n{name}',
    'Is {given} allowed to come along?',
    'My boss, {name}, found out on {date}.',
    'I called {phone} but nobody answered.',
    'Text me on {phone}, never at work.',
  ],
  prose: [
    'I have not been sleeping well for about six weeks. I wake at four and lie there until the alarm '
    + 'goes. Work is fine on paper, but I dread Monday from Saturday onwards. My manager is kind and '
    + 'my team is small, so I feel ridiculous. When I try to explain it to my partner I end up crying, '
    + 'and then we talk about something else. I used to run three times a week; now I walk to the shop '
    + 'and call that exercise. I would like to understand why everything feels so heavy.',
    'The client reports low mood, poor appetite and difficulty concentrating. No thoughts of suicide '
    + 'were voiced. We reviewed the thought record from last week and practised slow breathing. She '
    + 'noticed that her worry is strongest in the hour before a meeting. We agreed on two small steps: '
    + 'a short walk at lunch and no e-mail after eight. Cognitive behavioural therapy seems to suit '
    + 'her, and EMDR was discussed as a later option. Next time we will look at the panic diary.',
    'Before I begin I want to say what would help me. Please do not ask about my childhood in the '
    + 'first session. Silence makes me nervous, so tell me when you are thinking. I take sertraline in '
    + 'the morning and have done so for two years. Alcohol is not a problem; coffee probably is. If I '
    + 'go quiet, it usually means that I am ashamed and not that I am angry. Sometimes I joke instead '
    + 'of answering. Feel free to point that out. English is my second language and I may need time.',
    'Thank you for the session yesterday. I tried the exercise with the chair and it was strange but '
    + 'useful. Grief comes in waves, as you said, and the house is too quiet. Sundays are the worst. '
    + 'Friends invite me to dinner and I say yes and then cancel. Could we talk about that next time? '
    + 'Christmas is coming and the whole family expects me to host. Maybe I should write to them first. '
    + 'Part of me wants to leave the country for a month. Another part wants to hide under a blanket.',
    'Couples often arrive with one complaint and leave with another. Trust, once broken, returns in '
    + 'small steps. In our third meeting they spoke about money for the first time. He apologised '
    + 'without being asked; she laughed, which surprised both of them. Homework was to spend twenty '
    + 'minutes a day without phones. Progress is slow but steady. Sleep has improved. Neither wishes '
    + 'to separate, and both fear that the other does. Zoom works well enough for them in the evening.',
  ],
};
