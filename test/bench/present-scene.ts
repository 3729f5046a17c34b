import pg from 'pg';
import { fetchDirectory } from '#wallet/directory';
import { yearAfter } from '../../demo/story/calendar.ts';
import { hrSignsIn, openYear, operatorCreatesEmployer } from '../../demo/story/employer.ts';
import { printLetters } from '../../demo/story/members.ts';
import { awaited } from '../../demo/story/together.ts';
import type { Note } from './measure.ts';
import type { Bench } from './service.ts';

/** Codes of letters that nobody has used, of the year that holds this very day. */
export async function lettersOfToday({ scenario }: Bench): Promise<readonly string[]> {
  const before = await operatorCreatesEmployer(scenario);
  await scenario.clock.moveTo(new Date().toISOString());
  const employer = await hrSignsIn(scenario, before);
  const today = { ...scenario, calendar: yearAfter(scenario.calendar) };
  await openYear(today, employer.hr, employer.programmeId);
  return (await printLetters(today, employer)).map(({ code }) => code);
}

/** Times of each therapist that are free. */
const FREE_TIMES = 24;

/**
 * Therapists as a network of that size has them: names, one to three licences, languages, concerns
 * and ways of meeting that differ, and random ids, so that the directory does not compress better
 * than a real one.
 */
const PRACTICES = `
  WITH t AS (SELECT gen_random_uuid() AS id, n, random() AS r FROM generate_series(1, $1::integer) AS n),
  p AS (INSERT INTO provider (id, login, password_hash, display_name, languages, specialities,
      modalities, gender, time_zone, active, registered_on)
    SELECT id, 'network-' || n, '-',
      (ARRAY['Ada','Björn','Chiara','Dilan','Eszter','Farid','Greta','Hanna','Ivo','Júlia','Kemal',
        'Lena','Mateo','Nadia','Oskar','Paula','Quentin','Rosa','Samir','Tilda'])[1 + n % 20] || ' ' ||
      (ARRAY['Brand','Celik','Duarte','Engel','Ferrari','Gómez','Hoffmann','Ivanov','Jansen','Keller',
        'Lindgren','Moreau','Novák','Olsen','Pereira','Quist','Richter','Santos','Toth','Urban',
        'Vogel','Weber','Ximénez'])[1 + n % 23] || CASE WHEN n % 7 = 0 THEN '-Alder' ELSE '' END,
      (ARRAY['en','de','es','fr','tr','pl','it','pt','nl','uk'])[1 + n % 7 : 1 + n % 7 + n % 3],
      (ARRAY['STRESS','ANXIETY','DEPRESSION','RELATIONSHIPS','WORK','GRIEF','OTHER'])[1 + n % 5 : 2 + n % 5 + n % 2],
      (ARRAY['VIDEO','PHONE'])[1 : 1 + n % 2],
      (ARRAY['FEMALE','FEMALE','MALE','MALE','NONBINARY'])[1 + n % 5],
      (ARRAY['Europe/Berlin','Europe/Vienna','Europe/Madrid','Europe/Paris'])[1 + n % 4], true, '2026-01-01'
    FROM t),
  l AS (INSERT INTO provider_licence (provider_id, jurisdiction, number, expires)
    SELECT id, (ARRAY['DE','AT','CH','ES','FR','NL'])[1 + (n + k * k) % 6],
      'PT-' || (100000 + floor(random() * 899999))::integer, '2035-12-31'::date - (n % 700)
    FROM t, generate_series(0, 2) AS k WHERE k <= n % 3
    ON CONFLICT DO NOTHING),
  m AS (INSERT INTO provider_meeting (provider_id, modality, link, phone, version)
    SELECT id, way, CASE way WHEN 'VIDEO' THEN 'https://meet.example.org/' || n END,
      CASE way WHEN 'PHONE' THEN '+49 40 ' || 1000000 + n END, 1
    FROM t, unnest(ARRAY['VIDEO','PHONE']) AS way),
  s AS (INSERT INTO slot (id, provider_id, starts_at, minutes, modality, status)
    SELECT gen_random_uuid(), id, date_trunc('day', now()) + (2 + s / 3) * interval '1 day'
      + (7 + s % 3 * 2 + n % 2) * interval '1 hour', 50, 'VIDEO', 'open'
    FROM t, generate_series(0, $2::integer - 1) AS s RETURNING *)
  INSERT INTO free_time (slot_id, provider_id, starts_at, minutes, modality)
  SELECT id, provider_id, starts_at, minutes, modality FROM s`;

/** Put so many therapists into the vault, and have it sign the directory of all. */
export async function fillDirectory(
  { scenario, service }: Bench, therapists: number, note: Note,
): Promise<void> {
  const owner = new pg.Client({ connectionString: service.postgres?.ownerUrl('vault') });
  await owner.connect();
  try {
    await owner.query(PRACTICES, [therapists, FREE_TIMES]);
    await owner.query('ANALYZE');
  } finally {
    await owner.end();
  }
  // Whenever the worker starts, it signs the directory as it is then.
  const begun = performance.now();
  process.kill(service.pidOf('worker') ?? 0);
  await awaited('the directory of all', async () => {
    const { length } = await fetchDirectory(scenario.ports.doors)
      .then(({ practices }) => practices, () => []);
    return length >= therapists || undefined;
  });
  note(`${therapists} therapists, signed ${Math.round(performance.now() - begun)} ms after a restart`);
}
