/** The columns of a file of headcounts. */
export const COLUMNS = ['site', 'department', 'headcount'] as const;
export type Column = (typeof COLUMNS)[number];

/** What the first line may call a column, folded. */
interface Titles {
  /** Titles that say what the column is. */
  readonly plain: readonly string[];
  /** Titles that are taken for it where none of the others stands. */
  readonly otherwise: readonly string[];
}

const NAMES: Record<Column, Titles> = {
  site: {
    plain: listed(`site;location;office;sede;centro;standort;lieu;sede di lavoro;vestiging;
      lokalizacja;centro de trabajo;lieu de travail;etablissement`),
    otherwise: listed(`sites;locations;offices;branch;plant;city;place;
      standorte;ort;arbeitsort;werk;niederlassung;filiale;betrieb;betriebsstatte;betriebsstaette;
      dienststelle;zweigstelle;geschaftsstelle;geschaeftsstelle;buro;buero;stadt;
      sedes;centros;oficina;ubicacion;localidad;lugar;ciudad;planta;delegacion;sucursal;
      lieux;emplacement;localisation;implantation;agence;succursale;bureau;ville`),
  },
  department: {
    plain: listed(`department;team;departamento;equipo;abteilung;departement;service;equipe;reparto;
      afdeling;dzial`),
    otherwise: listed(`departments;dept;division;unit;business unit;function;section;group;
      abteilungen;bereich;fachbereich;geschaftsbereich;geschaeftsbereich;organisationseinheit;
      gruppe;ressort;referat;sparte;kostenstelle;
      departamentos;dpto;depto;area;seccion;unidad;grupo;
      departements;services;direction;pole;unite;secteur;equipes`),
  },
  headcount: {
    plain: listed(`headcount;people;plantilla;personas;anzahl;kopfzahl;mitarbeiterzahl;effectif;
      organico;aantal;liczba;mitarbeiteranzahl;personenzahl;effectifs`),
    otherwise: listed(`headcounts;heads;head count;employee count;staff count;employees;staff;workforce;
      count;size;mitarbeiter;mitarbeitende;mitarbeiterinnen;mitarbeiter innen;angestellte;
      beschaftigte;beschaeftigte;beschaftigtenzahl;beschaeftigtenzahl;personen;personalstand;
      personalbestand;personal;belegschaft;kopfe;koepfe;
      empleados;trabajadores;efectivos;cantidad;
      salaries;employes;collaborateurs;personnes;agents;nombre`),
  },
};

/** "Number of", as titles of a column of counts begin; what follows says of what. */
const NUMBER_OF = new RegExp(`^(?:anzahl|zahl|number|n o|no|nr|n|num|numero|cantidad|nombre|nb|nbre|aantal|
  liczba)(?: (?:der|die|an|von|of|the|de|del|d|des|los|las|di|dei|van))* `.replaceAll(/\s{2,}/g, ''));

/** Titles of columns about persons, folded; never of a group. */
const PERSONAL = new Set(listed(`name;names;full name;employee name;first name;firstname;last name;lastname;
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
  姓名;名字;姓;名;氏名;名前;生年月日;邮箱;电话;身份证;员工编号;社員番号;이름;성명;생년월일;사번`));

function listed(titles: string): string[] {
  return titles.split(';').map((title) => title.trim().replaceAll(/\s+/g, ' '));
}

/** A title as it is compared: without case, accents, punctuation and double spaces. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'l')
    .normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** Where each column is, by its title; -1 for one that is missing. */
export function placesOf(titles: readonly string[]): readonly number[] {
  return COLUMNS.map((column) => placesIn(titles, column)[0] ?? -1);
}

/** Whether a title announces something of a person. */
export function isPersonal(title: string): boolean {
  return PERSONAL.has(fold(title));
}

/** Whether a title may also be one of a column of counts: "nombre" is a name, or a number. */
export function mayCount(title: string): boolean {
  return countedBy(title) !== 'no';
}

/** Which column a title names a second time, if any does. */
export function namedTwice(titles: readonly string[]): Column | undefined {
  return COLUMNS.find((column) => placesIn(titles, column).length > 1);
}

/** Where titles of a column are: plain ones, or else the others. */
function placesIn(titles: readonly string[], column: Column): number[] {
  const places = (isOne: (title: string) => boolean) =>
    titles.flatMap((title, at) => (isOne(title) ? [at] : []));
  if (column === 'headcount') {
    const plain = places((title) => countedBy(title) === 'plainly');
    return plain.length > 0 ? plain : places(mayCount);
  }
  const { plain, otherwise } = NAMES[column];
  const found = places((title) => plain.includes(fold(title)));
  return found.length > 0 ? found : places((title) => otherwise.includes(fold(title)));
}

/** Whether a title says that people are counted below it. */
function countedBy(title: string): 'plainly' | 'otherwise' | 'no' {
  const { plain, otherwise } = NAMES.headcount;
  const folded = fold(title);
  if (plain.includes(folded)) return 'plainly';
  const counted = folded.replace(NUMBER_OF, '');
  if (counted !== folded && [...plain, ...otherwise].includes(counted)) return 'plainly';
  return otherwise.includes(folded) ? 'otherwise' : 'no';
}
