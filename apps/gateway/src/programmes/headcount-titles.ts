/** The columns of a file of headcounts. */
export const COLUMNS = ['site', 'department', 'headcount'] as const;
export type Column = (typeof COLUMNS)[number];

/** What the first line may call each column, folded. */
const NAMES: Record<Column, readonly string[]> = {
  site: ['site', 'location', 'office', 'sede', 'centro', 'standort', 'lieu', 'sede di lavoro',
    'vestiging', 'lokalizacja'],
  department: ['department', 'team', 'departamento', 'equipo', 'abteilung', 'departement', 'service',
    'equipe', 'reparto', 'afdeling', 'dzial'],
  headcount: ['headcount', 'people', 'plantilla', 'personas', 'anzahl', 'kopfzahl', 'mitarbeiterzahl',
    'effectif', 'organico', 'aantal', 'liczba'],
};

/** Titles of columns about persons, folded; never of a group. */
const PERSONAL = new Set(`name;names;full name;employee name;first name;firstname;last name;lastname;
  surname;given name;family name;forename;middle name;e mail;email;mail;email address;e mail address;
  phone;telephone;mobile;phone number;employee id;employee number;employee no;employeeid;staff id;
  staff number;personnel number;payroll id;payroll number;person id;user id;username;login;
  date of birth;birth date;birthdate;birthday;dob;born;age;gender;sex;nationality;salary;wage;ssn;
  social security number;national id;passport;tax id;iban;home address;manager;hire date;
  vorname;nachname;familienname;mitarbeitername;mitarbeiternummer;mitarbeiter id;personalnummer;
  personalnr;personal nr;geburtsdatum;geburtstag;geschlecht;telefon;handy;gehalt;
  nombre;nombres;apellido;apellidos;primer apellido;segundo apellido;nombre completo;
  nombre y apellidos;correo;correo electronico;telefono;movil;fecha de nacimiento;nacimiento;dni;nif;
  nie;curp;rfc;numero de empleado;id de empleado;id empleado;empleado;legajo;sexo;genero;salario;
  nom;prenom;nom complet;nom de famille;courriel;matricule;date de naissance;numero de telephone;
  cognome;nome;nome e cognome;data di nascita;codice fiscale;matricola;
  naam;voornaam;achternaam;geboortedatum;personeelsnummer;
  imie;nazwisko;imie i nazwisko;data urodzenia;pesel;sobrenome;data de nascimento;cpf;
  namn;fornamn;efternamn;fodelsedatum;personnummer;navn;fornavn;etternavn;efternavn;
  имя;фамилия;отчество;фио;дата рождения;ονομα;επωνυμο;
  姓名;名字;姓;名;氏名;名前;生年月日;邮箱;电话;身份证;员工编号;社員番号;이름;성명;생년월일;사번`
  .split(';').map((title) => title.trim().replaceAll(/\s+/g, ' ')));

/** A title as it is compared: without case, accents, punctuation and double spaces. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'l')
    .normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** Where each column is, by its title; -1 for one that is missing. */
export function placesOf(titles: readonly string[]): readonly number[] {
  const folded = titles.map(fold);
  return COLUMNS.map((column) => folded.findIndex((title) => NAMES[column].includes(title)));
}

/** Whether a title announces something of a person. */
export function isPersonal(title: string): boolean {
  return PERSONAL.has(fold(title));
}

/** Which column a title names a second time, if any does. */
export function namedTwice(titles: readonly string[]): Column | undefined {
  return COLUMNS.find((column) =>
    titles.filter((title) => NAMES[column].includes(fold(title))).length > 1);
}
